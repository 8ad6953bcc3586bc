// Files and folders dropped on the page: sent in pieces that go on where they broke (tus), until the server names their
// jobs. A folder keeps its structure there, and is one line here.

import { html, useEffect, useReducer, useRef, useState } from "./vendor/preact-htm.js";
import { API, get } from "./api.js";
import { bytes, count, percent } from "./format.js";
import { gather } from "./gather.js";
import { Button, Icon, usePolled } from "./parts.js";
import { toast } from "./toast.js";

const PIECE = 64 * 1024 * 1024;
const AT_ONCE = 2;
const RETRY_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000];
const ASK_MS = 1000;
const all = []; // lines: { name, size, drop, files: [{ file, path, tus, sent, state, jobs, said }] }
let changed = () => {};

export function chooseFiles() {
  document.getElementById("choose-files").click();
}

// `found` as gather() has it.
export function send(found, preset) {
  const folders = new Map();
  for (const one of found) {
    const top = one.path.slice(0, one.path.indexOf("/") + 1);
    if (!top) all.push(line(one.file.name, [one]));
    else if (folders.has(top)) folders.get(top).push(one);
    else folders.set(top, [one]);
  }
  for (const [top, files] of folders) all.push(line(top.slice(0, -1), files, true));
  for (const one of all) for (const part of one.files) part.tus = part.tus || upload(one, part, preset);
  next();
}

function line(name, found, isFolder) {
  const files = found.map((one) => ({ ...one, tus: null, sent: 0, state: "queued", jobs: [], said: "" }));
  const size = files.reduce((sum, one) => sum + one.file.size, 0);
  return { name, files, size, drop: isFolder ? dropOf(`${name} ${files.length} ${size}`) : null };
}

// What the files of one drop have in common; the same for the same folder once more, until it is there.
function dropOf(folder) {
  const key = `rushes-drop ${folder}`;
  const fresh = { key, id: Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("") };
  try {
    const known = localStorage.getItem(key);
    if (known) return { key, id: known };
    localStorage.setItem(key, fresh.id);
  } catch {
    // Then it begins anew after a reload.
  }
  return fresh;
}

function upload(one, part, preset) {
  const { file, path } = part;
  const metadata = { filename: file.name, ...(preset ? { preset } : {}), ...(one.drop ? { relativePath: path, drop: one.drop.id } : {}) };
  const mine = one.drop ? { fingerprint: async () => `rushes-${one.drop.id}-${path}-${file.size}-${file.lastModified}` } : {};
  return new window.tus.Upload(file, {
    endpoint: `${API}/uploads`, chunkSize: PIECE, retryDelays: RETRY_MS, removeFingerprintOnSuccess: true, headers: { "X-Rushes": "dashboard" },
    metadata, ...mine,
    onProgress: (sent) => say(part, { sent }),
    onShouldRetry: (error) => {
      const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
      say(part, { said: "The connection broke; it goes on by itself." });
      return status === 0 || status === 409 || status === 423 || status >= 500 && status !== 507;
    },
    onAfterResponse: (_request, answer) => {
      const jobs = answer.getHeader("Rushes-Jobs");
      if (jobs) part.jobs = jobs.split(",");
    },
    onError: (error) => say(part, { state: "failed", said: words(error) }),
    onSuccess: () => ended(one, part),
  });
}

function next() {
  const parts = all.flatMap((one) => one.files);
  const busy = parts.filter((part) => part.state === "sending").length;
  for (const part of parts.filter((other) => other.state === "queued").slice(0, AT_ONCE - busy)) begin(part);
  changed();
}

async function begin(part) {
  part.state = "sending";
  const before = await part.tus.findPreviousUploads();
  if (before.length) part.tus.resumeFromPreviousUpload(before[0]);
  part.tus.start();
}

async function ended(one, part) {
  Object.assign(part, { state: "done", sent: part.file.size });
  if (stateOf(one) !== "done") next();
  else if (one.drop) await taken(one);
  else if (!part.jobs.length) await ask(part);
  next();
}

