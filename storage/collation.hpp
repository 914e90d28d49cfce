// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once
#include <string>
#include <string_view>
namespace kimai::storage {
std::string sort_key(std::string_view utf8);
}
