// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace kimai::storage {

bool flush_to_disk(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    const int flushed = ::fsync(file);
    const int error = errno;
    ::close(file);
    errno = error;
    return flushed == 0;
}

bool claim_name(const std::string& from, const std::string& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
    // Not every file system knows RENAME_NOREPLACE. A link never replaces anything either.
    if (errno != EINVAL || ::link(from.c_str(), to.c_str()) != 0) return false;
    ::unlink(from.c_str());
    return true;
}

std::string folder_of(const std::string& file) { return std::filesystem::absolute(file).parent_path().string(); }

}  // namespace kimai::storage
