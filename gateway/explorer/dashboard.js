// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a user sees of himself: the running recording, his hours, his latest entries. All of it comes from the same
// methods that every other client calls.

import { daysBetween, drawHours, hoursAndMinutes } from "./chart.js";
import { announce, by, fill, make } from "./dom.js";
import { session } from "./session.js";
import { Refused, call } from "./wires.js";

// The API's own words.
const NO_RECORDING = "No active recording.";
const WRONG_KEY = "Unknown user or no permissions.";
const NOTHING_TO_LIST = "An unhandled error occured.";

const LATEST = 8;
const MANY = 5000;

/** What is known of the user who is signed in; null while nobody is. */
let state = null;

const serverNow = () => Date.now() / 1000 + state.ahead;

function spans() {
  const now = new Date();
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const monday = new Date(today);
  monday.setDate(today.getDate() - ((today.getDay() + 6) % 7));
  const afterSunday = new Date(monday);
  afterSunday.setDate(monday.getDate() + 7);
  const first = new Date(today.getFullYear(), today.getMonth(), 1);
  return {
    week: daysBetween(monday, afterSunday),
    month: daysBetween(first, new Date(today.getFullYear(), today.getMonth() + 1, 1)),
  };
}

/** A call with the user's key. A failure with this text counts as `otherwise`. */
async function ask(method, values, expectedFailure, otherwise) {
  try {
    return await call(method, { apiKey: state.key, ...values });
  } catch (problem) {
    if (problem instanceof Refused && problem.message === expectedFailure) return otherwise;
    throw problem;
  }
}

/** Asks for everything that changes, and shows it; nothing if someone else is signed in by then. */
async function refresh() {
  const mine = state;
  if (!mine) return;
  const { week, month } = spans();
  const from = Math.min(week[0], month[0]) / 1000;
  try {
    const [recording, entries, latest, projects] = await Promise.all([
      ask("getActiveRecording", {}, NO_RECORDING, [null]),
      ask("getTimesheet", { from: `@${from}`, to: 0, cleared: -1, start: 0, limit: MANY }),
      ask("getTimesheet", { from: 0, to: 0, cleared: -1, start: 0, limit: LATEST }),
      state.projects ?? ask("getProjects", { includeTasks: true }, NOTHING_TO_LIST, []),
    ]);
    if (mine !== state) return;
    if (recording[0]) state.ahead = recording[0].servertime - Date.now() / 1000;
    Object.assign(state, { entries, latest, projects });
    showRecording(recording[0]);
    showHours();
    showLatest();
  } catch (problem) {
    if (mine === state) showProblem(problem);
  }
}

function showProblem(problem) {
  if (problem instanceof Refused && problem.message === WRONG_KEY) return state.expelled();
  const text = problem instanceof Refused ? problem.message : "The server does not answer.";
  fill(by("recording"), make("p", { class: "error", role: "alert" }, text),
    make("button", { type: "button", class: "quiet", onclick: refresh }, "Try again"));
  state.shown = undefined;
}

// ---- the recording

function clockText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

function tick() {
  const running = state?.running;
  const time = running ? clockText(serverNow() - Number(running.start)) : "";
  document.title = running ? `${time} ${running.projectName}` : "Kimai Gateway";
  if (by("clock")) by("clock").textContent = time;
}

/** Starts or stops, and puts the focus where the next step is. */
async function change(button, method, values, said) {
  button.disabled = true;
  try {
    await ask(method, values);
    await refresh();
    announce(said);
  } catch (problem) {
    showProblem(problem);
  }
  by("recording").querySelector("button")?.focus();
}

function runningNodes(entry) {
  const stop = make("button", { type: "button", class: "primary stop" }, "Stop");
  const names = `${entry.projectName}, ${entry.activityName}`;
  stop.addEventListener("click", () => change(stop, "stopRecord", { entryId: Number(entry.timeEntryID) }, `Stopped: ${names}`));
  return [
    make("div", { class: "now" },
      make("h2", {}, make("span", { class: "pulse" }), "Recording"),
      make("p", { class: "project" }, entry.projectName),
      make("p", { class: "note" }, [entry.customerName, entry.activityName, entry.description].filter(Boolean).join(" · "))),
    make("p", { class: "clock", id: "clock", role: "timer", "aria-label": "Time since the start" }),
    stop,
  ];
}

