// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/secret_file.hpp"

#include <stdexcept>

#include "gateway/file_content.hpp"

namespace kimai::gateway {

std::string secret_in(const std::filesystem::path& file) {
    constexpr std::size_t longest = 4096;
    std::string line = first_line(file, longest);
    if (line.empty()) throw std::runtime_error(file.string() + " is empty; the secret must be in its first line");
    return line;
}

}  // namespace kimai::gateway
