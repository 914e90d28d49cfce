// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A form for every method, made from the gateway's own description of it, with the request as it will be sent and the
// answer as it came.

import { announce, by, copyButton, fill, make } from "./dom.js";
import { session } from "./session.js";
import { SECRETS, SNIPPETS, requestText } from "./snippets.js";
import { WIRES, send } from "./wires.js";

// What one look can take in; the browser gets slow beyond.
const MOST_SHOWN = 200_000;

// Of the forms that are there: what to do when another wire is chosen.
let refreshers = [];

const chosenWire = () => document.querySelector("input[name=wire]:checked").value;

const PLACEHOLDERS = { date: "yesterday 9:00", "number or list of numbers": "1 or 1, 2, 3" };

function readNumber(text) {
  const number = Number(text);
  // What is no number goes as it is: the server has its own readings of texts.
  return /^-?\d+(\.\d+)?$/.test(text) && String(number) === text ? number : text;
}

/** What a field holds as the value that its type means; undefined if it is to be left out. */
function valueOf(field, type) {
  const text = field.value;
  if (text === "") return undefined;
  switch (type) {
    case "boolean":
    case "truth":
      return text === "true";
    case "number":
    case "decimal number":
    case "floating point number":
    case "date":
      return readNumber(text);
    case "number or list of numbers":
      return text.includes(",") ? text.split(",").map((each) => readNumber(each.trim())) : readNumber(text);
    default:
      return text;
  }
}

function booleanField(id, parameter) {
  const standard = parameter.optional ? `default (${parameter.default ?? "nothing"})` : "leave out";
  return make("select", { id }, make("option", { value: "" }, standard), make("option", {}, "true"), make("option", {}, "false"));
}

function inputField(id, parameter) {
  const secret = parameter.name in SECRETS;
  const standard = parameter.default ?? null;
  return make("input", {
    id,
    // No field of type password: a browser would offer to keep the API key as the password of this page.
    class: secret ? "secret" : null,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    inputmode: parameter.type === "number" ? "numeric" : null,
    placeholder: standard === null ? (PLACEHOLDERS[parameter.type] ?? " ") : `default ${standard}`,
  });
}

/** A parameter or a member of a record: a label, its type, a field. -> {node, read} */
function fieldFor(parameter, id) {
  if (parameter.record) return recordField(parameter, id);
  const field = (["boolean", "truth"].includes(parameter.type) ? booleanField : inputField)(id, parameter);
  if (parameter.name === "apiKey") field.value = session()?.key ?? "";
  const hint = `${parameter.type}${parameter.optional ? "" : ", required"}`;
  const told = parameter.documentation ? make("small", { id: `${id}-told` }, parameter.documentation) : null;
  if (told) field.setAttribute("aria-describedby", told.id);
  const label = make("label", { for: id }, make("code", {}, parameter.name), " ", make("span", {}, hint));
  return { node: make("div", { class: "field" }, label, field, told), read: () => valueOf(field, parameter.type) };
}

function recordField(parameter, id) {
  const fields = parameter.record.members.map((member) => [member.name, fieldFor(member, `${id}-${member.name}`)]);
  const legend = make("legend", {}, make("code", {}, parameter.name), " ", make("span", {}, "record, with the fields that are filled"));
  return {
    node: make("fieldset", { class: "record" }, legend, make("div", { class: "members" }, ...fields.map(([, field]) => field.node))),
    read: () => Object.fromEntries(readAll(fields)),
  };
}

const readAll = (fields) =>
  fields.map(([name, field]) => [name, field.read()]).filter(([, value]) => value !== undefined);

