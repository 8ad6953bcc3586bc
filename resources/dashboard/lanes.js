// The lanes and who works in them.

import { html, useState } from "./vendor/preact-htm.js";
import { patch, path, post } from "./api.js";
import { ago, count, LANES, moment } from "./format.js";
import { Button, Confirm, Empty, Fault, Loading, usePolled } from "./parts.js";
import { toast } from "./toast.js";

const MOST = 64;

export function LanesPage() {
  const lanes = usePolled("/queues", 3);
  const workers = usePolled("/workers", 5);
  const [ask, setAsk] = useState(null);
  const doIt = async (wish, said) => {
    try {
      await wish();
      toast(said);
    } catch (error) {
      toast(`${error.message} ${error.hint}`, true);
    }
    lanes.refresh();
  };
  return html`<div class="page-body"><div class="page-head"><h1>Lanes and workers</h1></div><div class="stack">
    ${lanes.error && html`<${Fault} error=${lanes.error} again=${lanes.refresh} />`}
    ${!lanes.data && !lanes.error && html`<${Loading} />`}
    <div class="cards">${lanes.data && lanes.data.queues.map((lane) => html`<${Lane} key=${lane.name} lane=${lane} doIt=${doIt} setAsk=${setAsk} />`)}</div>
    <section class="panel"><h2>Workers</h2><${Workers} state=${workers} /></section></div>
    <${Confirm} ask=${ask} onDone=${() => setAsk(null)} /></div>`;
}

function Lane({ lane, doIt, setAsk }) {
  const name = LANES[lane.name] || lane.name;
  const resize = (number) => doIt(() => patch(path("/queues/{}", lane.name), { concurrency: number }), `${name}: ${number} side by side`);
  const purge = () => setAsk({
    title: `Cancel all that waits in “${name}”?`, text: `${count(lane.waiting)} jobs that have not begun are cancelled. What runs goes on; originals stay as they are.`, yes: "Cancel them",
    act: () => doIt(() => post(path("/queues/{}/purge", lane.name)), "What waited is cancelled"),
  });
  const [word, kind] = lane.paused ? ["Paused", "is-paused"] : !lane.open ? ["Outside its hours", "is-waiting"] : lane.running ? ["Working", "is-running"] : ["Ready", ""];
  return html`<section class="panel" aria-label=${name}><div class="lane-head"><h2>${name}</h2><span class=${`status ${kind}`}>${word}</span></div>
    <dl class="lane-figures"><div><dd>${count(lane.running)}</dd><dt>running</dt></div><div><dd>${count(lane.waiting)}</dd><dt>waiting</dt></div></dl>
    <div class="row"><span class="muted small-text grow">Side by side</span><span class="stepper" role="group" aria-label=${`Jobs side by side in ${name}`}>
      <${Button} small icon="minus" label="One fewer" disabled=${lane.concurrency <= 1} onClick=${() => resize(lane.concurrency - 1)} /><output>${lane.concurrency}</output>
      <${Button} small icon="plus" label="One more" disabled=${lane.concurrency >= MOST} onClick=${() => resize(lane.concurrency + 1)} /></span></div>
    ${lane.hours && html`<p class="muted small-text">New jobs begin ${lane.hours}${lane.opens_at ? `; again at ${moment(lane.opens_at)}` : ""}.</p>`}
    <div class="row lane-deeds">${lane.paused
      ? html`<${Button} icon="play" kind="main-one" onClick=${() => doIt(() => post(path("/queues/{}/resume", lane.name)), `${name} goes on`)}>Go on<//>`
      : html`<${Button} icon="pause" onClick=${() => doIt(() => post(path("/queues/{}/pause", lane.name)), `${name} is paused; what runs goes on`)}>Pause<//>`}
      <${Button} icon="trash" disabled=${!lane.waiting} onClick=${purge}>Purge<//><a class="button quiet" href=${`#/jobs?queue=${lane.name}`}>Show jobs</a></div></section>`;
}

function Workers({ state }) {
  if (!state.data) return state.error ? html`<${Fault} error=${state.error} />` : html`<${Loading} />`;
  if (!state.data.workers.length) return html`<${Empty} icon="lanes" title="Nobody works"><p>This server runs without a worker, or its worker is just being replaced. \`rushes worker\` starts one.</p><//>`;
  return html`<div class="scroll-x" tabindex="0" role="region" aria-label="Table of workers"><table class="plain"><thead><tr><th>Worker</th><th>Host</th><th>Process</th><th>Lanes</th><th>Since</th></tr></thead><tbody>
    ${state.data.workers.map((worker) => html`<tr key=${worker.id}><td><code>${worker.id}</code></td><td>${worker.host}</td><td class="number">${worker.pid}</td>
      <td>${Object.entries(worker.lanes || {}).map(([lane, number]) => `${LANES[lane] || lane}: ${number}`).join(", ")}</td><td class="nowrap">${ago(worker.started_at)}</td></tr>`)}</tbody></table></div>`;
}
