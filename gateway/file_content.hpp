// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace kimai::gateway {

/// All bytes of a file, or of the standard input for "-". Throws std::runtime_error with a sentence if it cannot be
/// read or has more than `most` bytes: then it is not read to its end.
std::string file_content(const std::filesystem::path& file, std::uint64_t most);

/// The first line of the same, without its end, which is "\n" or "\r\n". Waits for no more than that line, so that
/// somebody at a terminal can type it. Throws as above, with `most` for the line.
std::string first_line(const std::filesystem::path& file, std::size_t most);

}  // namespace kimai::gateway
