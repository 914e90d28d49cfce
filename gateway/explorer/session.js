// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who is signed in. The key lives in this tab only and ends with it; it is never part of an address.

const PLACE = "kimai-gateway";

/** {name, key}, or null. */
export function session() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE));
  } catch {
    return null;
  }
}

export function remember(name, key) {
  sessionStorage.setItem(PLACE, JSON.stringify({ name, key }));
}

export function forget() {
  sessionStorage.removeItem(PLACE);
}
