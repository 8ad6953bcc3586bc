// The frame of the page: where one is, whether the server answers, and the page itself.

import { html, render, useEffect, useState } from "./vendor/preact-htm.js";
import { get } from "./api.js";
import { ActivityPage } from "./activity.js";
import { CardsPage } from "./cards.js";
import { ClipPage, ClipsPage } from "./clips.js";
import { FoldersPage } from "./folders.js";
import { words } from "./format.js";
import { JobPage } from "./job.js";
import { JobsPage } from "./jobs.js";
import { LanesPage } from "./lanes.js";
import { live } from "./live.js";
import { Button, Icon, usePolled } from "./parts.js";
import { PresetsPage } from "./presets.js";
import { Toasts } from "./toast.js";
import { Uploads } from "./uploads.js";

const PAGES = [["jobs", "Jobs"], ["clips", "Clips"], ["lanes", "Lanes"], ["folders", "Folders"], ["cards", "Cards"], ["activity", "Activity"], ["presets", "Presets"]];
const DRAWN = { jobs: JobsPage, clips: ClipsPage, lanes: LanesPage, folders: FoldersPage, cards: CardsPage, activity: ActivityPage, presets: PresetsPage };
const REASONS = {
  worker_down: "No worker runs, so nothing is done.", ffmpeg_missing: "No FFmpeg is found, so jobs wait; `rushes doctor` says what to do.", disk_low: "The disk of the Rushes home is almost full.",
  sync_failed: "A disk could not confirm what was written to it.", database_damaged: "The job list is damaged.", database_restored: "The job list was restored from a backup.",
  database_busy: "Another program locks the job list.", watch_degraded: "A watched folder is not there.",
};

function useRoute() {
  const read = () => {
    const [place, question] = (location.hash.replace(/^#\/?/, "") || "jobs").split("?");
    const [page, ...rest] = place.split("/");
    return { page: DRAWN[page] ? page : "jobs", id: rest.map(decodeURIComponent).join("/"), query: Object.fromEntries(new URLSearchParams(question || "")) };
  };
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const turn = () => setRoute(read());
    addEventListener("hashchange", turn);
    return () => removeEventListener("hashchange", turn);
  }, []);
  return route;
}

function useConnection() {
  const [state, setState] = useState(live.state);
  useEffect(() => live.listen((name, data) => name === "state" && setState(data.state)), []);
  return state;
}

function Page({ route }) {
  if (route.page === "jobs" && route.id) return html`<${JobPage} key=${route.id} id=${route.id} />`;
  if (route.page === "clips" && route.id) return html`<${ClipPage} key=${route.id} id=${route.id} />`;
  return html`<${DRAWN[route.page]} query=${route.query} />`;
}

function App() {
  const route = useRoute();
  const connection = useConnection();
  const health = usePolled("/health", 10);
  const hasCards = useHasCards();
  useEffect(() => {
    document.title = `${PAGES.find(([page]) => page === route.page)[1]} – Rushes`;
  }, [route.page]);
  return html`<div class="shell">
    <nav class="side" aria-label="Pages"><a class="brand" href="#/jobs"><img src="/dashboard/icon.svg" alt="" />Rushes</a>
      ${PAGES.filter(([page]) => page !== "cards" || hasCards).map(([page, name]) => html`<a class="page" key=${page} href=${`#/${page}`} aria-current=${route.page === page ? "page" : undefined}><${Icon} name=${page} />${name}</a>`)}
      <div class="side-foot"><div class="connection" role="status"><span class=${"dot" + (connection === "connected" ? "" : connection === "connecting" ? " is-idle" : " is-bad")}></span>${SAID[connection]}</div>
        <div class="row"><${ThemeSwitch} /><${Button} kind="quiet" icon="out" label="Sign out" onClick=${signOut} /></div></div></nav>
    <main class="main">${connection === "disconnected" && html`<div class="banner is-bad" role="alert"><${Icon} name="alert" />The server does not answer. What is shown may be old; it is tried again by itself. Jobs go on without this page.</div>`}
      ${connection !== "disconnected" && health.data && health.data.reasons.length > 0 && html`<div class="banner" role="status"><${Icon} name="alert" />${health.data.reasons.map((reason) => REASONS[reason] || words(reason)).join(" ")}</div>`}
      <${Page} route=${route} /></main></div><${Uploads} /><${Toasts} />`;
}

const SAID = { connecting: "Connecting…", connected: "Live", disconnected: "Not connected" };

// Older servers know no cards; then there is no page for them.
function useHasCards() {
  const [has, setHas] = useState(false);
  useEffect(() => {
    get("/cards").then(() => setHas(true), () => setHas(false));
  }, []);
  return has;
}

const THEMES = ["system", "light", "dark"];

function ThemeSwitch() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme || "system");
  const turn = () => {
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    setTheme(next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      if (next === "system") localStorage.removeItem("rushes-theme");
      else localStorage.setItem("rushes-theme", next);
    } catch {
      // It holds until the page is closed.
    }
  };
  return html`<${Button} kind="quiet" icon="theme" label=${`Colours: ${theme}`} onClick=${turn} />`;
}

async function signOut() {
  try {
    await fetch("/logout", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  } finally {
    location.replace("/login");
  }
}

live.start();
const place = document.getElementById("app");
place.replaceChildren();
render(html`<${App} />`, place);
