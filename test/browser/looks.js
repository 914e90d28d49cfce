// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";

// Runs within the page: what its rules for everybody's eyes and hands are.

/** Texts that are too pale for what is behind them (WCAG 2.1 1.4.3), as "ratio text". */
function paleTexts() {
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, alpha = 1] = channels(getComputedStyle(at).backgroundColor);
      if (alpha > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || !element.checkVisibility() || element.closest(".off-screen, .skip, script, noscript, button:disabled")) continue;
    const style = getComputedStyle(element);
    const [dark, bright] = [luminance(channels(style.color)), luminance(ground(element))].sort((a, b) => a - b);
    const ratio = (bright + 0.05) / (dark + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)} ${text.slice(0, 40)}`);
  }
  return found;
}

/** Controls that a screen reader could only call "edit" or "button". */
function namelessControls() {
  const nameless = [...document.querySelectorAll("input, select, button, summary, a, pre, table")].filter((element) => {
    const label = element.getAttribute("aria-label") || element.getAttribute("aria-labelledby") || element.textContent.trim();
    return !label && !element.labels?.length;
  });
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const double = ids.filter((id, i) => ids.indexOf(id) !== i);
  return [...nameless.map((element) => element.outerHTML), ...double];
}

/** Whether one sees that this element has the focus. */
function showsFocus() {
  const element = document.activeElement;
  const shown = element.matches(".choice input") ? element.nextElementSibling : element;
  return getComputedStyle(shown).outlineStyle !== "none" && parseFloat(getComputedStyle(shown).outlineWidth) >= 2;
}

const isWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;

module.exports = { paleTexts, namelessControls, showsFocus, isWide };
