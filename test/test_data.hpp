// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace kimai::test {

/// The path of a file below `test`, whose folder Meson tells the tests as TEST_DATA.
/// Throws std::runtime_error when it does not.
inline std::string test_file(const std::string& name) {
    const char* const folder = std::getenv("TEST_DATA");
    if (folder == nullptr) throw std::runtime_error("TEST_DATA is not set");
    return std::string(folder) + "/" + name;
}

}  // namespace kimai::test
