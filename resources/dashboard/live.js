// The event stream: who wants to know hears of changed jobs, progress, and whether we are connected.

import { API, get } from "./api.js";


class Live {
  constructor() {
    this.state = "connecting";
    this.listeners = new Set();
  }

  // Calls `listener(name, data)` for each message: jobs, progress, reset, state. Gives back how to stop.
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start() {
    this.source = new EventSource(API + "/events");
    const heard = (name) => (message) => {
      this.become("connected");
      this.tell(name, message.data ? JSON.parse(message.data) : {});
    };
    for (const name of ["hello", "jobs", "progress", "reset"]) this.source.addEventListener(name, heard(name));
    this.source.addEventListener("open", () => this.become("connected"));
    this.source.addEventListener("error", () => this.broken());
  }

  broken() {
    this.become("disconnected");
    if (this.source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    get("/session").catch(() => {}); // whoever is not signed in any more is shown how
    clearTimeout(this.again);
    this.again = setTimeout(() => this.start(), 3000);
  }

  become(state) {
    if (state === this.state) return;
    const back = this.state === "disconnected" && state === "connected";
    this.state = state;
    this.tell("state", { state });
    if (back) this.tell("reset", {});
  }

  tell(name, data) {
    for (const listener of [...this.listeners]) listener(name, data);
  }
}

export const live = new Live();
