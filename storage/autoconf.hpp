// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kimai::storage {

/// A variable of Kimai's configuration file.
struct AutoconfSetting {
    /// Nothing if it is not a plain text: a call, a constant, a text with variables in it.
    std::optional<std::string> text;
    std::size_t line = 0;
    /// If there is no text: why.
    std::string problem;
};

/// The variables of Kimai's includes/autoconf.php by their names without the $: server_prefix, password_salt,
/// defaultTimezone, ... Of the last assignment to each.
struct Autoconf {
    std::map<std::string, AutoconfSetting, std::less<>> settings;
    /// If the file could not be taken apart: "line 3: the reason". Then there are no settings.
    std::string problem;
};

/// Reads `$name = 'text';` and `$name = "text";` by PHP's quoting rules and notes other assignments as not plain.
/// Nothing is executed. The grammar is PHP's: comments, <?php, string escapes (php.net, language reference, strings).
Autoconf read_autoconf(std::string_view php);

/// A line of such a file, "$name = 'text';", which read_autoconf() and PHP read back as it is.
std::string autoconf_line(std::string_view name, std::string_view text);

}  // namespace kimai::storage
