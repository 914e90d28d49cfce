// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "api/shape.hpp"
#include "api/value.hpp"

namespace kimai::gateway {

/// Prints the result of a call for a person: a text, or a single value, as it is; several records as a table without
/// the columns that are empty in all rows; one record with a line for each member. `items` is the shape of the records,
/// nullptr if there are none; `columns` the members to print, empty: all. Notes ("2 of 52") go to `notes`. Throws
/// std::runtime_error if nothing can be written.
void print_result(const api::Value& result, const api::Shape* items, const std::vector<std::string>& columns,
                  std::ostream& out, std::ostream& notes);

}  // namespace kimai::gateway
