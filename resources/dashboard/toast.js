// A line that says what became of something, and goes by itself.

import { html, useEffect, useState } from "./vendor/preact-htm.js";
import { Icon } from "./parts.js";

const SHOWN_MS = 5000;
let show = () => {};

export function toast(text, bad = false) {
  show({ text, bad, id: Math.random() });
}

export function Toasts() {
  const [all, setAll] = useState([]);
  useEffect(() => {
    show = (one) => {
      setAll((before) => [...before.slice(-2), one]);
      setTimeout(() => setAll((before) => before.filter((other) => other !== one)), SHOWN_MS);
    };
  }, []);
  return html`<div class="toasts" role="status" aria-live="polite">${all.map(({ id, text, bad }) =>
    html`<div key=${id} class=${"toast" + (bad ? " is-bad" : "")}><${Icon} name=${bad ? "alert" : "check"} />${text}</div>`)}</div>`;
}
