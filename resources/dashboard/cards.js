// Camera cards: what came off each, and whether it may be wiped.

import { html } from "./vendor/preact-htm.js";
import { ago, bytes, count, words } from "./format.js";
import { Empty, Fault, Loading, said, usePolled } from "./parts.js";

export function CardsPage() {
  const { data, error, refresh } = usePolled("/cards", 5);
  if (error && error.status === 404) return html`<div class="page-body"><${Empty} icon="cards" title="This server knows no cards yet" /></div>`;
  return html`<div class="page-body"><div class="page-head"><h1>Cards</h1></div>
    ${error && html`<${Fault} error=${error} again=${refresh} />`}${!data && !error && html`<${Loading} />`}
    ${data && !data.cards.length && html`<${Empty} icon="cards" title="No cards yet"><p>A card that is copied with <code>rushes copy</code> or lands in a watched folder is listed here: its clips, and whether it is safe to wipe.</p><//>`}
    <div class="cards">${data && data.cards.map((card) => html`<${Card} key=${card.id} card=${card} />`)}</div></div>`;
}

function Card({ card }) {
  const safe = card.safe_to_wipe;
  return html`<section class="panel" aria-label=${card.name}><div class="lane-head"><h2>${card.name}</h2>
      <span class=${`status ${safe ? "is-yes" : "is-no"}`}>${safe ? "Safe to wipe" : "Not safe to wipe"}</span></div>
    <p>${said(card.why)}</p><div class="bar is-fine" role="progressbar" aria-label="Clips that are done" aria-valuemin="0" aria-valuemax=${card.clips} aria-valuenow=${card.done}>
      <div class="bar-fill" ref=${(fill) => fill && (fill.style.transform = `scaleX(${card.clips ? card.done / card.clips : 0})`)}></div></div>
    <p class="small-text">${[[card.clips === 1 ? "clip" : "clips", card.clips], ["done", card.done], ["failed", card.failed], ["open", card.open]].map(([name, number]) => html`<span key=${name}><strong class="number">${count(number)}</strong> ${name} · </span>`)}${bytes(card.bytes)}</p>
    <p class="muted small-text">${card.roots.join(", ")}</p>
    <p class="muted small-text">${words(card.layout)}${card.tried ? "" : " (never tried on a real card of this kind)"} · first seen ${ago(card.first_seen_at)}</p>
    ${card.copies.map((copy) => html`<p class="row small-text" key=${copy.job_id}><a href=${`#/jobs/${copy.job_id}`}>Copy to ${copy.destinations.join(", ")}</a>
      <span class=${`status ${copy.safe_to_wipe ? "is-yes" : "is-warn"}`}>${copy.safe_to_wipe ? "Proved" : words(copy.status)}</span></p>`)}</section>`;
}
