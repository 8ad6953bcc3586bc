// What is known of a clip and of its proxy: metadata, the proof, where it links.

import { html } from "./vendor/preact-htm.js";
import { bytes, NLES, seconds, words } from "./format.js";
import { said } from "./parts.js";

const LINK = { yes: ["is-yes", "Links"], no: ["is-no", "Does not link"], unconfirmed: ["is-warn", "Unconfirmed"] };

export function Links({ links }) {
  if (!links) return null;
  return html`<section class="panel"><h2>Relinks in</h2><div class="badges">${Object.entries(links).map(([nle, { status, why }]) => html`<div class="badge-line" key=${nle}>
    <strong>${NLES[nle] || nle}</strong><div><span class=${"status " + (LINK[status] || LINK.unconfirmed)[0]}>${(LINK[status] || LINK.unconfirmed)[1]}</span>
    <p class="muted small-text">${said(why)}</p></div></div>`)}</div></section>`;
}

export function Checks({ conformance }) {
  if (!conformance) return null;
  return html`<section class="panel"><h2>Proof against the original</h2><div class="scroll-x" tabindex="0" role="region" aria-label="Checks"><table class="plain proof"><thead><tr><th>Check</th><th>Result</th><th>Original</th><th>Proxy</th></tr></thead>
    <tbody>${conformance.checks.map((check) => html`<tr key=${check.name}><td>${words(check.name)}${check.why && html`<div class="muted small-text">${check.why}</div>`}</td>
      <td class="nowrap"><${Verdict} check=${check} /></td><td data-of="Original">${shown(check.original)}</td><td data-of="Proxy">${shown(check.proxy)}</td></tr>`)}</tbody></table></div></section>`;
}

function Verdict({ check }) {
  if (check.ok === true) return html`<span class="status is-yes">Same</span>`;
  if (check.ok === false) return html`<span class=${"status " + (check.required ? "is-no" : "is-warn")}>Differs</span>`;
  return html`<span class="status">Not possible</span>`;
}

function shown(value) {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value !== "object") return String(value);
  const parts = Object.values(value).filter((part) => part !== null);
  return parts.length ? parts.map(shown).join(Array.isArray(value) ? ", " : " / ") : "–";
}

export function Metadata({ metadata }) {
  if (!metadata) return null;
  const { color = {}, audio = [] } = metadata;
  const rows = [
    ["Picture", metadata.width && `${metadata.width} × ${metadata.height}${metadata.rotation ? `, turned by ${metadata.rotation}°` : ""}`],
    ["Rate", metadata.fps && `${metadata.fps}${metadata.vfr ? " (varies)" : ""}`], ["Length", metadata.duration && `${seconds(metadata.duration)}${metadata.frames ? `, ${metadata.frames} frames` : ""}`],
    ["Timecode", metadata.timecode && `${metadata.timecode}${metadata.drop_frame ? " (drop frame)" : ""}`], ["Reel", metadata.reel],
    ["Codec", metadata.video_codec && `${metadata.video_codec}, ${metadata.bit_depth} bit, ${metadata.pix_fmt}`],
    ["Colour", [color.primaries, color.transfer, color.matrix, color.range].filter(Boolean).join(" / ")], ["Fields", metadata.interlaced !== "progressive" && metadata.interlaced],
    ["Sound", audio.map((track) => `${track.codec} ${track.layout || `${track.channels} ch`} ${track.sample_rate / 1000} kHz`).join("; ")],
    ["Camera", metadata.camera], ["Recorded", metadata.created_at], ["Container", metadata.container], ["Size", metadata.size_bytes && bytes(metadata.size_bytes)],
  ];
  return html`<section class="panel"><h2>Original</h2><dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => html`<dt key=${name}>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
}

export function Findings({ analysis }) {
  const found = analysis && (analysis.findings || []);
  if (!found || !found.length) return null;
  return html`<section class="panel"><h2>Quality check</h2><ul class="stack">${found.slice(0, 40).map((finding, number) => html`<li key=${number}>
    <strong>${words(finding.code || finding.kind || finding.name)}</strong> <span class="muted number">${finding.timecode_in || finding.timecode || ""}${finding.timecode_out ? ` – ${finding.timecode_out}` : ""}</span>
    ${finding.why && html`<div class="muted small-text">${finding.why}</div>`}</li>`)}</ul></section>`;
}
