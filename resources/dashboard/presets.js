// What proxies can be made.

import { html } from "./vendor/preact-htm.js";
import { words } from "./format.js";
import { Fault, Loading, usePolled } from "./parts.js";

export function PresetsPage() {
  const { data, error } = usePolled("/presets", 0);
  return html`<div class="page-body" tabindex="0" aria-label="Presets"><div class="page-head"><h1>Presets</h1></div>
    ${error && html`<${Fault} error=${error} />`}${!data && !error && html`<${Loading} />`}
    ${data && html`<div class="cards">${data.presets.map((preset) => html`<section class="panel" key=${preset.name}><div class="lane-head"><h2>${preset.title}</h2>${preset.name === data.default && html`<span class="status is-running">Usual</span>`}</div>
      <p>${preset.for}</p><p class="muted small-text">${[preset.codec, preset.profile, preset.container && preset.container.toUpperCase(), preset.size].filter((one) => typeof one === "string" && one).join(" · ")}</p>
      <p class="muted small-text"><code>${preset.name}</code> · proves ${(preset.required || []).map(words).join(", ")}</p></section>`)}</div>
      ${data.refused.map((fault) => html`<${Fault} key=${fault.message} error=${fault} />`)}`}</div>`;
}
