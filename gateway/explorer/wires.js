// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The two wires: what a request looks like, sending it, reading how it went. Arguments are an object by name, of
// strings, numbers, booleans, lists of numbers, and records.

const address = (path) => new URL(path, document.baseURI).href;

export const WIRES = {
  "JSON-RPC": {
    url: address("core/json.php"),
    type: "application/json",
    language: "json",
    body: (method, values) => JSON.stringify({ jsonrpc: "2.0", method, params: values, id: 1 }, null, 2),
    format: (text) => JSON.stringify(JSON.parse(text), null, 2),
    outcome: jsonOutcome,
  },
  SOAP: {
    url: address("core/soap.php"),
    type: "text/xml; charset=utf-8",
    language: "xml",
    body: envelope,
    format: indentXml,
    outcome: soapOutcome,
  },
};

function escapeXml(text) {
  return String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
}

function xmlElement(name, value, indent) {
  const inside = (lines) => `${indent}<${name}>\n${lines.join("\n")}\n${indent}</${name}>`;
  if (Array.isArray(value)) return inside(value.map((each) => xmlElement("item", each, indent + "  ")));
  if (typeof value === "object") {
    return inside(Object.entries(value).map(([member, each]) => xmlElement(member, each, indent + "  ")));
  }
  return `${indent}<${name}>${escapeXml(value)}</${name}>`;
}

function envelope(method, values) {
  const parts = Object.entries(values).map(([name, value]) => xmlElement(name, value, "      ") + "\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
  <soap:Body>
    <k:${method} xmlns:k="urn:kimai">
${parts.join("")}    </k:${method}>
  </soap:Body>
</soap:Envelope>`;
}

/** Well-formed XML on one line, a line for each element. Text stays on the line of its element. */
export function indentXml(text) {
  const lines = [];
  let depth = 0;
  for (const [tag, content] of text.matchAll(/(?:<[^>]+>)([^<]*)/g)) {
    const ends = tag.startsWith("</");
    if (ends) depth -= 1;
    const closes = ends && lines.length > 0 && lines.at(-1).open;
    if (closes) lines.at(-1).text += tag.trimEnd();
    else lines.push({ text: "  ".repeat(depth) + tag.trimEnd() });
    const begins = !ends && !/^<[?!]|\/>/.test(tag.slice(0, tag.length - content.length));
    lines.at(-1).open = begins;
    if (begins) depth += 1;
  }
  return lines.map((line) => line.text).join("\n");
}

function jsonOutcome(text) {
  const answer = JSON.parse(text);
  if (answer.error) return { good: false, text: `error ${answer.error.code}: ${answer.error.message}` };
  if (answer.result?.success === false) return { good: false, text: answer.result.error.msg };
  return { good: true, text: "success" };
}

const unescapeXml = (text) =>
  text.replace(/&(lt|gt|quot|amp|#39);/g, (_, name) => ({ lt: "<", gt: ">", quot: '"', amp: "&", "#39": "'" })[name]);

function soapOutcome(text) {
  const fault = text.match(/<faultstring[^>]*>([^<]*)/);
  if (fault) return { good: false, text: `fault: ${unescapeXml(fault[1])}` };
  if (/>success<\/key><value[^>]*>false</.test(text)) {
    return { good: false, text: unescapeXml(text.match(/>msg<\/key><value[^>]*>([^<]*)/)?.[1] ?? "failed") };
  }
  return { good: true, text: "success" };
}

/** Sends a call. -> {status, text, shown, outcome, milliseconds}; throws if nothing answers. */
export async function send(wireName, method, values) {
  const wire = WIRES[wireName];
  const began = performance.now();
  const response = await fetch(wire.url, {
    method: "POST",
    headers: { "Content-Type": wire.type },
    body: wire.body(method, values),
    cache: "no-store",
  });
  const text = await response.text();
  const milliseconds = performance.now() - began;
  try {
    const result = { shown: wire.format(text), outcome: wire.outcome(text) };
    return { status: response.status, text, milliseconds, ...result };
  } catch {
    // Whatever stands between may answer in its own words.
    return { status: response.status, text, milliseconds, shown: text, outcome: { good: false, text: "unreadable" } };
  }
}

/** A failure of the API, not of the network. */
export class Refused extends Error {}

/** Calls over JSON-RPC. -> the items of the result; throws Refused with the API's own text. */
export async function call(method, values) {
  const { text, outcome } = await send("JSON-RPC", method, values);
  if (!outcome.good) throw new Refused(outcome.text);
  return JSON.parse(text).result.items;
}