async function ask(part) {
  try {
    const told = await get(part.tus.url.slice(part.tus.url.indexOf(API) + API.length));
    Object.assign(part, { jobs: told.jobs, said: told.skipped || "" });
  } catch (error) {
    part.said = error.message;
  }
}

// The server looks at the clips of a folder together, a moment after the last of them.
async function taken(one) {
  try {
    localStorage.removeItem(one.drop.key);
  } catch {
    // It was not kept.
  }
  const [first] = one.files;
  while (all.includes(one) && !first.jobs.length && !first.said) {
    changed();
    await new Promise((yes) => setTimeout(yes, ASK_MS));
    await ask(first);
  }
  one.taken = true;
}

// The first of these that one of its files is in.
const ORDER = ["sending", "queued", "paused", "failed", "done"];
const stateOf = (one) => ORDER.find((state) => one.files.some((part) => part.state === state));
const isOpen = (one) => ["queued", "sending", "paused"].includes(stateOf(one));

function say(part, news) {
  Object.assign(part, { said: "" }, news);
  if (part.state === "failed") next();
  changed();
}

function words(error) {
  try {
    const told = JSON.parse(error.originalResponse.getBody()).error;
    return `${told.message} ${told.hint}`;
  } catch {
    return "The server does not answer. Try it again when it does: it goes on where it broke.";
  }
}

function pause(one) {
  for (const part of one.files.filter((other) => ["sending", "queued"].includes(other.state))) {
    part.tus.abort();
    part.state = "paused";
  }
  next();
}

function goOn(one) {
  for (const part of one.files.filter((other) => ["paused", "failed"].includes(other.state))) part.state = "queued";
  next();
}

function drop(one) {
  for (const part of one.files.filter((other) => other.state !== "done")) part.tus.abort(true).catch(() => {});
  all.splice(all.indexOf(one), 1);
  next();
}

export function Uploads() {
  const [, again] = useReducer((turn) => turn + 1, 0);
  const [over, setOver] = useState(false);
  const [asked, setAsked] = useState([]);
  useEffect(() => {
    changed = again;
    let depth = 0;
    const take = (found) => (found.length ? setAsked(found) : toast("There is no clip in what was dropped.", true));
    const isFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    const on = {
      dragenter: (event) => isFiles(event) && setOver(++depth > 0),
      dragleave: (event) => isFiles(event) && setOver(--depth > 0),
      dragover: (event) => isFiles(event) && event.preventDefault(),
      drop: (event) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        depth = 0;
        setOver(false);
        gather(event.dataTransfer).then(take, (fault) => toast(`What was dropped cannot be read: ${fault.message}`, true));
      },
    };
    for (const [name, heard] of Object.entries(on)) addEventListener(name, heard);
    return () => Object.entries(on).forEach(([name, heard]) => removeEventListener(name, heard));
  }, []);
  const chosen = (event) => {
    setAsked([...event.target.files].map((file) => ({ file, path: "" })));
    event.target.value = "";
  };
  const open = all.filter(isOpen).length;
  const failed = all.filter((one) => stateOf(one) === "failed").length;
  const sending = all.some((one) => one.drop) ? "Sending what was dropped" : `Sending ${open} ${open === 1 ? "clip" : "clips"}`;
  const title = open ? sending : failed ? `${count(failed)} did not arrive` : "Clips are here";
  return html`<input id="choose-files" class="hidden" type="file" multiple tabindex="-1" aria-label="Clips to add" onChange=${chosen} />
    ${over && html`<div class="drop-veil">Drop clips or folders to make proxies</div>`}
    ${asked.length > 0 && html`<${Wish} found=${asked} leave=${() => setAsked([])} send=${(preset) => { setAsked([]); send(asked, preset); }} />`}
    ${all.length > 0 && html`<section class="uploads" aria-label="Uploads"><header><${Icon} name="upload" /><h2>${title}</h2>
      ${!open && html`<${Button} small icon="cancel" label="Close" onClick=${() => { all.length = 0; again(); }} />`}</header>
      ${all.map((one, number) => html`<${One} key=${number} one=${one} />`)}</section>`}`;
}

