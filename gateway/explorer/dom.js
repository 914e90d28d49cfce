// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The only place where elements are made. Texts become text nodes and never markup, wherever they come from.

/** An element. Properties are attributes, but for those that begin with "on", which are listeners. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** The element of the page with that id. */
export const by = (id) => document.getElementById(id);

/** Replaces what an element holds. */
export const fill = (element, ...children) => element.replaceChildren(...children);

/** Says something to those who listen to the page instead of looking at it. */
export function announce(text) {
  fill(by("announcement"), text);
}

/** Copies a text. The clipboard is for secure places only; elsewhere the old way still works. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = make("textarea", { readonly: true, class: "off-screen" });
    field.value = text;
    document.body.append(field);
    const focused = document.activeElement;
    field.select();
    document.execCommand("copy");
    field.remove();
    focused?.focus();
  }
  announce(`${what} copied`);
}

/** A button that copies what `text()` gives, and says so for a moment. */
export function copyButton(text, what) {
  const label = make("span", {}, "Copy");
  const button = make("button", { type: "button", class: "quiet small", "aria-label": `Copy ${what}` }, label);
  button.addEventListener("click", async () => {
    await copy(text(), what);
    label.textContent = "Copied";
    setTimeout(() => (label.textContent = "Copy"), 1500);
  });
  return button;
}
