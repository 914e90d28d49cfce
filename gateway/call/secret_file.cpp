// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/secret_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace kimai::gateway {

std::string secret_in(const std::filesystem::path& file) {
    std::string line;
    if (file == "-") {
        std::getline(std::cin, line);
    } else {
        std::ifstream stream(file);
        if (!stream) throw std::runtime_error("cannot read " + file.string() + ": " + std::strerror(errno));
        std::getline(stream, line);
    }
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) throw std::runtime_error(file.string() + " is empty; the secret must be in its first line");
    return line;
}

}  // namespace kimai::gateway