const REMEMBERED = "rushes-preset";

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED) || "";
  } catch {
    return "";
  }
}

// What is about to be sent, and which proxies are wanted of it.
function Wish({ found, leave, send }) {
  const dialog = useRef(null);
  const { data } = usePolled("/presets", 0);
  const names = data ? data.presets.map((preset) => preset.name) : [];
  useEffect(() => dialog.current.showModal(), []);
  const go = (event) => {
    event.preventDefault();
    const preset = new FormData(event.target).get("preset");
    try {
      localStorage.setItem(REMEMBERED, preset);
    } catch {
      // It is asked for again.
    }
    send(preset);
  };
  const size = bytes(found.reduce((sum, one) => sum + one.file.size, 0));
  const what = whatOf(found);
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby="wish-title" onCancel=${leave}><form onSubmit=${go}>
    <h2 id="wish-title">Send ${what}?</h2><p>${size} go to the server. Nothing is taken from this computer.</p>
    <label class="field">Proxies<select class="select" name="preset" key=${names.length}><option value="">Usual${data ? ` (${data.default})` : ""}</option>
      ${names.map((name) => html`<option key=${name} value=${name} selected=${name === remembered()}>${name}</option>`)}</select></label>
    <div class="dialog-buttons"><${Button} onClick=${leave}>Leave it<//><${Button} type="submit" kind="main-one">Make proxies<//></div></form></dialog>`;
}

function One({ one }) {
  const { name, size, files } = one;
  const state = stateOf(one);
  const share = size ? files.reduce((sum, part) => sum + part.sent, 0) / size : Number(state === "done");
  return html`<div class="upload"><div class="upload-line"><strong title=${name}>${name}</strong>
      ${state === "sending" && html`<${Button} small kind="quiet" icon="pause" label=${`Pause ${name}`} onClick=${() => pause(one)} />`}
      ${(state === "paused" || state === "failed") && html`<${Button} small kind="quiet" icon="play" label=${`Go on with ${name}`} onClick=${() => goOn(one)} />`}
      ${state !== "done" && html`<${Button} small kind="quiet" icon="cancel" label=${`Cancel ${name}`} onClick=${() => drop(one)} />`}
      ${state === "done" && !one.drop && files[0].jobs.map((id) => html`<a key=${id} href=${`#/jobs/${id}`}>Its job</a>`)}</div>
    ${state !== "done" && html`<div class="bar" role="progressbar" aria-label=${`Upload of ${name}`} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(share * 100)}>
      <div class="bar-fill" ref=${(fill) => fill && (fill.style.transform = `scaleX(${share})`)}></div></div>`}
    <span class="muted small-text">${wordsOf(one, state, share)}</span></div>`;
}

function wordsOf(one, state, share) {
  const loud = one.files.find((part) => part.state !== "done" && part.said);
  if (loud) return one.drop ? `${loud.path}: ${loud.said}` : loud.said;
  if (state === "done") return one.drop ? doneWords(one) : one.files[0].said || bytes(one.size);
  const here = one.drop ? `${count(one.files.filter((part) => part.state === "done").length)} of ${count(one.files.length)} files, ` : "";
  return `${here}${percent(share)} of ${bytes(one.size)}${state === "paused" ? ", paused" : state === "queued" ? ", its turn comes" : ""}`;
}

function doneWords(one) {
  const files = `${count(one.files.length)} ${one.files.length === 1 ? "file" : "files"}, ${bytes(one.size)}`;
  return one.taken ? `${files}. Its clips are in the list.` : `${files} are here. Its clips come into the list in a moment.`;
}

function whatOf(found) {
  if (found.length === 1) return found[0].file.name;
  const tops = new Set(found.map((one) => one.path.slice(0, one.path.indexOf("/"))));
  const [top] = tops;
  return tops.size === 1 && top ? `the folder ${top} (${count(found.length)} files)` : `${count(found.length)} files`;
}
