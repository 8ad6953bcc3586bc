// The page of one job: what it does now, what became of it, and everything to check that.

import { html, useEffect, useState } from "./vendor/preact-htm.js";
import { get, path, patch, post } from "./api.js";
import { Checks, Findings, Links, Metadata } from "./facts.js";
import { ago, LANES, moment, percent, seconds, split, STATUS, words } from "./format.js";
import { live } from "./live.js";
import { Button, Confirm, Fault, Icon, Loading, Progress, Status } from "./parts.js";
import { toast } from "./toast.js";
import { Strip, Viewer, Waveform } from "./viewer.js";

const FINAL = ["completed", "failed", "cancelled"];
const LOG_MS = 3000;

// The job with its history; progress comes with the events, the log is asked for while it runs.
function useJob(id) {
  const [state, setState] = useState({ job: null, error: null });
  useEffect(() => {
    let over = false;
    const look = () => get(path("/jobs/{}", id)).then((job) => !over && setState({ job, error: null }), (error) => !over && setState((before) => ({ job: before.job, error })));
    const hear = (name, data) => {
      if (name === "reset" || (name === "jobs" && data.jobs.some((job) => job.id === id))) look();
      const told = name === "progress" && data.progress.find((one) => one.id === id);
      if (told) setState((before) => (before.job ? { ...before, job: { ...before.job, ...told } } : before));
    };
    look();
    const stop = live.listen(hear);
    return () => {
      over = true;
      stop();
    };
  }, [id]);
  const running = state.job && state.job.status === "running";
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => get(path("/jobs/{}/log", id)).then(({ log }) => setState((before) => ({ ...before, job: { ...before.job, log } })), () => {}), LOG_MS);
    return () => clearInterval(timer);
  }, [id, running]);
  return state;
}

