// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Puts the page together: signing in and out, the dashboard, the methods.

import { announce, by, copy, copyButton, fill, make } from "./dom.js";
import { hideDashboard, showDashboard } from "./dashboard.js";
import { showMethods } from "./methods.js";
import { forget, remember, session } from "./session.js";
import { Refused, call } from "./wires.js";

let description = null;

/** Shows what belongs to whoever is signed in, or to nobody. */
function show() {
  const who = session();
  by("who").hidden = !who;
  by("welcome").hidden = Boolean(who);
  by("dashboard").hidden = !who;
  by("name").textContent = who?.name ?? "";
  if (description) showMethods(description.methods);
  if (who) showDashboard(expelled);
  else hideDashboard();
}

/** The key that was remembered opens nothing any more. */
function expelled() {
  forget();
  show();
  by("sign-in-error").textContent = "Your key is not valid any more. Please sign in again.";
}

async function signIn(event) {
  event.preventDefault();
  const error = by("sign-in-error");
  const name = by("user").value;
  error.textContent = "";
  try {
    const [answer] = await call("authenticate", { username: name, password: by("password").value });
    remember(name, answer.apiKey);
    by("password").value = "";
    show();
    by("dashboard-title").focus();
    announce(`Signed in as ${name}`);
  } catch (problem) {
    error.textContent = problem instanceof Refused
      ? "User name or password is wrong, or sign-ins are blocked for a while."
      : "The server does not answer. Try again.";
    by("password").select();
  }
}

function signOut() {
  forget();
  by("sign-in").reset();
  show();
  by("user").focus();
  announce("Signed out");
}

async function showHealth() {
  let ready = false;
  try {
    ready = (await fetch("readyz", { cache: "no-store" })).ok;
  } catch {
    // Not ready is what it is then.
  }
  by("health").classList.toggle("bad", !ready);
  by("health-text").textContent = ready ? "Ready" : "Not ready";
}

/** Opens the method that the address names. */
function openNamed() {
  const named = location.hash.length > 1 && by(`method-${location.hash.slice(1)}`);
  if (!named) return;
  named.open = true;
  named.scrollIntoView();
}

/** The address that people type into their clients. */
function showBase() {
  const url = new URL(".", document.baseURI).href.replace(/\/$/, "");
  for (const place of document.querySelectorAll(".base")) {
    fill(place, place.tagName === "P" ? "Base URL" : "", make("code", {}, url), copyButton(() => url, "base URL"));
  }
}

by("sign-in").addEventListener("submit", signIn);
by("sign-out").addEventListener("click", signOut);
by("copy-key").addEventListener("click", () => copy(session().key, "API key"));
window.addEventListener("hashchange", openNamed);

show();
showBase();
showHealth();
setInterval(() => document.visibilityState === "visible" && showHealth(), 60_000);
description = await (await fetch("explorer/methods.json")).json();
by("version").textContent = description.version;
showMethods(description.methods);
openNamed();
