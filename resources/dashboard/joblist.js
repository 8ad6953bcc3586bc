// The jobs of a view: all ids in order, the rows that are looked at, kept up to date by events.

import { get } from "./api.js";

const PAGE = 100; // rows that are asked for at once
const FIRST = 300;
const KEPT = 3000; // rows that are remembered
const MOST = 1000000;
const LEAST_MS = 1000; // between two readings of the whole order

export const GROUPS = {
  all: [], running: ["running", "cancelling"], waiting: ["pending", "retrying", "waiting"], completed: ["completed"],
  failed: ["failed"], cancelled: ["cancelled"],
};

export class JobList {
  constructor(onChange) {
    this.onChange = onChange;
    this.filter = { group: "all", queue: "", kind: "", search: "", sort: "-queued_at" };
    this.ids = [];
    this.known = new Set();
    this.rows = new Map();
    this.asked = new Set();
    this.state = "loading";
    this.error = null;
    this.took = 0;
    this.turn = 0;
  }

  query() {
    const { group, queue, kind, search, sort } = this.filter;
    return { status: GROUPS[group].join(","), queue, kind, search, sort };
  }

  // As the bulk actions want it.
  wanted() {
    const { group, queue, kind, search } = this.filter;
    return { status: GROUPS[group], queue: queue || null, kind: kind || null, search: search || null };
  }

  setFilter(filter) {
    this.filter = { ...this.filter, ...filter };
    this.state = "loading";
    return this.load();
  }

  async load() {
    clearTimeout(this.later);
    this.later = 0;
    const turn = ++this.turn;
    this.reading = true;
    const began = performance.now();
    try {
      // What is seen first comes first; of a short list it is all there is.
      let page = this.state === "loading" ? await get("/jobs/index", { ...this.query(), limit: FIRST }) : null;
      if (turn !== this.turn) return;
      if (page && page.next) this.show(page.ids);
      const ids = page && !page.next ? page.ids : [];
      let cursor = page && !page.next ? null : undefined;
      while (cursor !== null && ids.length < MOST) {
        page = await get("/jobs/index", { ...this.query(), cursor });
        if (turn !== this.turn) return;
        for (const id of page.ids) ids.push(id);
        cursor = page.next;
      }
      this.show(ids);
    } catch (error) {
      if (turn !== this.turn) return;
      this.state = "error";
      this.error = error;
      this.onChange();
    }
    this.took = performance.now() - began;
    this.reading = false;
  }

  show(ids) {
    this.ids = ids;
    this.known = new Set(ids);
    this.state = "ready";
    this.error = null;
    this.onChange();
  }

  // Soon, but so that reading a long list takes a small part of the time.
  loadSoon() {
    if (this.later) return;
    this.later = setTimeout(() => this.load(), Math.max(LEAST_MS, this.took * 10));
  }

  async ensure(first, last) {
    const from = Math.max(0, Math.floor(first / PAGE) * PAGE);
    for (let start = from; start < Math.min(last, this.ids.length); start += PAGE) await this.fetchPage(start);
  }

  async fetchPage(start) {
    const missing = this.ids.slice(start, start + PAGE).filter((id) => !this.rows.has(id) && !this.asked.has(id));
    if (!missing.length) return;
    for (const id of missing) this.asked.add(id);
    try {
      const page = await get("/jobs", { ids: missing.join(",") });
      for (const job of page.jobs) this.keep(job);
    } catch (error) {
      this.error = error;
    }
    for (const id of missing) this.asked.delete(id);
    this.onChange();
  }

  keep(job) {
    this.rows.delete(job.id);
    this.rows.set(job.id, job);
    if (this.rows.size > KEPT) this.rows.delete(this.rows.keys().next().value);
  }

  hear(name, data) {
    if (name === "reset") {
      this.rows.clear();
      this.load();
    } else if (name === "progress") {
      for (const told of data.progress) {
        const job = this.rows.get(told.id);
        if (job && job.status === "running") this.rows.set(told.id, { ...job, ...told });
      }
      this.onChange();
    } else if (name === "jobs") {
      this.take(data.jobs);
      if (data.gone) this.loadSoon();
      this.onChange();
    }
  }

  take(jobs) {
    const fresh = [];
    let moved = false;
    for (const job of jobs) {
      if (this.known.has(job.id)) {
        if (this.rows.has(job.id)) this.rows.set(job.id, job);
        moved ||= this.filter.group !== "all" && !this.fits(job);
      } else if (this.fits(job)) {
        this.keep(job);
        fresh.push(job.id);
      }
    }
    const plain = this.filter.sort === "-queued_at" && !this.filter.search && this.areNewest(fresh);
    if (fresh.length && plain && this.state === "ready") {
      fresh.sort().reverse();
      this.ids = [...fresh, ...this.ids];
      for (const id of fresh) this.known.add(id);
    }
    // What is being read may have been written down before these came.
    if (fresh.length && (!plain || this.reading)) moved = true;
    if (moved || (this.filter.sort !== "-queued_at" && this.filter.sort !== "queued_at")) this.loadSoon();
  }

  // Ids sort by the time of submission.
  areNewest(ids) {
    return !this.ids.length || ids.every((id) => id > this.ids[0]);
  }

  fits(job) {
    const { group, queue, kind, search } = this.filter;
    const statuses = GROUPS[group];
    return (!statuses.length || statuses.includes(job.status)) && (!queue || job.queue === queue) && (!kind || job.kind === kind)
      && (!search || job.source.toLowerCase().includes(search.toLowerCase()));
  }
}
