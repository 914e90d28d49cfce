// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/admin/named_rows.hpp"

namespace kimai::gateway::admin {

using storage::admin::NamedRow;
using storage::admin::Noun;

/// What the operator means by a name or by a number as "#12". Names are compared as Kimai does, without regard to case
/// and accents; one that is in the trash is only meant if there is no other. Throws std::runtime_error: unknown, with
/// near or all known ones; ambiguous, with the numbers to choose from.
NamedRow find(storage::Connection& connection, Noun noun, std::string_view reference);

/// Throws std::runtime_error if there is one of that name, in the trash or not, with another number than `except`.
void require_free_name(storage::Connection& connection, Noun noun, std::string_view name,
                       std::optional<std::int64_t> except = std::nullopt);

/// "user", "global role": as it stands in sentences.
std::string_view word_for(Noun noun);

/// The name in quotes, as a terminal can take it.
std::string in_quotes(std::string_view name);

}  // namespace kimai::gateway::admin
