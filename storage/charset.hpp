// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kimai::storage {

/// The character sets of MySQL that Kimai databases are written in.
enum class Charset {
    utf8,    ///< utf8, utf8mb3, utf8mb4; also ascii, which is a part of it.
    latin1,  ///< MySQL's latin1 is Windows-1252, with the five bytes that are undefined there as control characters.
    binary,  ///< No character set: the bytes are in that of the column.
    other,   ///< One that is not read, beyond its ASCII part.
};

/// By MySQL's name, in any case: "utf8mb4", "latin1".
Charset charset_named(std::string_view name);
/// By a collation's name: "latin1_german1_ci", "utf8mb3_bin".
Charset charset_of_collation(std::string_view name);

/// The text in UTF-8: `bytes` itself where nothing needs to change, otherwise a view of `converted`, which is
/// overwritten. Nothing if the bytes are not valid in the set. binary is taken as utf8. Text that was encoded twice
/// before it came into the database stays as it is.
std::optional<std::string_view> to_utf8(Charset charset, std::string_view bytes, std::string& converted);

}  // namespace kimai::storage