const option = (value, text) => make("option", { value }, text);

/** Projects under their customers, in the order in which the user has them listed. */
function projectOptions(projects) {
  const customers = new Map();
  for (const project of projects) {
    if (!customers.has(project.customerName)) customers.set(project.customerName, []);
    customers.get(project.customerName).push(option(project.projectID, project.name));
  }
  return [...customers].map(([name, options]) => make("optgroup", { label: name }, ...options));
}

function startForm() {
  const project = make("select", { id: "start-project" }, ...projectOptions(state.projects));
  const activity = make("select", { id: "start-activity" });
  const start = make("button", { type: "submit", class: "primary" }, "Start");
  const last = state.latest[0];
  if (last && state.projects.some((each) => each.projectID === last.projectID)) project.value = last.projectID;
  const showActivities = () => {
    const tasks = state.projects.find((each) => each.projectID === project.value)?.tasks ?? [];
    fill(activity, ...tasks.map((task) => option(task.activityID, task.name)));
    if (tasks.some((task) => task.activityID === last?.activityID)) activity.value = last.activityID;
    start.disabled = tasks.length === 0;
  };
  project.addEventListener("change", showActivities);
  showActivities();
  const form = make("form", { method: "post", "aria-label": "Start a recording" },
    make("div", { class: "field" }, make("label", { for: project.id }, "Project"), project),
    make("div", { class: "field" }, make("label", { for: activity.id }, "Activity"), activity),
    start);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change(start, "startRecord", { projectId: Number(project.value), activityId: Number(activity.value) },
      `Recording: ${project.selectedOptions[0].text}, ${activity.selectedOptions[0].text}`);
  });
  return form;
}

function showRecording(entry) {
  const shown = JSON.stringify(entry && { ...entry, servertime: 0 });
  state.running = entry;
  // What is being chosen stays, and what has the focus.
  if (state.shown === shown) return;
  state.shown = shown;
  const place = by("recording");
  place.classList.toggle("running", Boolean(entry));
  if (entry) fill(place, ...runningNodes(entry));
  else if (state.projects.length === 0) fill(place, make("h2", {}, "Recording"), make("p", { class: "note" }, "There is no project for you yet."));
  else fill(place, make("h2", {}, "What are you working on?"), startForm());
  tick();
}

// ---- hours and entries

function showHours() {
  const span = document.querySelector("input[name=span]:checked").value;
  drawHours(by("hours"), state.entries, spans(), span, serverNow());
}

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });

function latestRow(entry) {
  const start = new Date(Number(entry.start) * 1000);
  const end = Number(entry.end);
  return make("tr", {},
    make("td", { class: "when" }, date.format(start), make("small", {}, `${time.format(start)}–${end ? time.format(end * 1000) : "now"}`)),
    make("td", {}, entry.projectName, make("small", {}, [entry.activityName, entry.description].filter(Boolean).join(" · "))),
    make("td", { class: "length" }, end ? hoursAndMinutes(end - Number(entry.start)) : "running"));
}

function showLatest() {
  if (state.latest.length === 0) return fill(by("entries"), make("p", { class: "note" }, "No entries yet."));
  return fill(by("entries"), make("table", { class: "latest", "aria-labelledby": "entries-title" },
    make("thead", { class: "off-screen" }, make("tr", {}, ...["When", "What", "Hours"].map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...state.latest.map(latestRow))));
}

/** Shows the dashboard of whoever is signed in. `expelled` is called when the key is not valid any more. */
export function showDashboard(expelled) {
  hideDashboard();
  state = { key: session().key, expelled, ahead: 0 };
  refresh();
}

/** Forgets everything about the user. */
export function hideDashboard() {
  state = null;
  for (const id of ["recording", "hours", "entries"]) fill(by(id));
  by("recording").classList.remove("running");
  tick();
}

by("span").addEventListener("change", () => state?.entries && showHours());
document.addEventListener("written", refresh);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
setInterval(tick, 1000);
setInterval(() => document.visibilityState === "visible" && refresh(), 60_000);
