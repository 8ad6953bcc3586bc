// Files dropped on the page: sent in pieces that go on where they broke (tus), until the server names their jobs.

import { html, useEffect, useReducer, useRef, useState } from "./vendor/preact-htm.js";
import { API, get } from "./api.js";
import { bytes, count, percent } from "./format.js";
import { gather } from "./gather.js";
import { Button, Icon, usePolled } from "./parts.js";
import { toast } from "./toast.js";

const PIECE = 64 * 1024 * 1024;
const AT_ONCE = 2;
const RETRY_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000];
const all = [];
let changed = () => {};

export function chooseFiles() {
  document.getElementById("choose-files").click();
}

function add(files, preset) {
  for (const file of files) {
    const one = { file, sent: 0, state: "queued", jobs: [], said: "" };
    one.tus = new window.tus.Upload(file, {
      endpoint: `${API}/uploads`, chunkSize: PIECE, retryDelays: RETRY_MS, removeFingerprintOnSuccess: true, headers: { "X-Rushes": "dashboard" },
      metadata: preset ? { filename: file.name, preset } : { filename: file.name },
      onProgress: (sent) => say(one, { sent }),
      onShouldRetry: (error) => {
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        say(one, { said: "The connection broke; it goes on by itself." });
        return status === 0 || status === 409 || status === 423 || status >= 500 && status !== 507;
      },
      onAfterResponse: (_request, answer) => {
        const jobs = answer.getHeader("Rushes-Jobs");
        if (jobs) one.jobs = jobs.split(",");
      },
      onError: (error) => say(one, { state: "failed", said: words(error) }),
      onSuccess: () => ended(one),
    });
    all.push(one);
  }
  next();
}

function next() {
  const busy = all.filter((one) => one.state === "sending").length;
  for (const one of all.filter((other) => other.state === "queued").slice(0, AT_ONCE - busy)) begin(one);
  changed();
}

async function begin(one) {
  one.state = "sending";
  const before = await one.tus.findPreviousUploads();
  if (before.length) one.tus.resumeFromPreviousUpload(before[0]);
  one.tus.start();
}

async function ended(one) {
  one.state = "done";
  one.sent = one.file.size;
  if (!one.jobs.length) {
    try {
      const told = await get(one.tus.url.slice(one.tus.url.indexOf(API) + API.length));
      one.jobs = told.jobs;
      one.said = told.skipped || "";
    } catch (error) {
      one.said = error.message;
    }
  }
  next();
}

const isOpen = (one) => ["queued", "sending", "paused"].includes(one.state);

function say(one, news) {
  Object.assign(one, { said: "" }, news);
  if (one.state === "failed") next();
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
  one.tus.abort();
  say(one, { state: "paused" });
  next();
}

function goOn(one) {
  one.state = "queued";
  next();
}

function drop(one) {
  if (one.state !== "done") one.tus.abort(true).catch(() => {});
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
    const take = (files) => (files.length ? setAsked(files) : toast("There is no clip in what was dropped.", true));
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
    setAsked([...event.target.files]);
    event.target.value = "";
  };
  const open = all.filter(isOpen).length;
  const failed = all.filter((one) => one.state === "failed").length;
  const title = open ? `Sending ${open} ${open === 1 ? "clip" : "clips"}` : failed ? `${count(failed)} did not arrive` : "Clips are here";
  return html`<input id="choose-files" class="hidden" type="file" multiple tabindex="-1" aria-label="Clips to add" onChange=${chosen} />
    ${over && html`<div class="drop-veil">Drop clips or folders to make proxies</div>`}
    ${asked.length > 0 && html`<${Wish} files=${asked} leave=${() => setAsked([])} send=${(preset) => { setAsked([]); add(asked, preset); }} />`}
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
function Wish({ files, leave, send }) {
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
  const size = bytes(files.reduce((sum, file) => sum + file.size, 0));
  const what = files.length === 1 ? files[0].name : `${count(files.length)} clips`;
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby="wish-title" onCancel=${leave}><form onSubmit=${go}>
    <h2 id="wish-title">Send ${what}?</h2><p>${size} go to the server. Nothing is taken from this computer.</p>
    <label class="field">Proxies<select class="select" name="preset" key=${names.length}><option value="">Usual${data ? ` (${data.default})` : ""}</option>
      ${names.map((name) => html`<option key=${name} value=${name} selected=${name === remembered()}>${name}</option>`)}</select></label>
    <div class="dialog-buttons"><${Button} onClick=${leave}>Leave it<//><${Button} type="submit" kind="main-one">Make proxies<//></div></form></dialog>`;
}

function One({ one }) {
  const { file, sent, state, jobs, said } = one;
  const share = file.size ? sent / file.size : 0;
  return html`<div class="upload"><div class="upload-line"><strong title=${file.name}>${file.name}</strong>
      ${state === "sending" && html`<${Button} small kind="quiet" icon="pause" label=${`Pause ${file.name}`} onClick=${() => pause(one)} />`}
      ${(state === "paused" || state === "failed") && html`<${Button} small kind="quiet" icon="play" label=${`Go on with ${file.name}`} onClick=${() => goOn(one)} />`}
      ${state !== "done" && html`<${Button} small kind="quiet" icon="cancel" label=${`Cancel ${file.name}`} onClick=${() => drop(one)} />`}
      ${state === "done" && jobs.map((id) => html`<a key=${id} href=${`#/jobs/${id}`}>Its job</a>`)}</div>
    ${state !== "done" && html`<div class="bar" role="progressbar" aria-label=${`Upload of ${file.name}`} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(share * 100)}>
      <div class="bar-fill" ref=${(fill) => fill && (fill.style.transform = `scaleX(${share})`)}></div></div>`}
    <span class="muted small-text">${said || (state === "done" ? bytes(file.size) : `${percent(share)} of ${bytes(file.size)}${state === "paused" ? ", paused" : state === "queued" ? ", its turn comes" : ""}`)}</span></div>`;
}
