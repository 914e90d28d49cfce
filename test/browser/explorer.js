// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";

// Uses the web page as people do. explorer_test.py starts it:
//
//     node explorer.js URL FOLDER MODULES

const assert = require("node:assert/strict");
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { spawn } = require("node:child_process");
const { start, watchedPage } = require("./browser.js");
const looks = require("./looks.js");

const [url, folder, modules] = process.argv.slice(2);
let context;

// What Chromium itself writes about an answer with status 500.
const SOAP_FAULT = /status of 500/;

const tests = [];
const test = (name, body) => tests.push({ name, body });

/** Calls a method without the page. -> its result */
async function call(method, params) {
  const body = JSON.stringify({ jsonrpc: "2.0", method, params, id: 1 });
  return (await (await fetch(`${url}/core/json.php`, { method: "POST", body })).json()).result;
}

const keyOf = async (user) => (await call("authenticate", [user, `demo-${user}`])).items[0].apiKey;

async function signIn(page, user) {
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Password").fill(`demo-${user}`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForSelector("#entries table, #entries .note");
}

/** Opens a method's form, fills fields and sends. -> {outcome, answer} */
async function send(page, method, fields = {}, wire = "JSON-RPC") {
  await page.check(`input[value="${wire}"]`);
  const place = page.locator(`#method-${method}`);
  if ((await place.getAttribute("open")) === null) await place.locator("> summary").click();
  for (const [name, value] of Object.entries(fields)) {
    const field = place.locator(`[id="${method}-${name}"]`);
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await place.locator(".answer").evaluate((element) => element.replaceChildren());
  await place.getByRole("button", { name: "Send" }).click();
  await place.locator(".outcome").waitFor();
  return { outcome: await place.locator(".outcome strong").textContent(), answer: await place.getByRole("region", { name: "Answer" }).textContent() };
}

test("signing in, wrong and right, and staying signed in", async (page) => {
  await page.getByLabel("User name").fill("lead");
  await page.getByLabel("Password").fill("wrong");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "wrong" }).waitFor();
  assert.equal(await page.locator("#dashboard").isVisible(), false);
  await signIn(page, "lead");
  assert.equal(await page.locator("#who").innerText().then((text) => text.includes("lead")), true);
  assert.equal(await page.getByRole("status").textContent(), "Signed in as lead");
  await page.reload();
  await page.waitForSelector("#entries table");
  return { key: await keyOf("lead") };
});

test("a recording is started, ticks and is stopped", async (page) => {
  const key = await keyOf("designer");
  await signIn(page, "designer");
  const [project] = (await call("getProjects", [key, true])).items.filter((each) => each.tasks.length > 1);
  await page.getByLabel("Project").selectOption(project.projectID);
  await page.getByLabel("Activity").selectOption(project.tasks[1].activityID);
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".running .project", { hasText: project.name }).waitFor();
  const running = (await call("getActiveRecording", [key])).items[0];
  assert.equal(running.projectID, project.projectID);
  assert.equal(running.activityID, project.tasks[1].activityID);
  assert.match(await page.getByRole("timer").textContent(), /^0:00:0\d$/);
  await page.waitForFunction((before) => document.getElementById("clock").textContent !== before, await page.getByRole("timer").textContent());
  assert.match(await page.title(), new RegExp(`^0:00:\\d\\d ${project.name}$`));
  assert.equal(await page.locator(".latest tr").nth(1).innerText().then((text) => text.includes("running")), true);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Start" }).waitFor();
  assert.equal((await call("getActiveRecording", [key])).success, false);
  // What was recorded last is what one goes on with.
  assert.equal(await page.getByLabel("Project").inputValue(), project.projectID);
  assert.equal(await page.getByLabel("Activity").inputValue(), project.tasks[1].activityID);
});

