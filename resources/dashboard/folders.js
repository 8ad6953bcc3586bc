// Watched folders: how each stands and why; added, removed, looked through.

import { html, useState } from "./vendor/preact-htm.js";
import { get, patch, path, post, remove } from "./api.js";
import { ago, count, words } from "./format.js";
import { Button, Confirm, Empty, Fault, Loading, said, usePolled } from "./parts.js";
import { toast } from "./toast.js";

const STATE = { paused: ["is-warn", "Paused"], watching: ["is-yes", "Watching"], scanning: ["is-running", "Looking through"], away: ["is-no", "Not there"] };

export function FoldersPage() {
  const { data, error, refresh } = usePolled("/watches", 4);
  const [adding, setAdding] = useState(false);
  const [ask, setAsk] = useState(null);
  const doIt = async (wish, said) => {
    try {
      await wish();
      toast(said);
    } catch (fault) {
      toast(`${fault.message} ${fault.hint}`, true);
    }
    refresh();
  };
  const open = adding || (data && !data.watches.length);
  return html`<div class="page-body"><div class="page-head"><h1>Watch folders</h1><span class="grow"></span>
      <${Button} icon="plus" kind="main-one" onClick=${() => setAdding(!adding)}>Watch a folder<//></div><div class="stack">
    ${error && html`<${Fault} error=${error} again=${refresh} />`}
    ${!data && !error && html`<${Loading} />`}
    ${open && html`<${AddForm} done=${() => { setAdding(false); refresh(); }} />`}
    ${data && !data.watches.length && html`<${Empty} icon="folders" title="No folder is watched"><p>Clips that land in a watched folder become proxies by themselves, also those that landed while no server ran.</p><//>`}
    ${data && data.watches.map((watch) => html`<${Watch} key=${watch.id} watch=${watch} doIt=${doIt} setAsk=${setAsk} />`)}
    ${data && data.watches.length > 0 && html`<${Why} />`}</div><${Confirm} ask=${ask} onDone=${() => setAsk(null)} /></div>`;
}

function Watch({ watch, doIt, setAsk }) {
  const [kind, word] = STATE[watch.paused ? "paused" : watch.state] || ["", words(watch.state)];
  const pause = () => doIt(() => patch(path("/watches/{}", watch.id), { paused: !watch.paused }), watch.paused ? "It is watched again" : "Nothing is taken from it until it goes on");
  const leave = () => setAsk({ title: "Stop watching this folder?", text: "Jobs it made and proxies stay; nothing in the folder is touched.", yes: "Stop watching", act: () => doIt(() => remove(path("/watches/{}", watch.id)), "It is not watched any more") });
  const rules = [watch.preset, watch.to && `proxies to ${watch.to}`, watch.include.length && `only ${watch.include.join(", ")}`, watch.exclude.length && `without ${watch.exclude.join(", ")}`, `settles in ${watch.settle_seconds} s`, watch.upload && "uploads"].filter(Boolean);
  const { queued = 0, waiting = 0, left_alone: left = 0 } = watch.files || {};
  return html`<section class="panel" aria-label=${watch.path}><div class="folder-head"><h2>${watch.path}</h2><span class=${`status ${kind}`}>${word}</span></div>
    ${watch.why && html`<p>${said(watch.why)}</p>`}<p class="muted small-text">${rules.join(" · ")}</p>
    <p class="small-text"><strong class="number">${count(queued)}</strong> taken · <strong class="number">${count(waiting)}</strong> landing · <strong class="number">${count(left)}</strong> left alone · since ${ago(watch.added_at)}</p>
    <div class="row lane-deeds"><${Button} small icon=${watch.paused ? "play" : "pause"} onClick=${pause}>${watch.paused ? "Go on" : "Pause"}<//><${Button} small icon="scan" onClick=${() => doIt(() => post(path("/watches/{}/rescan", watch.id)), "It is looked through")}>Look through now<//>
      <${Button} small icon="trash" onClick=${leave}>Remove<//></div></section>`;
}

function AddForm({ done }) {
  const presets = usePolled("/presets", 0);
  const [error, setError] = useState(null);
  const send = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const list = (name) => String(form.get(name)).split(",").map((part) => part.trim()).filter(Boolean);
    try {
      await post("/watches", { path: form.get("path"), preset: form.get("preset") || null, to: form.get("to") || null, include: list("include"), exclude: list("exclude"), upload: form.get("upload") === "on" });
      toast("It is watched");
      done();
    } catch (fault) {
      setError(fault);
    }
  };
  return html`<section class="panel"><h2>Watch a folder</h2><form class="stack" onSubmit=${send}><div class="form">
      <label class="field">Folder on the server<input class="input" name="path" required placeholder="/footage/cards" autocomplete="off" /></label>
      <label class="field">Preset<select class="select" name="preset"><option value="">Usual (${presets.data ? presets.data.default : "…"})</option>
        ${presets.data && presets.data.presets.map((preset) => html`<option key=${preset.name} value=${preset.name}>${preset.name}</option>`)}</select></label>
      <label class="field">Proxies to<input class="input" name="to" placeholder="beside each clip" autocomplete="off" /></label>
      <label class="field">Only<input class="input" name="include" placeholder="*.mov, A0*" autocomplete="off" /></label>
      <label class="field">Without<input class="input" name="exclude" placeholder="*test*" autocomplete="off" /></label>
      <label class="row"><input type="checkbox" name="upload" /> Upload what is made</label></div>
    ${error && html`<${Fault} error=${error} />`}<div class="row"><${Button} type="submit" kind="main-one">Watch it<//></div></form></section>`;
}

function Why() {
  const [told, setTold] = useState(null);
  const look = async (event) => {
    event.preventDefault();
    try {
      setTold(await get("/watches/why", { path: new FormData(event.target).get("path") }));
    } catch (error) {
      setTold({ message: `${error.message} ${error.hint}` });
    }
  };
  return html`<section class="panel"><h2>Why was a file taken, or not?</h2><form class="row" onSubmit=${look}><label class="grow"><span class="hidden">Path of the file</span>
    <input class="input wide" name="path" required placeholder="/footage/cards/A001.mov" autocomplete="off" /></label><${Button} type="submit">Ask<//></form>
    <div role="status" aria-live="polite">${told && html`<p class="answer">${told.decision && html`<strong>${words(told.decision)}: </strong>`}${said(told.message)} ${told.job_id && html`<a href=${`#/jobs/${told.job_id}`}>Its job</a>`}</p>`}</div></section>`;
}
