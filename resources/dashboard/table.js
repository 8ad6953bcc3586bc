// The table of jobs: only the rows on the screen exist, whatever the length of the list. All of it by keyboard.

import { html, useEffect, useLayoutEffect, useRef, useState } from "./vendor/preact-htm.js";
import { API } from "./api.js";
import { ago, count, LANES, moment, percent, seconds, split } from "./format.js";
import { Icon, Progress, Status } from "./parts.js";

const WIDE_ROW = 52;
const NARROW_ROW = 76;
const SPARE = 6; // rows beyond the edges
const NARROW = matchMedia("(max-width: 760px)");
const COLUMNS = [
  ["name", "Clip"], ["status", "State"], ["progress", "Progress"], ["speed", "Speed", "right wide-only"], ["eta_seconds", "Time", "right"],
  ["preset", "Preset", "wide-only"], ["priority", "Priority", "right wide-only"], ["queued_at", "Added", "right narrow-hide"],
];

export function JobTable({ list, chosen, setChosen, act, sort }) {
  const body = useRef(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [here, setHere] = useState(0);
  const [narrow, setNarrow] = useState(NARROW.matches);
  const from = useRef(0);
  const size = narrow ? NARROW_ROW : WIDE_ROW;
  const total = list.ids.length;
  const first = Math.max(0, Math.floor(view.top / size) - SPARE);
  const last = Math.min(total, Math.ceil((view.top + view.height) / size) + SPARE);
  useLayoutEffect(() => {
    const look = () => body.current && setView({ top: body.current.scrollTop, height: body.current.clientHeight });
    const watch = new ResizeObserver(look);
    watch.observe(body.current);
    const turned = () => setNarrow(NARROW.matches);
    NARROW.addEventListener("change", turned);
    look();
    return () => {
      watch.disconnect();
      NARROW.removeEventListener("change", turned);
    };
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => list.ensure(first, last), 20);
    return () => clearTimeout(timer);
  }, [list, list.ids, first, last]);
  const at = Math.min(here, total - 1);
  const go = (next, extend) => {
    const row = Math.max(0, Math.min(total - 1, next));
    setHere(row);
    if (extend) choose(range(list.ids, from.current, row));
    else from.current = row;
    reveal(body.current, row, size);
  };
  const choose = (ids) => setChosen({ all: false, ids: new Set(ids) });
  const toggle = (row, extend) => {
    setHere(row);
    if (extend) return choose(range(list.ids, from.current, row));
    from.current = row;
    const ids = new Set(chosen.all ? list.ids : chosen.ids);
    if (!ids.delete(list.ids[row])) ids.add(list.ids[row]);
    return choose(ids);
  };
  const everything = () => setChosen({ all: true, ids: new Set() });
  const page = Math.max(1, Math.floor(view.height / size) - 1);
  const keys = {
    ArrowDown: (shift) => go(at + 1, shift), ArrowUp: (shift) => go(at - 1, shift), PageDown: (shift) => go(at + page, shift), PageUp: (shift) => go(at - page, shift),
    Home: (shift) => go(0, shift), End: (shift) => go(total - 1, shift), " ": () => toggle(at), Enter: () => open(list.ids[at]),
    Escape: () => choose([]), Delete: () => act("cancel"), r: () => act("retry"), p: () => act("pause"), g: () => act("resume"),
  };
  const onKey = (event) => {
    if (event.target.tagName === "A" && event.key === "Enter") return;
    if ((event.ctrlKey || event.metaKey) && event.key === "a") everything();
    else if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    else if (/^[rpg]$|Delete/.test(event.key) && !chosen.all && !chosen.ids.size) return;
    else keys[event.key](event.shiftKey);
    event.preventDefault();
  };
  const isChosen = (id) => chosen.all || chosen.ids.has(id);
  const rows = [];
  for (let row = first; row < last; row += 1) {
    const id = list.ids[row];
    rows.push(html`<${Row} key=${id} id=${id} job=${list.rows.get(id)} row=${row} top=${row * size} chosen=${isChosen(id)} here=${row === at} toggle=${toggle} />`);
  }
  return html`<div class="grid" role="grid" aria-label="Jobs" aria-rowcount=${total + 1} aria-multiselectable="true">
    <div class="grid-head grid-row" role="row" aria-rowindex="1">
      <span class="check" role="columnheader"><input type="checkbox" aria-label="Choose all jobs" checked=${chosen.all} onChange=${() => (chosen.all ? choose([]) : everything())} /></span>
      <span role="columnheader"><span class="hidden">Picture</span></span>
      ${COLUMNS.map(([name, said, kind]) => html`<${Head} key=${name} name=${name} said=${said} kind=${kind} order=${list.filter.sort} sort=${sort} />`)}</div>
    <div class="grid-body" role="rowgroup" tabindex="0" ref=${body} onKeyDown=${onKey} aria-label="Jobs: arrow keys move, space chooses, Enter opens"
        onScroll=${() => setView({ top: body.current.scrollTop, height: body.current.clientHeight })}>
      <div class="grid-space" role="presentation" ref=${(space) => space && (space.style.height = `${total * size}px`)}>${rows}</div></div></div>
    <div class="grid-foot"><span>${count(total)} ${total === 1 ? "job" : "jobs"}</span>
      <span class="keys"><kbd>↑</kbd> <kbd>↓</kbd> move · <kbd>Space</kbd> choose · <kbd>Enter</kbd> open · <kbd>Ctrl A</kbd> all · <kbd>R</kbd> retry · <kbd>P</kbd> pause · <kbd>G</kbd> go on · <kbd>Del</kbd> cancel</span></div>`;
}