test("the chart and its table show what the API says", async (page) => {
  const key = await keyOf("developer");
  await signIn(page, "developer");
  const now = new Date();
  const first = new Date(now.getFullYear(), now.getMonth(), 1) / 1000;
  const entries = (await call("getTimesheet", [key, `@${first}`, 0, -1, 0, 5000])).items;
  const seconds = entries.reduce((sum, each) => sum + (Number(each.end) || Date.now() / 1000) - Math.max(each.start, first), 0);
  await page.check("input[value=month]");
  const minutes = (text) => { const [hours, rest] = text.split(":").map(Number); return hours * 60 + rest; };
  const total = minutes(await page.locator(".total strong").textContent());
  assert.ok(Math.abs(total - seconds / 60) <= 2, `${total} minutes, not ${seconds / 60}`);
  const rows = await page.locator(".projects tbody td:nth-child(2)").allTextContents();
  assert.ok(Math.abs(rows.map(minutes).reduce((a, b) => a + b, 0) - total) <= rows.length);
  assert.ok((await page.locator(".chart .part").count()) > 0);
  assert.match(await page.getByRole("img", { name: /^Hours by day: \w{3} \d+ \d+:\d\d/ }).getAttribute("aria-label"), /\d:\d\d$/);
  assert.ok(await page.locator(".chart .part").evaluateAll((parts) => parts.every((part) => part.getBoundingClientRect().height >= 2)));
  await page.check("input[value=week]");
  assert.equal(await page.locator(".chart .column").count(), 7);
});

test("every method has a form, and an answer on both wires", async (page) => {
  await signIn(page, "consultant");
  const { methods } = await (await fetch(`${url}/explorer/methods.json`)).json();
  assert.equal(methods.length, 18);
  assert.equal(await page.locator(".methods > details").count(), 18);
  for (const wire of ["JSON-RPC", "SOAP"]) {
    for (const { name, parameters } of methods) {
      const { outcome, answer } = await send(page, name, {}, wire);
      assert.ok(outcome && outcome !== "unreadable", `${name} over ${wire}: ${outcome}`);
      assert.ok(answer.includes(wire === "SOAP" ? "Envelope" : "jsonrpc"));
      const place = page.locator(`#method-${name}`);
      for (const parameter of parameters) assert.ok((await place.getByText(parameter.name, { exact: true }).count()) > 0);
    }
  }
  assert.deepEqual(await page.evaluate(looks.namelessControls), []);
  return { key: await keyOf("consultant"), expected: SOAP_FAULT };
});

test("calls that fail say so", async (page) => {
  await signIn(page, "lead");
  for (const wire of ["JSON-RPC", "SOAP"]) {
    const { outcome } = await send(page, "startRecord", { projectId: "99999", activityId: "1" }, wire);
    assert.equal(outcome, "Invalid project or task");
  }
  assert.ok(await page.locator("#method-startRecord .outcome .bad").isVisible());
  assert.equal(await page.getByRole("status").textContent(), "Answer: Invalid project or task");
  assert.match((await send(page, "getTimesheetRecord")).outcome, /^error -32602: /);
  assert.match((await send(page, "getTimesheetRecord", {}, "SOAP")).outcome, /^fault: /);
  return { expected: SOAP_FAULT };
});

test("records and any text go over both wires", async (page) => {
  await signIn(page, "lead");
  const text = `<b> & 'quotes' "too" \\n é 時 ]]>`;
  for (const wire of ["JSON-RPC", "SOAP"]) {
    const fields = { "record-projectId": "2", "record-taskId": "1", "record-start": "yesterday 9:00", "record-end": "yesterday 10:00",
      "record-description": text, "record-statusId": "1", doUpdate: "false" };
    const { outcome, answer } = await send(page, "setTimesheetRecord", fields, wire);
    assert.equal(outcome, "success");
    const id = answer.match(wire === "SOAP" ? /id<\/key>\s*<value[^>]*>(\d+)/ : /"id": (\d+)/)[1];
    const record = (await call("getTimesheetRecord", [await keyOf("lead"), id])).items[0];
    assert.equal(record.description, text);
    assert.equal(record.duration, "3600");
    // The dashboard knows.
    await page.locator(".latest", { hasText: text }).waitFor();
  }
});

