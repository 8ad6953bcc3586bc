// Looking at a clip: its proxy where a browser plays it, else single frames; filmstrip and waveform below.

import { html, useEffect, useRef, useState } from "./vendor/preact-htm.js";
import { API, get, path } from "./api.js";
import { clock } from "./format.js";
import { Button, Icon } from "./parts.js";

const REST_MS = 120; // a slider that is being dragged asks for a frame when it rests

export const clipUrl = (id, what) => API + path(`/clips/{}/${what}`, id);

async function playable(id) {
  const answer = await fetch(clipUrl(id, "proxy?playable=true"), { headers: { Range: "bytes=0-0" } });
  return answer.ok;
}

export function Viewer({ id, duration, fps, hasProxy, stamp }) {
  const [how, setHow] = useState("poster");
  const [at, setAt] = useState(0);
  const [seen, setSeen] = useState(0);
  const [lost, setLost] = useState(false);
  const [plays, setPlays] = useState(false);
  const video = useRef(null);
  useEffect(() => {
    setHow("poster");
    setAt(0);
  }, [id]); // what else changes of a clip leaves whoever looks at it at their frame
  useEffect(() => {
    setLost(false);
    let over = false;
    if (hasProxy) playable(id).then((yes) => !over && setPlays(yes), () => {});
    return () => {
      over = true;
    };
  }, [id, hasProxy, stamp]);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(at), REST_MS);
    return () => clearTimeout(timer);
  }, [at]);
  const step = 1 / (fps || 25);
  const seek = (to) => {
    const next = Math.max(0, Math.min(Math.max(0, (duration || 0) - step), to));
    setAt(next);
    if (how === "video" && video.current) video.current.currentTime = next;
    else setHow("frames");
  };
  const play = () => (plays ? setHow("video") : setHow("frames"));
  return html`<div><div class="screen">
      ${how === "video" && html`<video ref=${video} src=${clipUrl(id, "proxy?playable=true")} controls autoplay playsinline muted
        onTimeUpdate=${(event) => setAt(event.target.currentTime)} onError=${() => { setPlays(false); setHow("frames"); }}></video>`}
      ${how === "frames" && html`<img src=${clipUrl(id, `frame?at=${seen.toFixed(2)}`)} alt=${`The frame at ${clock(seen)}`} />`}
      ${how === "poster" && (lost ? html`<p class="note"><${Icon} name="film" /><br />No picture yet. It comes with the proxy.</p>`
        : html`<img src=${clipUrl(id, `thumbnail?${stamp || ""}`)} alt="The clip's picture" onError=${() => setLost(true)} />`)}</div>
    ${duration > 0 && html`<div class="scrub">
      ${how !== "video" && plays && html`<${Button} icon="play" small kind="main-one" onClick=${play}>Play<//>`}
      <${Button} icon="back" small label="One frame back" onClick=${() => seek(at - step)} />
      <input type="range" min="0" max=${duration} step=${step} value=${at} aria-label="Place in the clip" aria-valuetext=${clock(at)} onInput=${(event) => seek(Number(event.target.value))} />
      <${Button} icon="next" small label="One frame on" onClick=${() => seek(at + step)} />
      <span class="number small-text">${clock(at)}</span></div>
      ${!plays && hasProxy && html`<p class="muted small-text">Browsers do not play this proxy's codec, so single frames are shown. A proxy made with h264-720p plays here.</p>`}`}</div>`;
}

export function Strip({ id, stamp }) {
  const [lost, setLost] = useState(false);
  if (lost) return null;
  return html`<img class="strip" src=${clipUrl(id, `filmstrip?${stamp || ""}`)} alt="Ten pictures from all over the clip" onError=${() => setLost(true)} />`;
}

export function Waveform({ id, stamp }) {
  const [wave, setWave] = useState(null);
  useEffect(() => {
    let over = false;
    get(path("/clips/{}/waveform", id)).then((data) => !over && setWave(data), () => {});
    return () => {
      over = true;
    };
  }, [id, stamp]);
  if (!wave || !wave.tracks.length) return null;
  return html`<div>${wave.tracks.slice(0, 4).map((track, number) => html`<svg key=${number} class="wave" viewBox="0 0 1000 100" preserveAspectRatio="none"
    role="img" aria-label=${`Loudness of track ${number + 1} over the clip`}><path d=${shape(track.peaks)} fill="currentColor" /></svg>`)}</div>`;
}

function shape(peaks) {
  const columns = Math.min(peaks.length, 500);
  const heights = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * peaks.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * peaks.length) / columns));
    return Math.max(1, (Math.max(...peaks.slice(from, to)) / 255) * 48);
  });
  const x = (column) => ((column * 1000) / columns).toFixed(1);
  const up = heights.map((height, column) => `${x(column)},${(50 - height).toFixed(1)}`);
  const down = heights.map((height, column) => `${x(column)},${(50 + height).toFixed(1)}`).reverse();
  return `M${[...up, ...down].join("L")}Z`;
}
