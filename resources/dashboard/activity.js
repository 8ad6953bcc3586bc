// What was done when, why things failed, and whether the disks have room for what waits.

import { html, useState } from "./vendor/preact-htm.js";
import { bytes, count, seconds, words } from "./format.js";
import { Empty, Fault, Loading, usePolled } from "./parts.js";

const RANGES = [[1, "Hour"], [24, "Day"], [168, "Week"], [720, "Month"]];
const KINDS = ["completed", "failed", "cancelled"];
const NARROW = matchMedia("(max-width: 760px)").matches;
const WIDTH = NARROW ? 420 : 1100;
const LABELS = NARROW ? 4 : 8;
const HEIGHT = 230;
const FOOT = 24;
const LEFT = 36;

export function ActivityPage() {
  const [hours, setHours] = useState(24);
  const history = usePolled("/stats/history", 15, { hours });
  const stats = usePolled("/stats", 15);
  const disks = usePolled("/disks", 20);
  return html`<div class="page-body"><div class="page-head"><h1>Activity</h1><span class="grow"></span><div class="tabs" role="group" aria-label="How far back">
    ${RANGES.map(([size, name]) => html`<button type="button" class="tab" key=${size} aria-pressed=${String(hours === size)} onClick=${() => setHours(size)}>${name}</button>`)}</div></div>
    <div class="two"><section class="panel wide"><h2>Jobs that ended</h2>${history.data ? html`<${Plot} told=${history.data} />` : history.error ? html`<${Fault} error=${history.error} />` : html`<${Loading} />`}</section>
      <section class="panel"><h2>Disks</h2>${disks.data ? disks.data.disks.map((disk) => html`<${Disk} key=${disk.folder} disk=${disk} />`) : disks.error ? html`<${Fault} error=${disks.error} />` : html`<${Loading} />`}</section>
      <section class="panel"><h2>Why jobs failed</h2>${history.data && html`<${Failures} failures=${history.data.failures} />`}</section>
      <section class="panel"><h2>How long jobs take</h2>${stats.data && html`<${Times} stats=${stats.data} />`}</section></div></div>`;
}

function Plot({ told }) {
  const { spans, seconds: size } = told;
  const most = Math.max(1, ...spans.map((span) => KINDS.reduce((sum, kind) => sum + span[kind], 0)));
  const top = nice(most);
  const wide = (WIDTH - LEFT) / spans.length;
  const y = (number) => (HEIGHT - FOOT) * (1 - number / top) + 6;
  const totals = KINDS.map((kind) => [kind, spans.reduce((sum, span) => sum + span[kind], 0)]);
  const every = Math.ceil(spans.length / LABELS);
  return html`<div class="legend">${totals.map(([kind, total]) => html`<span key=${kind}><i class=${kind}></i>${WORDS[kind]} <strong class="number">${count(total)}</strong></span>`)}</div>
    <svg class="plot" viewBox=${`0 0 ${WIDTH} ${HEIGHT + 6}`} role="img" aria-label=${`Of the jobs that ended ${totals.map(([kind, total]) => `${total} ${WORDS[kind].toLowerCase()}`).join(", ")}`}>
    ${[0, top / 2, top].filter(Number.isInteger).map((mark) => html`<g key=${mark}><line class="axis" x1=${LEFT} x2=${WIDTH} y1=${y(mark)} y2=${y(mark)} /><text x=${LEFT - 6} y=${y(mark) + 4} text-anchor="end">${count(mark)}</text></g>`)}
    ${spans.map((span, number) => {
      let at = 0;
      const x = LEFT + number * wide;
      return html`<g key=${span.at}><title>${new Date(span.at).toLocaleString()}: ${KINDS.map((kind) => `${span[kind]} ${WORDS[kind].toLowerCase()}`).join(", ")}</title>
        <rect x=${x} y="0" width=${wide} height=${HEIGHT - FOOT} fill="transparent" />
        ${KINDS.filter((kind) => span[kind]).map((kind) => {
          const low = y(at);
          at += span[kind];
          return html`<rect key=${kind} class=${kind} x=${x + wide * 0.12} width=${wide * 0.76} y=${y(at)} height=${Math.max(1, low - y(at))} rx="1.5" />`;
        })}
        ${number % every === 0 && html`<text x=${x + 2} y=${HEIGHT + 2}>${label(span.at, size)}</text>`}</g>`;
    })}</svg>`;
}

const WORDS = { completed: "Done", failed: "Failed", cancelled: "Cancelled" };

function nice(most) {
  const step = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 4, 5, 10].map((times) => times * step).find((mark) => mark >= most);
}

function label(at, size) {
  const day = new Date(at);
  return size >= 6 * 3600 ? day.toLocaleDateString(undefined, { day: "numeric", month: "short" }) : day.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}

function Disk({ disk }) {
  const { free, reserve, needed, jobs, enough } = disk;
  const room = free === null ? null : Math.max(0, free - reserve);
  const share = room ? Math.min(1, needed / room) : needed ? 1 : 0;
  return html`<div class="measure"><div class="row"><strong class="grow">${disk.folder}</strong>${enough === false ? html`<span class="status is-no">Too little room</span>` : html`<span class="status is-yes">Enough room</span>`}</div>
    <div class=${"bar " + (enough === false ? "is-full" : "is-fine")} role="img" aria-label=${`${bytes(needed)} of ${bytes(room)} will be needed`}><div class="bar-fill" ref=${(fill) => fill && (fill.style.transform = `scaleX(${share})`)}></div></div>
    <p class="muted small-text">${!jobs ? "Nothing waits; " : needed ? `About ${bytes(needed)} for ${count(jobs)} waiting ${jobs === 1 ? "proxy" : "proxies"}; ` : `${count(jobs)} wait, of a size nobody knows yet; `}${bytes(room)} free beside the reserve of ${bytes(reserve)}.</p></div>`;
}

function Failures({ failures }) {
  const rows = Object.entries(failures).sort((one, other) => other[1] - one[1]).slice(0, 12);
  if (!rows.length) return html`<p class="muted">Nothing failed.</p>`;
  const most = rows[0][1];
  return rows.map(([code, number]) => html`<div class="measure" key=${code}><div class="row"><span class="grow">${words(code)}</span><strong class="number">${count(number)}</strong></div>
    <div class="bar is-full" role="presentation"><div class="bar-fill" ref=${(fill) => fill && (fill.style.transform = `scaleX(${number / most})`)}></div></div></div>`);
}

function Times({ stats }) {
  const kinds = Object.keys(stats.mean_seconds).sort();
  if (!kinds.length) return html`<${Empty} icon="clock" title="Nothing ended yet" />`;
  return html`<table class="plain"><thead><tr><th>Kind</th><th>Jobs</th><th>On average</th><th>19 of 20 within</th></tr></thead><tbody>
    ${kinds.map((kind) => html`<tr key=${kind}><td>${words(kind)}</td><td class="number">${count(stats.by_kind[kind])}</td><td class="number nowrap">${seconds(stats.mean_seconds[kind])}</td><td class="number nowrap">${seconds(stats.p95_seconds[kind])}</td></tr>`)}</tbody></table>`;
}
