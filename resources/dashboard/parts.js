// Small parts of every page.

import { html, useEffect, useRef, useState } from "./vendor/preact-htm.js";
import { get } from "./api.js";
import { STATUS } from "./format.js";
import { live } from "./live.js";

const PATHS = {
  jobs: "M4 6h16M4 12h16M4 18h10", clips: "M4 5h16v14H4zM8 5v14M16 5v14M4 9.7h4M4 14.3h4M16 9.7h4M16 14.3h4",
  lanes: "M4 7h11M4 12h16M4 17h8M18 5l3 2-3 2z", folders: "M3 7a2 2 0 0 1 2-2h4l2 2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z",
  cards: "M7 3h8l4 4v14H7zM10 3v4M13 3v4", activity: "M4 20V10M10 20V4M16 20v-7M21 20H3", presets: "M4 7h8M16 7h4M14 5v4M4 17h4M12 17h8M10 15v4",
  search: "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16.2 16.2L21 21", pause: "M8 5v14M16 5v14", play: "M7 4.5v15l12-7.5z",
  cancel: "M6 6l12 12M18 6L6 18", retry: "M19 12a7 7 0 1 1-2.1-5M19 3v4.5h-4.5", up: "M12 19V5M6 11l6-6 6 6", down: "M12 5v14M6 13l6 6 6-6",
  back: "M15 5l-7 7 7 7", next: "M9 5l7 7-7 7", theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18", upload: "M12 16V4M6.5 9.5L12 4l5.5 5.5M4 17v3h16v-3",
  check: "M5 12.5l4.5 4.5L19 7.5", alert: "M12 4l9 16H3zM12 10v4.5M12 17.4v.1", clock: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.5l3 1.8",
  more: "M5 12h.01M12 12h.01M19 12h.01", trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13", scan: "M4 12a8 8 0 0 1 14-5.3M20 12a8 8 0 0 1-14 5.3M18 3v4h-4M6 21v-4h4",
  stop: "M6 6h12v12H6z", minus: "M6 12h12", plus: "M12 6v12M6 12h12", out: "M14 5h5v14h-5M10 8l-4 4 4 4M6 12h9", film: "M4 5h16v14H4zM10 9l5 3-5 3z",
};

export const Icon = ({ name }) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;

const STATUS_ICON = {
  pending: "clock", running: "play", retrying: "retry", waiting: "clock", cancelling: "stop", completed: "check", failed: "alert", cancelled: "cancel",
};

export function Status({ job }) {
  const paused = job.paused && !["completed", "failed", "cancelled"].includes(job.status);
  const word = paused ? "Paused" : job.reused && job.status === "completed" ? "Done before" : STATUS[job.status];
  return html`<span class=${"status is-" + (paused ? "paused" : job.status)}><${Icon} name=${paused ? "pause" : STATUS_ICON[job.status]} />${word}</span>`;
}

export function Progress({ job, label }) {
  const share = job.status === "completed" ? 1 : job.progress;
  if (job.status !== "running" && job.status !== "cancelling" && job.status !== "completed") return null;
  const known = typeof share === "number";
  const value = known ? Math.round(share * 100) : undefined;
  return html`<div class=${"bar is-" + job.status + (known ? "" : " is-unknown")} role="progressbar" aria-label=${label}
      aria-valuemin="0" aria-valuemax="100" aria-valuenow=${value}>
    <div class="bar-fill" ref=${(fill) => fill && (fill.style.transform = `scaleX(${known ? share : 0.3})`)}></div></div>`;
}

export function Button({ icon, children, onClick, kind = "", disabled, label, title, small, type = "button" }) {
  return html`<button type=${type} class=${`button ${kind} ${small ? "small" : ""} ${children ? "" : "only-icon"}`} onClick=${onClick}
    disabled=${disabled} aria-label=${label} title=${title || (children ? undefined : label)}>
    ${icon && html`<${Icon} name=${icon} />`}${children && html`<span>${children}</span>`}</button>`;
}

export const Empty = ({ icon, title, children }) => html`<div class="empty">
  <div class="empty-icon"><${Icon} name=${icon} /></div><h2>${title}</h2>${children}</div>`;

export const Loading = ({ what }) => html`<div class="empty" role="status"><div class="spinner"></div><p>${what || "Loading…"}</p></div>`;

// What the server says, with what is to be typed as such.
export const said = (text) => String(text || "").split("`").map((part, at) => (at % 2 ? html`<code>${part}</code>` : part));

export function Fault({ error, again }) {
  return html`<div class="fault" role="alert"><${Icon} name="alert" /><div><strong>${said(error.message)}</strong>
    ${error.hint && html`<p>${said(error.hint)}</p>`}
    ${again && html`<${Button} icon="retry" small onClick=${again}>Try again<//>`}</div></div>`;
}

// Data of a route that is asked for again every few seconds, and at once when `kick` is called.
export function usePolled(where, everySeconds, query) {
  const [state, setState] = useState({ data: null, error: null });
  const kick = useRef(() => {});
  const asked = where === null ? null : JSON.stringify([where, query]);
  useEffect(() => {
    if (asked === null) return undefined;
    let timer = 0;
    let over = false;
    const look = async () => {
      clearTimeout(timer);
      try {
        const data = await get(where, query);
        if (!over) setState({ data, error: null });
      } catch (error) {
        if (!over) setState((before) => ({ data: before.data, error }));
      }
      clearTimeout(timer);
      if (!over && everySeconds) timer = setTimeout(look, everySeconds * 1000 * (document.hidden ? 5 : 1));
    };
    kick.current = look;
    setState((before) => (before.data ? { data: null, error: null } : before));
    look();
    const stop = live.listen((name) => name === "reset" && look());
    return () => {
      over = true;
      clearTimeout(timer);
      stop();
    };
  }, [asked, everySeconds]);
  return { ...state, refresh: () => kick.current() };
}

// A question before something that cannot be taken back.
export function Confirm({ ask, onDone }) {
  const dialog = useRef(null);
  useEffect(() => {
    if (ask && dialog.current && !dialog.current.open) dialog.current.showModal();
  }, [ask]);
  if (!ask) return null;
  const close = (yes) => {
    dialog.current.close();
    onDone();
    if (yes) ask.act();
  };
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby="confirm-title" onCancel=${() => close(false)}>
    <h2 id="confirm-title">${ask.title}</h2><p>${ask.text}</p>
    <div class="dialog-buttons"><${Button} onClick=${() => close(false)}>Leave it<//>
    <${Button} kind="danger" onClick=${() => close(true)}>${ask.yes}<//></div></dialog>`;
}