export function JobPage({ id }) {
  const { job, error } = useJob(id);
  const [clip, setClip] = useState(null);
  const [children, setChildren] = useState([]);
  const clipId = job && job.clip_id;
  const status = job && job.status;
  useEffect(() => {
    if (clipId) get(path("/clips/{}", clipId)).then(setClip, () => setClip(null));
  }, [clipId, status]);
  useEffect(() => {
    get("/jobs", { parent: id, limit: 20 }).then((page) => setChildren(page.jobs), () => {});
  }, [id, status]);
  if (!job) return html`<div class="page-body">${error ? html`<${Fault} error=${error} />` : html`<${Loading} what="Reading the job…" />`}</div>`;
  const { folder, name } = split(job.source);
  const result = job.result || {};
  const metadata = result.metadata || (clip && clip.metadata);
  const stamp = `${job.attempt}-${job.status}`;
  return html`<div class="page-body"><div class="job-head"><a class="button only-icon" href="#/jobs" aria-label="Back to the jobs" title="Back to the jobs"><${Icon} name="back" /></a>
      <div class="grow"><h1>${name}</h1><p class="muted small-text">${folder}</p></div><${Status} job=${job} /><${Deeds} job=${job} /></div>
    <div class="job-columns"><div class="stack">
      ${job.error && html`<${Failure} job=${job} />`}
      ${!FINAL.includes(job.status) && html`<${Going} job=${job} />`}
      <section class="panel"><${Viewer} id=${job.clip_id} duration=${metadata && metadata.duration} fps=${rate(metadata)} hasProxy=${Boolean(clip && clip.proxies.length)} stamp=${stamp} />
        <div class="stack"><${Strip} id=${job.clip_id} stamp=${stamp} /><${Waveform} id=${job.clip_id} stamp=${stamp} /></div></section>
      <${Checks} conformance=${result.conformance} /><${Findings} analysis=${clip && clip.analysis} />
      <section class="panel"><h2>Log</h2>${job.log.length ? html`<pre class="log" tabindex="0" aria-label="Log">${job.log.join("\n")}</pre>` : html`<p class="muted">Nothing was written yet.</p>`}</section>
    </div><div class="stack">
      <${Links} links=${result.conformance && result.conformance.links_in} />
      <section class="panel"><h2>Job</h2><${About} job=${job} clip=${clip} /></section>
      <section class="panel"><h2>Timeline</h2><ol class="timeline">${[...job.timeline].reverse().map((entry, number) => html`<li key=${number} class=${"is-" + entry.to}>
        <div><strong>${STATUS[entry.to] || entry.to}</strong> <span class="muted small-text" title=${moment(entry.at)}>${ago(entry.at)}</span>
        ${entry.reason && html`<div class="muted small-text">${entry.reason}</div>`}</div></li>`)}</ol></section>
      ${children.length > 0 && html`<section class="panel"><h2>Follow-ups</h2>${children.map((child) => html`<div class="row" key=${child.id}><a href=${`#/jobs/${child.id}`}>${words(child.kind)}</a><${Status} job=${child} /></div>`)}</section>`}
      <${Metadata} metadata=${metadata} />
    </div></div></div>`;
}

function rate(metadata) {
  if (!metadata || !metadata.fps) return 25;
  const [frames, second] = String(metadata.fps).split("/").map(Number);
  return frames / (second || 1);
}

function Failure({ job }) {
  const { code, message, hint, transient } = job.error;
  return html`<div class="fault" role="alert"><${Icon} name="alert" /><div class="grow"><strong>${message}</strong>
    ${job.reason && job.reason !== message && html`<p>${job.reason}</p>`}
    ${hint && html`<p><strong>What to do:</strong> ${hint}</p>`}
    <p class="muted small-text">${words(code)}${transient ? "; it may go better another time" : ""} · start ${job.attempt} of ${job.max_attempts}</p>
    <div class="row">${FINAL.includes(job.status) && html`<${Button} icon="retry" small kind="main-one" onClick=${() => act(job, "retry")}>Retry<//><${Button} icon="check" small onClick=${() => act(job, "acknowledge")}>Seen<//>`}</div></div></div>`;
}

function Going({ job }) {
  return html`<section class="panel big-progress"><${Progress} job=${job} label="Progress" />
    <dl class="figures"><div><dt>Done</dt><dd>${percent(job.progress) || "–"}</dd></div><div><dt>Speed</dt><dd>${job.speed ? `${job.speed.toFixed(1)} × real time` : "–"}</dd></div>
      <div><dt>Time left</dt><dd>${seconds(job.eta_seconds) || "–"}</dd></div>${job.reason && html`<div><dt>Why</dt><dd>${job.reason}</dd></div>`}</dl></section>`;
}

function Deeds({ job }) {
  const [ask, setAsk] = useState(null);
  const over = FINAL.includes(job.status);
  const sure = () => setAsk({ title: "Cancel this job?", text: "It is stopped; the original stays as it is. It can be retried.", yes: "Cancel it", act: () => act(job, "cancel") });
  return html`<div class="row">
    ${!over && (job.paused ? html`<${Button} icon="play" onClick=${() => act(job, "resume")}>Go on<//>` : html`<${Button} icon="pause" onClick=${() => act(job, "pause")}>Pause<//>`)}
    ${!over && html`<${Button} icon="cancel" onClick=${sure}>Cancel<//>`}
    ${(over || job.status === "retrying" || job.status === "waiting") && job.status !== "completed" && html`<${Button} icon="retry" onClick=${() => act(job, "retry")}>Retry<//>`}
    <${Confirm} ask=${ask} onDone=${() => setAsk(null)} /></div>`;
}

const SAID = { cancel: "It is being cancelled", retry: "Queued again", pause: "Paused", resume: "Going on", acknowledge: "Marked as seen" };

async function act(job, action) {
  try {
    await post(path(`/jobs/{}/${action}`, job.id));
    toast(SAID[action]);
  } catch (error) {
    toast(`${error.message} ${error.hint}`, true);
  }
}

function About({ job, clip }) {
  const place = async (event) => {
    try {
      await patch(path("/jobs/{}", job.id), { priority: Number(event.target.value) });
      toast("Moved");
    } catch (error) {
      toast(error.message, true);
    }
  };
  const waits = !FINAL.includes(job.status);
  const rows = [["Kind", words(job.kind)], ["Preset", job.preset], ["Lane", LANES[job.queue]], ["Proxy", job.output], ["Clip", clip && words(clip.state)], ["Start", job.attempt ? `${job.attempt} of ${job.max_attempts}` : "not yet"],
    ["Worker", job.worker], ["Added", moment(job.queued_at)], ["Began", moment(job.started_at)], ["Ended", moment(job.completed_at)], ["Took", seconds(job.duration_seconds)], ["Next try", !job.completed_at && moment(job.retry_at)]];
  return html`<dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => html`<dt key=${name}>${name}</dt><dd>${value}</dd>`)}
    <dt>Priority</dt><dd>${waits ? html`<select class="select" aria-label="Priority, 9 goes first" value=${String(job.priority)} onChange=${place}>${[9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((one) => html`<option key=${one} value=${String(one)}>${one}${one === 5 ? " (usual)" : one === 9 ? " (first)" : ""}</option>`)}</select>` : job.priority}</dd>
    <dt>Id</dt><dd><code>${job.id}</code></dd></dl>`;
}
