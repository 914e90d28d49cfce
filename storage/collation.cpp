// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/collation.hpp"

namespace kimai::storage {
std::string sort_key(std::string_view utf8) {
    std::string r;
    for (char c : utf8) r += (c >= 'a' && c <= 'z') ? static_cast<char>(c - 32) : c;
    return r;
}
}  // namespace kimai::storage
