// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";

// Chromium, and what must hold whatever is done with the page: no error, nothing that the content policy had to stop, no
// request to anybody else, no key in an address.

const assert = require("node:assert/strict");
const path = require("node:path");

const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

/** Starts the browser with an empty profile in the folder. */
async function start(modules, folder) {
  const { chromium } = require(path.join(modules, "playwright-core"));
  return chromium.launchPersistentContext(path.join(folder, "profile"), {
    executablePath: "/usr/bin/chromium",
    headless: true,
    args: ARGUMENTS,
    viewport: { width: 1280, height: 900 },
    colorScheme: "light",
  });
}

/** A page that is watched. `check()` fails if something happened that must not. */
async function watchedPage(context, url) {
  const page = await context.newPage();
  const wrong = [];
  const addresses = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("request", (request) => addresses.push(request.url()));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`));
  });
  await page.goto(url);
  await page.waitForSelector("#method-getTimesheet");
  const origin = new URL(url).origin;
  const check = (key) => {
    assert.deepEqual(wrong, []);
    for (const address of addresses) {
      assert.equal(new URL(address).origin, origin);
      if (key) assert.ok(!address.includes(key));
    }
  };
  return { page, check, wrong };
}

module.exports = { start, watchedPage };
