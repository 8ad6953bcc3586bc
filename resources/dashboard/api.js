// Asks the server; what goes wrong becomes one kind of error with what happened and what to do.

export const API = "/api/v1";

export class ApiError extends Error {
  constructor(status, { code, message, hint }) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint || "";
  }
}

const GONE = { code: "server_gone", message: "The server does not answer.", hint: "Is `rushes server` running? This page tries again by itself." };

export function path(template, ...ids) {
  let next = 0;
  return template.replace(/\{\}/g, () => encodeURIComponent(ids[next++]));
}

export async function ask(method, where, { query, body, signal } = {}) {
  const url = API + where + asQuery(query);
  const headers = { "X-Rushes": "dashboard" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new ApiError(0, GONE);
  }
  if (answer.ok) return answer.status === 204 ? {} : answer.json();
  if (answer.status === 401) location.replace("/login");
  throw new ApiError(answer.status, await told(answer));
}

export const get = (where, query, signal) => ask("GET", where, { query, signal });
export const post = (where, body = {}) => ask("POST", where, { body });
export const patch = (where, body) => ask("PATCH", where, { body });
export const remove = (where) => ask("DELETE", where);

async function told(answer) {
  try {
    return (await answer.json()).error;
  } catch {
    return { code: "http_error", message: `The server answered with ${answer.status}.`, hint: "" };
  }
}

function asQuery(query) {
  const pairs = Object.entries(query || {}).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return pairs.length ? "?" + new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])) : "";
}
