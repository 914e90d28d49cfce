# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what a stack decoded with what scenario.py expects."""
import decimal

from scenario import ABSENT, Amount, Number


def at(result, place):
    """-> what stands at "items/0/name", ABSENT if nothing does."""
    for name in place.split("/") if place else []:
        if name == "#":
            return len(result) if isinstance(result, list) else ABSENT
        if isinstance(result, list) and name.isdigit() and int(name) < len(result):
            result = result[int(name)]
        elif isinstance(result, dict) and name in result:
            result = result[name]
        else:
            return ABSENT
    return result


def as_lists(value):
    """A result of the document style with its lists, <items><item/>...</items>, as lists: tools make of them an object
    with one member, a list, or no list if there is one item only."""
    if isinstance(value, list):
        return [as_lists(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    lists = {}
    for name, inner in value.items():
        if name in ("items", "tasks") and not isinstance(inner, list) and (inner is not None or value.get("success")):
            inner = inner.get("item") or [] if isinstance(inner, dict) else []
            inner = inner if isinstance(inner, list) else [inner]
        lists[name] = as_lists(inner)
    return lists


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same_amount(expected, seen):
    """Languages have a type for decimals, or floating point, or text."""
    try:
        return not isinstance(seen, bool) and decimal.Decimal(str(seen)) == decimal.Decimal(expected)
    except decimal.InvalidOperation:
        return False


def typed(expected, seen):
    if isinstance(expected, float):
        return is_number(seen) and abs(seen - expected) < 1e-9
    if isinstance(expected, str):
        return isinstance(seen, str) and seen == str(expected)
    return type(seen) is type(expected) and seen == expected


def text(expected, seen):
    if expected is None or expected is ABSENT:
        return seen is expected
    if isinstance(expected, bool):
        return str(seen).lower() in (("1", "true") if expected else ("0", "false", ""))
    if isinstance(expected, float):
        return same_amount(repr(expected), seen)
    return seen is not None and str(seen) == str(expected)


def document(expected, seen):
    if expected is None or expected is ABSENT:
        # A typed object has all members.
        return seen is None or seen is ABSENT
    if isinstance(expected, Number):
        return isinstance(seen, int) and not isinstance(seen, bool) and seen == int(expected)
    if isinstance(expected, Amount):
        return same_amount(expected, seen)
    return typed(expected, seen)


SAME = {"typed": typed, "text": text, "document": document}


def difference(values, expected, result):
    """-> "" or what is wrong with a result. `values`: see Stack."""
    if values == "document":
        result = as_lists(result)
    for place, wanted in expected.items():
        seen = at(result, place)
        if not SAME[values](wanted, seen):
            return "%s: %r expected, %r got" % (place or "result", wanted, seen)
    return ""