function Head({ name, said, kind = "", order, sort }) {
  const by = order.replace("-", "") === name;
  const down = order.startsWith("-");
  const next = by ? (down ? name : `-${name}`) : name === "queued_at" || name === "progress" || name === "priority" || name === "speed" ? `-${name}` : name;
  return html`<span role="columnheader" class=${kind} aria-sort=${by ? (down ? "descending" : "ascending") : "none"}>
    <button type="button" onClick=${() => sort(next)}>${said}${by && html`<${Icon} name=${down ? "down" : "up"} />`}</button></span>`;
}

function Row({ id, job, row, top, chosen, here, toggle }) {
  const place = (line) => line && (line.style.transform = `translateY(${top}px)`);
  const kinds = `grid-row${chosen ? " is-chosen" : ""}${here ? " is-here" : ""}`;
  const box = html`<label class="check" role="gridcell" onClick=${(event) => event.shiftKey && (event.preventDefault(), toggle(row, true))}>
    <input type="checkbox" tabindex="-1" aria-label="Choose this job" checked=${chosen} onChange=${() => toggle(row, false)} /></label>`;
  if (!job) {
    return html`<div class=${kinds} role="row" aria-rowindex=${row + 2} aria-busy="true" ref=${place}>${box}<span role="gridcell" class="pic"><span class="thumb"></span></span>
      <span role="gridcell" class="name"><span class="ghost"></span></span></div>`;
  }
  const { folder, name } = split(job.source);
  return html`<div class=${kinds} role="row" aria-rowindex=${row + 2} aria-selected=${String(chosen)} data-job=${id} ref=${place} onDblClick=${() => open(id)}>${box}
    <span role="gridcell" class="pic"><${Thumb} job=${job} /></span>
    <span role="gridcell" class="cell name"><a href=${`#/jobs/${id}`} tabindex="-1" title=${job.source}>${name}</a><span class="folder"><bdi>${folder}</bdi></span></span>
    <span role="gridcell" class="cell state"><${Status} job=${job} /></span>
    <span role="gridcell" class="cell progress-cell"><${Going} job=${job} name=${name} /></span>
    <span role="gridcell" class="cell right wide-only narrow-hide">${job.status === "running" && job.speed ? `${job.speed.toFixed(1)} ×` : ""}</span>
    <span role="gridcell" class="cell right narrow-hide">${job.status === "running" ? seconds(job.eta_seconds) : seconds(job.duration_seconds)}</span>
    <span role="gridcell" class="cell wide-only narrow-hide">${job.preset || LANES[job.queue]}</span>
    <span role="gridcell" class="cell right wide-only narrow-hide">${job.priority}</span>
    <span role="gridcell" class="cell right narrow-hide muted" title=${moment(job.queued_at)}>${ago(job.queued_at)}</span></div>`;
}

function Going({ job, name }) {
  if (job.status === "failed") return html`<span class="why" title=${job.error && job.error.message}>${job.error ? job.error.message : "It failed."}</span>`;
  if (job.status === "running" || job.status === "cancelling") return html`<span class="progress"><${Progress} job=${job} label=${`Progress of ${name}`} /><span>${percent(job.progress)}</span></span>`;
  if (job.status === "waiting" || job.status === "retrying") return html`<span class="small-text muted" title=${job.reason || ""}>${job.reason || (job.retry_at ? ago(job.retry_at) : "")}</span>`;
  const proof = job.result && job.result.conformance;
  return proof && proof.conforms ? html`<span class="small-text muted">Proved against the original</span>` : null;
}

const MISSING = new Set(); // clips without a picture, so that scrolling does not ask again and again

function Thumb({ job }) {
  const [gone, setGone] = useState(false);
  const known = job.status === "running" || job.status === "completed" || job.status === "cancelling";
  if (!known || gone || MISSING.has(job.clip_id + job.status)) return html`<span class="thumb"><${Icon} name="film" /></span>`;
  const lost = () => {
    MISSING.add(job.clip_id + job.status);
    setGone(true);
  };
  return html`<span class="thumb"><img src=${`${API}/clips/${encodeURIComponent(job.clip_id)}/thumbnail`} alt="" loading="lazy" decoding="async" onError=${lost} /></span>`;
}

function open(id) {
  if (id) location.hash = `#/jobs/${id}`;
}

function range(ids, one, other) {
  return ids.slice(Math.min(one, other), Math.max(one, other) + 1);
}

function reveal(body, row, size) {
  const top = row * size;
  if (top < body.scrollTop) body.scrollTop = top;
  else if (top + size > body.scrollTop + body.clientHeight) body.scrollTop = top + size - body.clientHeight;
}
