// Camera cards: what came off each, and whether it may be wiped.

import { html } from "./vendor/preact-htm.js";
import { ago, bytes, count, words } from "./format.js";
import { Empty, Fault, Loading, usePolled } from "./parts.js";

export function CardsPage() {
  const { data, error, refresh } = usePolled("/cards", 5);
  if (error && error.status === 404) return html`<div class="page-body"><${Empty} icon="cards" title="This server knows no cards yet" /></div>`;
  return html`<div class="page-body"><div class="page-head"><h1>Cards</h1></div>
    ${error && html`<${Fault} error=${error} again=${refresh} />`}${!data && !error && html`<${Loading} />`}
    ${data && !data.cards.length && html`<${Empty} icon="cards" title="No cards yet"><p>A card that is copied with <code>rushes copy</code> or lands in a watched folder is listed here: its clips, and whether it is safe to wipe.</p><//>`}
    <div class="cards">${data && data.cards.map((card) => html`<${Card} key=${card.id} card=${card} />`)}</div></div>`;
}

function Card({ card }) {
  const known = typeof card.safe_to_wipe === "boolean";
  const figures = [["clips", card.clips], ["done", card.done], ["failed", card.failed]].filter(([, number]) => typeof number === "number");
  return html`<section class="panel"><div class="lane-head"><h2>${card.name || card.label || card.path || card.id}</h2>
      ${known && html`<span class=${`status ${card.safe_to_wipe ? "is-yes" : "is-no"}`}>${card.safe_to_wipe ? "Safe to wipe" : "Not safe to wipe"}</span>`}</div>
    ${card.why && html`<p>${card.why}</p>`}
    <p class="small-text">${figures.map(([name, number]) => html`<span key=${name}><strong class="number">${count(number)}</strong> ${name} </span>`)}${typeof card.size === "number" ? bytes(card.size) : ""}</p>
    <p class="muted small-text">${[card.layout && words(card.layout), card.state && words(card.state), card.first_seen_at && ago(card.first_seen_at)].filter(Boolean).join(" · ")}</p></section>`;
}
