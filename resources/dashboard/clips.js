// Every clip with its picture; the filmstrip passes as the pointer moves over it.

import { html, useEffect, useRef, useState } from "./vendor/preact-htm.js";
import { get, path, post } from "./api.js";
import { Findings, Metadata } from "./facts.js";
import { ago, clock, count, split, words } from "./format.js";
import { Button, Empty, Fault, Icon, Loading, usePolled } from "./parts.js";
import { toast } from "./toast.js";
import { chooseFiles } from "./uploads.js";
import { clipUrl, Strip, Viewer, Waveform } from "./viewer.js";

const PAGE = 60;
const TYPING_MS = 250;

export function ClipsPage() {
  const [search, setSearch] = useState("");
  const [state, setState] = useState({ clips: [], total: null, next: null, error: null });
  const typing = useRef(0);
  const end = useRef(null);
  const busy = useRef(false);
  const load = async (cursor, text) => {
    busy.current = true;
    try {
      const page = await get("/clips", { search: text, limit: PAGE, cursor, newest: true });
      setState((before) => ({ clips: cursor ? [...before.clips, ...page.clips] : page.clips, total: page.total, next: page.next, error: null }));
    } catch (error) {
      setState((before) => ({ ...before, error }));
    }
    busy.current = false;
  };
  useEffect(() => {
    load(null, search);
  }, [search]);
  useEffect(() => {
    if (!end.current) return undefined;
    const watch = new IntersectionObserver(([seen]) => {
      if (seen.isIntersecting && !busy.current && state.next) load(state.next, search);
    }, { rootMargin: "600px" });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [state, search]);
  const type = (event) => {
    const text = event.target.value.trim();
    clearTimeout(typing.current);
    typing.current = setTimeout(() => setSearch(text), TYPING_MS);
  };
  const { clips, total, error } = state;
  return html`<div class="page-body"><div class="page-head"><h1>Clips</h1><span class="muted number" role="status" aria-live="polite">${total === null ? "" : count(total)}</span><span class="grow"></span>
      <label class="search"><span class="hidden">Search clips</span><${Icon} name="search" /><input class="input" type="search" placeholder="Name, camera, codec, finding…" onInput=${type} /></label></div>
    ${error && html`<${Fault} error=${error} again=${() => load(null, search)} />`}
    ${total === null && !error && html`<${Loading} what="Reading the clips…" />`}
    ${total === 0 && (search ? html`<${Empty} icon="search" title="No clip is like that"><p>Words of the name, the camera, the codec, or of what the quality check found.</p><//>`
      : html`<${Empty} icon="clips" title="No clips yet"><p>Drop some on this page; what is ingested is listed here for good, with its picture and its proxies.</p><${Button} icon="upload" kind="main-one" onClick=${chooseFiles}>Add clips<//><//>`)}
    <div class="clip-grid">${clips.map((clip) => html`<${Card} key=${clip.id} clip=${clip} />`)}</div><div ref=${end}></div></div>`;
}

const STATE = { online: "is-yes", changed: "is-warn", away: "is-warn", missing: "is-no" };

function Card({ clip }) {
  const { name } = split(clip.source);
  const facts = clip.metadata || {};
  const about = [facts.width && `${facts.width}×${facts.height}`, facts.fps && rateText(facts.fps), facts.video_codec].filter(Boolean).join(" · ");
  return html`<a class="clip" href=${`#/clips/${clip.id}`} aria-label=${name}><${Picture} clip=${clip} />
    <div class="words"><strong title=${clip.source}>${name}</strong><span class="small-text muted">${about || "not looked at yet"}</span>
    <span class="row">${clip.proxy_generated ? html`<span class="status is-yes">Proxy</span>` : html`<span class="status">No proxy</span>`}
      ${clip.state !== "online" && html`<span class=${"status " + STATE[clip.state]}>${words(clip.state)}</span>`}</span></div></a>`;
}

function rateText(fps) {
  const [frames, second] = String(fps).split("/").map(Number);
  return `${(frames / (second || 1)).toFixed(3).replace(/\.?0+$/, "")} fps`;
}

function Picture({ clip }) {
  const [lost, setLost] = useState(false);
  const [share, setShare] = useState(null);
  const [film, setFilm] = useState(null);
  const move = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    setShare(Math.max(0, Math.min(0.999, (event.clientX - box.left) / box.width)));
  };
  const size = (event) => {
    const { naturalWidth, naturalHeight } = event.target;
    const facts = clip.metadata || {};
    const shape = (facts.display_width || facts.width || 16) / (facts.display_height || facts.height || 9);
    setFilm({ pictures: Math.max(1, Math.round(naturalWidth / naturalHeight / shape)), shape });
  };
  const place = (image) => {
    if (!image || !film || !image.parentNode) return;
    const box = image.parentNode.getBoundingClientRect();
    const height = Math.min(box.height, box.width / film.shape);
    const width = height * film.shape;
    image.style.height = `${height}px`;
    image.style.top = `${(box.height - height) / 2}px`;
    image.style.left = `${(box.width - width) / 2 - Math.floor((share || 0) * film.pictures) * width}px`;
    image.style.clipPath = `inset(0 ${(film.pictures - 1 - Math.floor((share || 0) * film.pictures)) * width}px 0 ${Math.floor((share || 0) * film.pictures) * width}px)`;
  };
  const length = clip.metadata && clip.metadata.duration;
  return html`<div class="picture" onPointerMove=${clip.proxy_generated ? move : undefined} onPointerLeave=${() => setShare(null)}>
    ${clip.proxy_generated && !lost ? html`<img class="poster" src=${clipUrl(clip.id, "thumbnail")} alt="" loading="lazy" decoding="async" onError=${() => setLost(true)} />` : html`<${Icon} name="film" />`}
    ${share !== null && !lost && html`<div class="film"><img src=${clipUrl(clip.id, "filmstrip")} alt="" onLoad=${size} ref=${place} /></div>
      <div class="mark" ref=${(mark) => mark && (mark.style.left = `${share * 100}%`)}></div>`}
    ${length > 0 && html`<span class="length">${clock(share === null ? length : share * length).slice(0, 8)}</span>`}</div>`;
}

export function ClipPage({ id }) {
  const { data: clip, error } = usePolled(path("/clips/{}", id), 10);
  const { data: page } = usePolled("/jobs", 10, { clip: id, limit: 50 });
  if (!clip) return html`<div class="page-body">${error ? html`<${Fault} error=${error} />` : html`<${Loading} />`}</div>`;
  const { folder, name } = split(clip.source);
  const facts = clip.metadata || {};
  const [frames, second] = String(facts.fps || "25").split("/").map(Number);
  const again = async (kind) => {
    try {
      const { jobs } = await post("/jobs", { kind, clip_id: id });
      location.hash = `#/jobs/${jobs[0].id}`;
    } catch (fault) {
      toast(`${fault.message} ${fault.hint}`, true);
    }
  };
  return html`<div class="page-body"><div class="job-head"><a class="button only-icon" href="#/clips" aria-label="Back to the clips" title="Back to the clips"><${Icon} name="back" /></a>
      <div class="grow"><h1>${name}</h1><p class="muted small-text">${folder}</p></div>
      <span class=${"status " + STATE[clip.state]}>${words(clip.state)}</span><${Button} icon="scan" onClick=${() => again("analysis")}>Check quality<//><${Button} icon="film" onClick=${() => again("proxy")}>Make a proxy<//></div>
    <div class="job-columns"><div class="stack"><section class="panel"><${Viewer} id=${id} duration=${facts.duration} fps=${frames / (second || 1)} hasProxy=${clip.proxy_generated} stamp=${clip.proxies.length} />
        <div class="stack"><${Strip} id=${id} stamp=${clip.proxies.length} /><${Waveform} id=${id} stamp=${clip.proxies.length} /></div></section><${Findings} analysis=${clip.analysis} /></div>
      <div class="stack"><section class="panel"><h2>Proxies</h2>${clip.proxies.length ? html`<ul class="stack">${clip.proxies.map((proxy) => html`<li key=${proxy.job_id}><a href=${`#/jobs/${proxy.job_id}`}><strong>${proxy.preset}</strong></a><div class="muted small-text">${proxy.path}</div></li>`)}</ul>` : html`<p class="muted">None yet.</p>`}</section>
        ${page && page.jobs.length > 0 && html`<section class="panel"><h2>Jobs</h2><ul>${page.jobs.map((job) => html`<li class="row" key=${job.id}><a href=${`#/jobs/${job.id}`}>${words(job.kind)} ${job.preset}</a><span class="muted small-text">${ago(job.queued_at)}</span></li>`)}</ul></section>`}
        <${Metadata} metadata=${clip.metadata} /></div></div></div>`;
}
