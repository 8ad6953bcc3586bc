// The page of jobs: filters with counts, search, the table, and what can be done to many at once.

import { html, useEffect, useMemo, useReducer, useRef, useState } from "./vendor/preact-htm.js";
import { get, post } from "./api.js";
import { count, LANES, shortCount } from "./format.js";
import { GROUPS, JobList } from "./joblist.js";
import { live } from "./live.js";
import { Button, Confirm, Empty, Fault, Icon, Loading } from "./parts.js";
import { JobTable } from "./table.js";
import { toast } from "./toast.js";
import { chooseFiles } from "./uploads.js";

const TABS = [["all", "All"], ["running", "Running"], ["waiting", "Waiting"], ["completed", "Done"], ["failed", "Failed"], ["cancelled", "Cancelled"]];
const COUNT_MS = 2000;
const TYPING_MS = 180;

// Draws again with the next frame of the screen, however often the list changes in between.
function useJobList() {
  const [, again] = useReducer((turn) => turn + 1, 0);
  const list = useMemo(() => {
    let due = false;
    return new JobList(() => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        again();
      });
    });
  }, []);
  useEffect(() => live.listen((name, data) => list.hear(name, data)), [list]);
  return list;
}

// How many jobs each tab has, under the other filters. Asked for again as jobs change, at most every two seconds.
function useCounts({ queue, kind, search }) {
  const [counts, setCounts] = useState({});
  useEffect(() => {
    let timer = 0;
    let over = false;
    const look = async () => {
      timer = 0;
      try {
        const found = await countAll({ queue, kind, search });
        if (!over) setCounts(found);
      } catch {
        // The banner says that nobody answers.
      }
    };
    const soon = () => {
      timer ||= setTimeout(look, COUNT_MS);
    };
    look();
    const stop = live.listen((name) => name !== "progress" && soon());
    return () => {
      over = true;
      clearTimeout(timer);
      stop();
    };
  }, [queue, kind, search]);
  return counts;
}

async function countAll(filter) {
  if (!filter.queue && !filter.kind && !filter.search) {
    const { by_status: by } = await get("/stats");
    const all = Object.values(by).reduce((sum, number) => sum + number, 0);
    return Object.fromEntries(TABS.map(([group]) => [group, group === "all" ? all : GROUPS[group].reduce((sum, one) => sum + (by[one] || 0), 0)]));
  }
  const totals = TABS.map(async ([group]) => {
    const { total, total_exact: exact } = await get("/jobs", { ...filter, status: GROUPS[group].join(","), limit: 1 });
    return [group, exact === false ? `${shortCount(total)}+` : total];
  });
  return Object.fromEntries(await Promise.all(totals));
}

export function JobsPage({ query }) {
  const list = useJobList();
  const [chosen, setChosen] = useState(() => ({ all: false, ids: new Set() }));
  const [ask, setAsk] = useState(null);
  const filter = list.filter;
  const counts = useCounts(filter);
  const box = useRef(null);
  const typing = useRef(0);
  const change = (next) => {
    setChosen({ all: false, ids: new Set() });
    list.setFilter(next);
  };
  useEffect(() => {
    list.setFilter({ group: GROUPS[query.status] ? query.status : "all", queue: query.queue || "", kind: query.kind || "" });
  }, [list, query.status, query.queue, query.kind]);
  useEffect(() => {
    const toSearch = (event) => {
      if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) {
        event.preventDefault();
        box.current.focus();
      }
    };
    addEventListener("keydown", toSearch);
    return () => removeEventListener("keydown", toSearch);
  }, []);
  const search = (event) => {
    const text = event.target.value;
    clearTimeout(typing.current);
    typing.current = setTimeout(() => change({ search: text.trim() }), TYPING_MS);
  };
  const act = (action, more = {}) => deed(list, chosen, action, more, () => setChosen({ all: false, ids: new Set() }));
  const number = chosen.all ? list.ids.length : chosen.ids.size;
  const narrow = filter.group !== "all" || filter.search || filter.queue || filter.kind;
  return html`<div class="page-body is-fixed">
    <div class="page-head"><h1>Jobs</h1><span class="grow"></span>
      <label class="search"><span class="hidden">Search jobs</span><${Icon} name="search" />
        <input class="input" type="search" placeholder="Search names and errors (/)" ref=${box} onInput=${search} /></label>
      <${Button} icon="upload" kind="main-one" onClick=${chooseFiles}>Add clips<//></div>
    <div class="tools"><div class="tabs" role="group" aria-label="Filter by state">${TABS.map(([group, name]) => html`<button class="tab" type="button" key=${group}
        aria-pressed=${String(filter.group === group)} onClick=${() => change({ group })}>${name}<span class="tally">${typeof counts[group] === "number" ? shortCount(counts[group]) : counts[group]}</span></button>`)}</div>
      <span class="grow"></span>
      <${Choice} label="Lane" value=${filter.queue} options=${LANES} onPick=${(queue) => change({ queue })} />
      <${Choice} label="Kind" value=${filter.kind} options=${KINDS} onPick=${(kind) => change({ kind })} /></div>
    <p class="hidden" role="status" aria-live="polite">${list.state === "ready" ? `${count(list.ids.length)} jobs` : ""}</p>
    ${number > 0 && html`<${Deeds} number=${number} act=${act} setAsk=${setAsk} clear=${() => setChosen({ all: false, ids: new Set() })} />`}
    ${list.state === "error" && !list.ids.length
      ? html`<${Fault} error=${list.error} again=${() => list.load()} />`
      : list.state === "loading" && !list.ids.length
        ? html`<${Loading} what="Reading the jobs…" />`
        : list.ids.length
          ? html`<${JobTable} list=${list} chosen=${chosen} setChosen=${setChosen} act=${act} sort=${(sort) => change({ sort })} />`
          : html`<${Nothing} narrow=${narrow} clear=${() => {
              box.current.value = "";
              change({ group: "all", queue: "", kind: "", search: "" });
            }} />`}
    <${Confirm} ask=${ask} onDone=${() => setAsk(null)} /></div>`;
}

