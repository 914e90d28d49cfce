// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Hours by day and project: a column for each day, a table with the same figures below it.

import { fill, make } from "./dom.js";

// Projects with a colour of their own; the rest share one. Rows of the table at most, with one for all the rest.
const MOST_COLOURS = 6;
const MOST_ROWS = 8;

export function hoursAndMinutes(seconds) {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

const dayName = (day, options) => new Intl.DateTimeFormat("en-GB", options).format(day);

/** The days from one to before another, as their local midnights. */
export function daysBetween(first, end) {
  const days = [];
  for (const day = new Date(first); day < end; day.setDate(day.getDate() + 1)) days.push(new Date(day));
  return days;
}

function nextDay(day) {
  const next = new Date(day);
  next.setDate(next.getDate() + 1);
  return next;
}

/** Seconds of each project on each day. What lasts over midnight counts on both days. -> [Map(projectID, seconds)] */
function dayTotals(entries, days, now) {
  return days.map((day) => {
    const begins = day / 1000;
    const ends = nextDay(day) / 1000;
    const totals = new Map();
    for (const entry of entries) {
      const until = Number(entry.end) || now;
      const seconds = Math.min(until, ends) - Math.max(Number(entry.start), begins);
      if (seconds > 0) totals.set(entry.projectID, (totals.get(entry.projectID) ?? 0) + seconds);
    }
    return totals;
  });
}

/** Projects by their share, the longest first: [{id, name, customer, seconds}] */
function rank(entries, days) {
  const projects = new Map();
  for (const entry of entries) {
    projects.set(entry.projectID, { id: entry.projectID, name: entry.projectName, customer: entry.customerName, seconds: 0 });
  }
  for (const totals of days) for (const [id, seconds] of totals) projects.get(id).seconds += seconds;
  return [...projects.values()].filter((project) => project.seconds > 0).sort((a, b) => b.seconds - a.seconds);
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const secondsOf = (projects) => sum(projects.map((project) => project.seconds));

/** Whole hours between two lines, so that there are at most four. */
const stepFor = (hours) => [1, 2, 3, 4, 6].find((step) => hours / step <= 4) ?? 12;

function column(day, totals, projects, colourOf, top, dense) {
  const stack = make("div", { class: "stack" });
  for (const project of projects) {
    const seconds = totals.get(project.id);
    if (!seconds) continue;
    const part = make("div", { class: `part ${colourOf(project)}`, title: `${project.name} ${hoursAndMinutes(seconds)}` });
    part.style.height = `${(100 * seconds) / (top * 3600)}%`;
    stack.append(part);
  }
  const today = day.toDateString() === new Date().toDateString();
  const label = dense ? String(day.getDate()) : dayName(day, { weekday: "short" });
  return make("div", { class: today ? "column today" : "column" }, stack, make("span", {}, label));
}

function lines(top, step) {
  const all = [];
  for (let hour = 0; hour <= top; hour += step) {
    const line = make("div", { class: "line" }, make("span", {}, `${hour} h`));
    line.style.bottom = `${(100 * hour) / top}%`;
    all.push(line);
  }
  return make("div", { class: "lines" }, ...all);
}

function table(projects, total, colourOf, spanName) {
  const row = (project) => make("tr", {},
    make("th", { scope: "row" }, make("div", {}, make("span", { class: `swatch ${colourOf(project)}` }),
      make("span", {}, make("span", {}, project.name), " ", make("small", {}, project.customer)))),
    make("td", {}, hoursAndMinutes(project.seconds)),
    make("td", { class: "share" }, `${Math.round((100 * project.seconds) / total)} %`));
  const rest = projects.slice(MOST_ROWS - 1);
  const shown = rest.length > 1 ? projects.slice(0, MOST_ROWS - 1) : projects;
  const folded = rest.length > 1 ? [{ name: `${rest.length} other projects`, customer: "", seconds: secondsOf(rest) }] : [];
  return make("table", { class: "projects" },
    make("caption", { class: "off-screen" }, `Hours by project, this ${spanName}`),
    make("thead", { class: "off-screen" }, make("tr", {}, ...["Project", "Hours", "Share"].map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...[...shown, ...folded].map(row)));
}

/** -> the colour's class of a project. A project has the same one in every span of days. */
function colouring(entries, allDays, now) {
  const longest = rank(entries, dayTotals(entries, allDays, now)).slice(0, MOST_COLOURS);
  const colours = new Map(longest.map((project, i) => [project.id, `colour-${i + 1}`]));
  return (project) => colours.get(project.id) ?? "colour-other";
}

/**
 * Draws the entries of one of the spans {name: days}; `now` in seconds since 1970, for what still runs.
 */
export function drawHours(place, entries, spans, spanName, now) {
  const days = spans[spanName];
  const totals = dayTotals(entries, days, now);
  const projects = rank(entries, totals);
  const colourOf = colouring(entries, Object.values(spans).flat(), now);
  const byDay = totals.map((day) => sum([...day.values()]));
  const total = sum(byDay);
  const head = make("p", { class: "total" }, make("strong", {}, hoursAndMinutes(total)), ` this ${spanName}`);
  if (total === 0) {
    fill(place, head, make("p", { class: "note" }, "No hours yet."));
    return;
  }
  const most = Math.max(...byDay) / 3600;
  const step = stepFor(most);
  const top = Math.ceil(most / step) * step;
  const dense = days.length > 7;
  const told = days.map((day, i) => (byDay[i] ? `${dayName(day, { weekday: "short", day: "numeric" })} ${hoursAndMinutes(byDay[i])}` : ""));
  const chart = make("div", { class: dense ? "chart dense" : "chart", role: "img", "aria-label": `Hours by day: ${told.filter(Boolean).join(", ")}` },
    lines(top, step),
    make("div", { class: "columns" }, ...days.map((day, i) => column(day, totals[i], projects, colourOf, top, dense))));
  fill(place, head, chart, table(projects, total, colourOf, spanName));
}
