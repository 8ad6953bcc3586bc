// Shows /openapi.json: each route with its parameters, body and answer. Text only, never markup.
"use strict";

const DEPTH = 4;

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text || "";
  if (className) made.className = className;
  return made;
}

// A schema as the JSON it stands for, its references followed to a depth.
function sketch(schema, all, depth = 0) {
  if (!schema) return "…";
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    return depth >= DEPTH ? name : sketch(all[name], all, depth);
  }
  const choices = schema.anyOf || schema.oneOf;
  if (choices) {
    const shown = choices.map((one) => sketch(one, all, depth + 1));
    return shown.every((one) => typeof one === "string") ? shown.join(" | ") : shown[0];
  }
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.type === "array") return [sketch(schema.items, all, depth + 1)];
  if (schema.properties) {
    const pairs = Object.entries(schema.properties).map(([name, inner]) => [name, sketch(inner, all, depth + 1)]);
    return Object.fromEntries(pairs);
  }
  return schema.type || "any";
}

function block(title, content, all) {
  const nodes = [];
  for (const [kind, { schema }] of Object.entries(content || {})) {
    nodes.push(element("p", `${title} (${kind})`));
    nodes.push(element("pre", JSON.stringify(sketch(schema, all), null, 2)));
  }
  return nodes;
}

function route(verb, path, said, all) {
  const details = element("details");
  const summary = element("summary");
  summary.append(element("span", verb.toUpperCase(), "verb"), element("code", path));
  details.append(summary);
  if (said.description) details.append(element("p", said.description));
  for (const asked of said.parameters || []) {
    const words = `${asked.name} (${asked.in}${asked.required ? "" : ", optional"}): ${JSON.stringify(sketch(asked.schema, all))}`;
    details.append(element("p", words));
  }
  details.append(...block("Body", said.requestBody && said.requestBody.content, all));
  for (const [status, answer] of Object.entries(said.responses)) {
    if (status.startsWith("2")) details.append(...block(`Answer ${status}`, answer.content, all));
  }
  return details;
}

async function show() {
  const told = document.getElementById("said");
  const answer = await fetch("/openapi.json");
  if (!answer.ok) {
    told.textContent = "Sign in first: `rushes open` prints a link.";
    return;
  }
  const { paths, components } = await answer.json();
  const list = document.getElementById("routes");
  for (const [path, verbs] of Object.entries(paths)) {
    for (const [verb, said] of Object.entries(verbs)) list.append(route(verb, path, said, components.schemas));
  }
  told.textContent = `${list.children.length} routes.`;
}

show();
