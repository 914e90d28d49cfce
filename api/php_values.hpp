// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "api/value.hpp"
#include "storage/short_text.hpp"

/// How PHP 7.4 reads values of any type as truth, number or text. Old clients send ids as text, truth as "1" and
/// numbers as anything, and the old server took what PHP made of them; so do we. All functions take any value and never
/// throw. Source: PHP's manual on type juggling, and the recordings.
namespace kimai::api {

/// False are null, false, 0, "", "0", and what is empty.
bool php_truth(const Value& value);

/// What empty() says: not true, see php_truth.
inline bool php_empty(const Value& value) { return !php_truth(value); }

/// (int): the number that a text begins with ("6abc" is 6, "abc" is 0), cut towards zero. Out of range, a text gives
/// the nearest that fits and a number wraps around; an infinite one is 0.
std::int64_t php_int(const Value& value);

/// (float): the number that a text begins with, else 0.
double php_double(const Value& value);

/// (string): true is "1", false and null are "", numbers as PHP prints them, lists and records "Array".
std::string php_string(const Value& value);

/// The decimal notation that a text begins with ("12.5abc" gives "12.5"), or "0": a number for exact arithmetic, where
/// PHP's own way over floating point would lose digits.
std::string php_decimal(const Value& value);

/// is_numeric(): numbers, and texts that are a number as a whole, blanks before it allowed.
bool php_is_numeric(const Value& value);

/// Whether value == number holds with two equal signs.
bool php_equals(const Value& value, double number);

/// The number of a row, where the old server compared the value with a number column without converting it first:
/// numbers and numeric texts with a whole value. Nothing for all else.
std::optional<std::int64_t> php_row_number(const Value& value);

/// A double as PHP's (string) prints it with precision 14: "10", "0.33333333333333", "1.0E+25", "INF", "NAN".
storage::ShortText<32> php_number_text(double number);

/// A double as json_encode() prints it with serialize_precision -1: the shortest digits that read back as the same
/// number, "10", "0.125", "2.5e-7", "1.0e+22".
storage::ShortText<32> php_json_number(double number);

}  // namespace kimai::api
