// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace kimai::gateway {

/// Looks over what `kimai-gateway serve` with these further arguments would start with: file and environment,
/// certificate and key, the database and its folder. Changes nothing, listens nowhere. Prints a line for each thing,
/// and below it what is wrong and what to do. Answers whether the gateway would start.
bool check_configuration(const std::vector<std::string>& arguments, std::ostream& out);

}  // namespace kimai::gateway
