// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

/// The order of names as Kimai's database has it: MySQL's `utf8_general_ci`, without regard to case and accents.
/// Repositories store the key beside the name, sort and look up by it, and so need no collation in the database.
/// All functions are pure and may be called from any thread.
namespace kimai::storage {

/// The bytes by which `text` (UTF-8) sorts. Comparing two keys byte by byte, the shorter first where one begins the
/// other (memcmp, std::string, a BLOB column), tells what MySQL tells when it compares the texts:
/// - Each character has one weight: the upper case of its letter without accents, as Unicode 3.0 knew them. So "ä" is
///   "A" and "ß" is "S" (one, not two), but "й" is not "И". What has no case weighs as its own code point and keeps
///   its marks ("が" is not "か"). Combining marks count, too: "a" and U+0308 are not "ä".
/// - Blanks at the end do not count, as if the shorter text were filled up with blanks (PAD SPACE). So "a" = "a ",
///   and "a" and a tab come before "a", because a tab comes before the blank. The key holds all of that, for texts of
///   any length and with any controls.
/// - Characters above U+FFFF weigh as U+FFFD, all of them alike, as in `utf8mb4_general_ci`.
/// - Bytes that are no UTF-8 (overlong forms too) weigh one by one, come after every character and
///   equal nothing but the same byte, so that two broken names are not taken for one. The function does not mind them.
/// Two texts that MySQL takes for equal have the same key; who needs a fixed order among them adds a second column.
///
/// A key may be stored for good: it does not change with the version of ICU (see weight() in collation.cpp).
/// Test: all 65,536 weights, and the order of some hundred names, as MariaDB gave them. Throws only std::bad_alloc,
/// and std::runtime_error if ICU comes without its own data.
std::string sort_key(std::string_view text);

}  // namespace kimai::storage