const KINDS = { proxy: "Proxy", metadata: "Metadata", thumbnail: "Picture", analysis: "Quality check", copy: "Copy", upload: "Upload", cleanup: "Clean-up", watchdog: "Watchdog" };

const Choice = ({ label, value, options, onPick }) => html`<label><span class="hidden">${label}</span>
  <select class="select" value=${value} onChange=${(event) => onPick(event.target.value)}><option value="">Every ${label.toLowerCase()}</option>
  ${Object.entries(options).map(([name, said]) => html`<option value=${name} key=${name}>${said}</option>`)}</select></label>`;

function Nothing({ narrow, clear }) {
  if (narrow) return html`<${Empty} icon="search" title="No job is like that"><p>None fits the filters and the search.</p><${Button} onClick=${clear}>Show all jobs<//><//>`;
  return html`<${Empty} icon="film" title="Nothing to do yet">
    <p>Drop clips anywhere on this page, or let Rushes watch the folder your cards are copied to. Each clip becomes a proxy that relinks.</p>
    <div class="row"><${Button} icon="upload" kind="main-one" onClick=${chooseFiles}>Add clips<//><a class="button" href="#/folders">Watch a folder</a></div><//>`;
}

function Deeds({ number, act, setAsk, clear }) {
  const sure = () => setAsk({
    title: `Cancel ${count(number)} ${number === 1 ? "job" : "jobs"}?`, text: "What runs is stopped; originals and finished proxies stay as they are. Cancelled jobs can be retried.",
    yes: "Cancel them", act: () => act("cancel"),
  });
  return html`<div class="deeds" role="toolbar" aria-label="For the chosen jobs"><strong>${count(number)} chosen</strong>
    <${Button} small icon="pause" onClick=${() => act("pause")}>Pause<//><${Button} small icon="play" onClick=${() => act("resume")}>Go on<//>
    <${Button} small icon="retry" onClick=${() => act("retry")}>Retry<//>
    <${Button} small icon="up" onClick=${() => act("priority", { priority: 9 })}>First<//><${Button} small icon="down" onClick=${() => act("priority", { priority: 1 })}>Last<//>
    <${Button} small icon="check" onClick=${() => act("acknowledge")}>Seen<//><${Button} small icon="cancel" onClick=${sure}>Cancel<//>
    <span class="grow"></span><${Button} small kind="quiet" onClick=${clear}>Choose none<//></div>`;
}

const SAID = { cancel: "cancelled", retry: "queued again", pause: "paused", resume: "going on", priority: "moved", acknowledge: "marked as seen" };

async function deed(list, chosen, action, more, done) {
  const filter = chosen.all ? trimmed(list.wanted()) : { ids: [...chosen.ids] };
  try {
    const { changed, refused } = await post("/jobs/actions", { action, filter, ...more });
    const left = refused.length ? `; ${count(refused.length)} left: ${refused[0].message}` : "";
    toast(`${count(changed.length)} ${SAID[action]}${left}`, refused.length && !changed.length);
    if (changed.length) done();
  } catch (error) {
    toast(`${error.message} ${error.hint}`, true);
  }
}

// No status: each action knows for itself which jobs it is meant for.
const trimmed = (filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null && !(Array.isArray(value) && !value.length)));