function output(command, argument, key) {
  return new Promise((resolve) => {
    const child = spawn(command, argument, { env: { ...process.env, KIMAI_API_KEY: key }, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (text += data));
    child.on("close", (code) => resolve(code === 0 ? text : `exit code ${code}: ${text}`));
  });
}

test("what is copied runs: curl, PHP and Python", async (page) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const key = await keyOf("lead");
  await signIn(page, "lead");
  const text = `it's "a" $test \\ é`;
  const programs = { curl: ["bash", "sh"], PHP: ["php", "php"], Python: ["/usr/bin/python3", "py"] };
  for (const wire of ["JSON-RPC", "SOAP"]) {
    await send(page, "updateActiveRecording", { "record-description": text }, wire);
    await send(page, "getTasks", { projectId: "2" }, wire);
    for (const [language, [command, ending]] of Object.entries(programs)) {
      const run = async (method) => {
        const place = page.locator(`#method-${method}`);
        await place.getByLabel(language, { exact: true }).check();
        await page.evaluate(() => navigator.clipboard.writeText(""));
        await place.getByRole("button", { name: "Copy request" }).click();
        // Not the button's word for it, which stands there for a moment only.
        await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "");
        const program = await page.evaluate(() => navigator.clipboard.readText());
        assert.ok(!program.includes(key), "the key is written down");
        const file = path.join(folder, `${method}.${ending}`);
        fs.writeFileSync(file, program);
        return output(command, [file], key);
      };
      const tasks = await run("getTasks");
      assert.ok(tasks.includes("Meeting") || tasks.includes("Phone call"), `${language} over ${wire}: ${tasks}`);
      await call("startRecord", [key, 2, 1]);
      const changed = await run("updateActiveRecording");
      const running = (await call("getActiveRecording", [key])).items[0];
      assert.equal(running.description, text, `${language} over ${wire}: ${changed}`);
      await call("stopRecord", [key, 0]);
    }
  }
  return { key };
});

test("hostile names are names", async (page) => {
  const key = await keyOf("admin");
  await call("startRecord", [key, 1, 1]);
  await signIn(page, "admin");
  await page.locator(".running .project", { hasText: `<img src=x onerror="window.hit = 1">` }).waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.locator("#start-project optgroup", { hasText: "<img src=x" }).waitFor({ state: "attached" });
  assert.ok((await page.locator("#start-project optgroup").evaluateAll((all) => all.map((each) => each.label)))
    .includes("</option><script>window.hit = 1</script>"));
  await send(page, "getProjects", { includeTasks: "true" });
  await send(page, "getProjects", { includeTasks: "true" }, "SOAP");
  await page.check("input[value=month]");
  assert.equal(await page.evaluate(() => window.hit), undefined);
  assert.equal(await page.locator("img").count(), 1);
  assert.equal(await page.locator("script").count(), 1);
  // If a mistake were made one day: the browser refuses to make markup of a text.
  await assert.rejects(page.evaluate(() => (document.getElementById("name").innerHTML = "<b>x</b>")), /TrustedHTML/);
  return { key, expected: /TrustedHTML|require-trusted-types/ };
});

test("signing out forgets", async (page) => {
  const key = await keyOf("lead");
  await signIn(page, "lead");
  await send(page, "getProjects");
  assert.ok(await page.evaluate((text) => JSON.stringify(sessionStorage).includes(text), key));
  await page.getByRole("button", { name: "Sign out" }).click();
  const kept = () => page.evaluate(() => JSON.stringify([sessionStorage, localStorage, document.cookie, location.href,
    document.documentElement.outerHTML, [...document.querySelectorAll("input")].map((input) => input.value)]));
  for (const again of [false, true]) {
    if (again) await page.reload();
    assert.ok(await page.getByRole("heading", { name: "Sign in" }).isVisible());
    assert.equal(await page.locator("#dashboard").isVisible(), false);
    const text = await kept();
    for (const secret of [key, "demo-lead", "Print portal"]) assert.ok(!text.includes(secret), secret);
  }
  assert.equal(await page.locator("#who").isVisible(), false);
  return { key };
});

