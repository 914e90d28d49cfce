// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A call as a program would make it: curl, PHP and Python, on either wire, with nothing to install but what one has for
// that wire anyway. Secrets are not written down; the programs read them from the environment.

import { WIRES } from "./wires.js";

/** Parameters whose values nobody should see on a screen, and the environment variables that take their place. */
export const SECRETS = { apiKey: "KIMAI_API_KEY", password: "KIMAI_PASSWORD" };

const secretOf = (name, value) => (value === undefined || value === "" ? undefined : SECRETS[name]);

/** The values with each secret as `stand(VARIABLE)`. */
function withoutSecrets(values, stand) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => {
    const variable = secretOf(name, value);
    return [name, variable ? stand(variable) : value];
  }));
}

const MASK = "••••••••";

/** The request as it is sent, with masked secrets. */
export function requestText(wireName, method, values) {
  const wire = WIRES[wireName];
  const path = new URL(wire.url).pathname;
  return `POST ${path}\nContent-Type: ${wire.type}\n\n${wire.body(method, withoutSecrets(values, () => MASK))}`;
}

// Around a variable's name in a text; of Unicode's private letters, which nobody types.
const VARIABLE = /\uE000(\w+)\uE001/g;

function shellQuote(text) {
  // A variable leaves the single quotes, for as long as it takes.
  return `'${text.replaceAll("'", "'\\''")}'`.replace(VARIABLE, `'"$$$1"'`);
}

function curl(wireName, method, values) {
  const wire = WIRES[wireName];
  const body = wire.body(method, withoutSecrets(values, (variable) => `\uE000${variable}\uE001`));
  return `curl ${shellQuote(wire.url)} \\
  -H ${shellQuote(`Content-Type: ${wire.type}`)} \\
  -d ${shellQuote(body)}`;
}

/** A value as PHP or Python writes it, after a table of the language's own words. */
function literal(value, words, indent) {
  if (value instanceof Variable) return words.variable(value.name);
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return words.text(value);
  const inner = indent + "    ";
  const lines = Array.isArray(value)
    ? value.map((each) => `${inner}${literal(each, words, inner)},\n`)
    : Object.entries(value).map(([name, each]) => `${inner}${words.text(name)}${words.pair}${literal(each, words, inner)},\n`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : words.record;
  return lines.length ? `${open}\n${lines.join("")}${indent}${close}` : open + close;
}

class Variable {
  constructor(name) {
    this.name = name;
  }
}

const PHP = {
  yes: "true",
  no: "false",
  pair: " => ",
  record: ["[", "]"],
  text: (text) => `'${text.replace(/[\\']/g, "\\$&")}'`,
  variable: (name) => `getenv('${name}')`,
};

const PYTHON = {
  yes: "True",
  no: "False",
  pair: ": ",
  record: ["{", "}"],
  text: (text) => JSON.stringify(text),
  variable: (name) => `os.environ["${name}"]`,
};

const variables = (values) => withoutSecrets(values, (name) => new Variable(name));
const isEmpty = (values) => Object.keys(values).length === 0;

function php(wireName, method, values) {
  const url = PHP.text(WIRES[wireName].url);
  const shown = variables(values);
  if (wireName === "SOAP") {
    const list = Object.entries(shown).map(([name, value]) => `    new SoapParam(${literal(value, PHP, "    ")}, '${name}'),\n`);
    return `<?php
$kimai = new SoapClient(null, ['location' => ${url}, 'uri' => 'urn:kimai']);
$result = $kimai->__soapCall('${method}', [${list.length ? `\n${list.join("")}` : ""}]);
print_r($result);`;
  }
  return `<?php
$request = [
    'jsonrpc' => '2.0',
    'method' => '${method}',
    'params' => ${literal(shown, PHP, "    ")},
    'id' => 1,
];
$answer = file_get_contents(${url}, false, stream_context_create(['http' => [
    'method' => 'POST',
    'header' => 'Content-Type: application/json',
    'content' => json_encode($request),
]]));
print_r(json_decode($answer, true)['result']);`;
}

function python(wireName, method, values) {
  const url = PYTHON.text(WIRES[wireName].url);
  const shown = variables(values);
  const os = Object.values(shown).some((value) => value instanceof Variable) ? "import os\n" : "";
  if (wireName === "SOAP") {
    const list = Object.entries(shown).map(([name, value]) => `    ${name}=${literal(value, PYTHON, "    ")},\n`);
    return `${os}from zeep import Client

kimai = Client(${PYTHON.text(`${WIRES[wireName].url}?wsdl=document`)})
result = kimai.service.${method}(${list.length ? `\n${list.join("")}` : ""})
print(result)`;
  }
  return `import json
${os}import urllib.request

request = {
    "jsonrpc": "2.0",
    "method": "${method}",
    "params": ${isEmpty(shown) ? "{}" : literal(shown, PYTHON, "    ")},
    "id": 1,
}
body = json.dumps(request).encode()
with urllib.request.urlopen(${url}, body) as answer:
    print(json.load(answer)["result"])`;
}

export const SNIPPETS = { curl, PHP: php, Python: python };