/** Text of JSON or XML in spans, by which the style sheet colours it. */
function coloured(text, language) {
  const pattern = language === "json"
    ? /(?<name>"(?:[^"\\]|\\.)*")(?=\s*:)|(?<text>"(?:[^"\\]|\\.)*")|(?<word>\b(?:true|false|null)\b|-?\b\d[\d.eE+-]*)/g
    : /(?<name><[/?!]?[\w:.-]+|[/?]?>)|(?<text>"[^"]*")/g;
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    parts.push(text.slice(at, match.index), make("span", { class: `is-${kind}` }, match[0]));
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)];
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} KB`;
}

function showAnswer(place, answer, wire) {
  const { outcome, status, milliseconds } = answer;
  const shown = answer.shown.slice(0, MOST_SHOWN);
  const facts = `HTTP ${status} · ${Math.round(milliseconds)} ms · ${size(new Blob([answer.text]).size)}`;
  const left = answer.shown.length - shown.length;
  fill(
    place,
    make("div", { class: "head" },
      make("p", { class: "outcome" }, make("strong", { class: outcome.good ? "good" : "bad" }, outcome.text), " ", make("span", {}, facts)),
      copyButton(() => answer.shown, "answer")),
    make("pre", { tabindex: "0", role: "region", "aria-label": "Answer" }, ...coloured(shown, WIRES[wire].language)),
    left > 0 ? make("p", { class: "note" }, `${left} more characters are not shown; Copy has them.`) : "",
  );
  announce(`Answer: ${outcome.text}`);
}

/** Request, curl, PHP or Python, of what the form holds now. -> {node, refresh} */
function requestView(method, values) {
  const views = { Request: requestText, ...SNIPPETS };
  const group = `view-${method.name}`;
  const shown = make("pre", { tabindex: "0", role: "region", "aria-label": "Request" });
  const choice = make("fieldset", { class: "choice small" }, make("legend", { class: "off-screen" }, "Show as"));
  for (const name of Object.keys(views)) {
    const radio = make("input", { type: "radio", name: group, value: name, checked: name === "Request", onchange: refresh });
    choice.append(make("label", {}, radio, make("span", {}, name)));
  }
  const chosen = () => choice.querySelector(":checked").value;
  function refresh() {
    fill(shown, views[chosen()](chosenWire(), method.name, values()));
  }
  const head = make("div", { class: "head" }, choice, copyButton(() => shown.textContent, "request"));
  return { node: make("div", {}, head, shown), refresh };
}

function members(shape) {
  return make("ul", {}, ...shape.members.map((member) => {
    const type = member.type + (member.nullable ? " or null" : "") + (member.optional ? ", not always there" : "");
    const inner = member.record ? members(member.record) : null;
    return make("li", {}, make("code", {}, member.name), " ", make("span", {}, type), " ", member.documentation, inner);
  }));
}

function resultOf(method) {
  if (method.returns === "text") return make("p", { class: "note" }, "Answers a text.");
  if (!method.record?.members.length) return make("p", { class: "note" }, "Answers success, and no items.");
  return make("details", { class: "shape" }, make("summary", {}, "What it answers"), make("p", {}, method.record.documentation), members(method.record));
}

function fillMethod(place, method) {
  const fields = method.parameters.map((parameter) => [parameter.name, fieldFor(parameter, `${method.name}-${parameter.name}`)]);
  const values = () => Object.fromEntries(readAll(fields));
  const view = requestView(method, values);
  const answerPlace = make("div", { class: "answer" });
  const form = make("form", { method: "post", autocomplete: "off", oninput: view.refresh, "aria-label": method.name },
    ...fields.map(([, field]) => field.node), make("button", { type: "submit", class: "primary" }, "Send"), resultOf(method));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // The button is not disabled meanwhile: it would lose the focus.
    if (form.ariaBusy === "true") return;
    const wire = chosenWire();
    form.ariaBusy = "true";
    try {
      showAnswer(answerPlace, await send(wire, method.name, values()), wire);
      if (method.writes) document.dispatchEvent(new Event("written"));
    } catch {
      fill(answerPlace, make("p", { class: "error", role: "alert" }, "The server does not answer."));
    } finally {
      form.ariaBusy = "false";
    }
  });
  refreshers.push(view.refresh);
  view.refresh();
  fill(place, form, make("div", { class: "talk" }, view.node, answerPlace));
}

function methodNode(method) {
  const place = make("div", { class: "method" });
  const summary = make("summary", {}, make("h3", {}, method.name), make("span", {}, method.documentation));
  const node = make("details", { id: `method-${method.name}` }, summary, place);
  // Most are never opened.
  node.addEventListener("toggle", () => fillMethod(place, method), { once: true });
  return node;
}

/** Shows all methods, with the key of whoever is signed in, and nothing of whoever was before. */
export function showMethods(methods) {
  refreshers = [];
  fill(by("method-list"), ...methods.map(methodNode));
}

by("wire").addEventListener("change", () => refreshers.forEach((refresh) => refresh()));