test("a key that is not valid any more leads back to signing in", async (page) => {
  await page.evaluate(() => sessionStorage.setItem("kimai-gateway", JSON.stringify({ name: "x", key: "0" })));
  await page.reload();
  await page.getByRole("alert").filter({ hasText: "not valid any more" }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
});

/** Presses Tab until what has the focus matches; every stop on the way is seen. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 60; ++presses) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(looks.showsFocus), await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200)));
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`${selector} is not reached`);
}

test("with the keyboard only", async (page) => {
  await tabTo(page, ".skip");
  await tabTo(page, "#user");
  await page.keyboard.type("consultant");
  await tabTo(page, "#password");
  await page.keyboard.type("demo-consultant");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#entries table");
  await tabTo(page, "#start-project");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "#recording .primary");
  await page.keyboard.press("Enter");
  await page.getByRole("timer").waitFor();
  // The focus is where the next step is.
  await page.waitForFunction(() => document.activeElement.textContent === "Stop");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.textContent === "Start");
  await tabTo(page, "input[name=span]");
  await page.keyboard.press("ArrowRight");
  await page.getByText("this month").first().waitFor();
  await tabTo(page, "#method-getVersion > summary");
  await page.keyboard.press("Enter");
  await page.locator("#method-getVersion .primary").waitFor();
  await tabTo(page, "#method-getVersion .primary");
  await page.keyboard.press("Enter");
  await page.locator("#method-getVersion .outcome").waitFor();
  await tabTo(page, "#method-getVersion .answer pre");
});

test("looks: contrast in both schemes, and no phone is too narrow", async (page) => {
  const check = async () => {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await page.evaluate(looks.paleTexts), [], colorScheme);
    }
    for (const width of [320, 390, 768]) {
      await page.setViewportSize({ width, height: 700 });
      assert.equal(await page.evaluate(looks.isWide), false, `${width} wide`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  await check();
  await signIn(page, "developer");
  await check();
  await send(page, "setTimesheetRecord");
  await send(page, "getTimesheet", { limit: "3" });
  await page.locator("#method-getTimesheet .shape > summary").click();
  await page.check("input[value=month]");
  await check();
  await send(page, "getTimesheet", {}, "SOAP");
  await check();
});

/** A web server that has the gateway in a folder, as people do. */
function proxy(prefix) {
  const server = http.createServer((request, response) => {
    if (!request.url.startsWith(prefix)) return response.writeHead(404).end();
    const target = new URL(url + request.url.slice(prefix.length - 1));
    const inner = http.request(target, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    return request.pipe(inner);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

test("in a folder of another web server", async () => {
  const server = await proxy("/our/time/");
  const base = `http://127.0.0.1:${server.address().port}/our/time/`;
  try {
    const { page, check } = await watchedPage(context, base);
    await signIn(page, "lead");
    assert.equal((await send(page, "getVersion", {}, "SOAP")).outcome, "success");
    assert.equal(await page.locator(".addresses .base code").textContent(), base.slice(0, -1));
    check();
    await page.close();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

async function main() {
  context = await start(modules, folder);
  context.setDefaultTimeout(20_000);
  let failed = 0;
  for (const { name, body } of tests) {
    const { page, check, wrong } = await watchedPage(context, `${url}/`);
    try {
      // A test gives the key that no address may hold, and the errors that it made on purpose.
      const { key, expected } = (await body(page)) ?? {};
      if (expected) wrong.splice(0, wrong.length, ...wrong.filter((text) => !expected.test(text)));
      check(key);
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED: ${name}\n${error.stack}\n${wrong.join("\n")}`);
    }
    await page.evaluate(() => sessionStorage.clear()).catch(() => {});
    await page.close();
  }
  await context.close();
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

main();
