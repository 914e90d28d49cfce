// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/database_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace kimai::storage {

namespace {

// The file format: sqlite.org/fileformat2.html, 1.3.
constexpr std::size_t header_size = 100;
constexpr std::string_view magic{"SQLite format 3\0", 16};
constexpr std::size_t page_size_at = 16;
constexpr std::size_t page_count_at = 28;

std::int64_t big_endian(std::string_view bytes) {
    std::int64_t value = 0;
    for (const char byte : bytes) value = value * 256 + static_cast<unsigned char>(byte);
    return value;
}

/// How long the database must be at least; nothing if the file does not begin as a database does.
std::optional<std::int64_t> length_by_header(int file) {
    std::array<char, header_size> bytes{};
    if (::pread(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) return std::nullopt;
    const std::string_view header(bytes.data(), bytes.size());
    if (!header.starts_with(magic)) return std::nullopt;
    const std::int64_t page_size = big_endian(header.substr(page_size_at, 2));
    constexpr std::int64_t largest_page = 65536;  // Stands as 1, since it does not fit.
    return big_endian(header.substr(page_count_at, 4)) * (page_size == 1 ? largest_page : page_size);
}

}  // namespace

DatabaseFiles::DatabaseFiles(const std::string& file)
    : files_{Watched{file, {}}, Watched{file.empty() ? "" : file + "-wal", {}},
             Watched{file.empty() ? "" : file + "-shm", {}}} {
    if (!file.empty()) database_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    look();
}

DatabaseFiles::~DatabaseFiles() {
    if (database_ >= 0) ::close(database_);
}

DatabaseFiles::State DatabaseFiles::look() {
    for (Watched& watched : files_) {
        if (watched.name.empty()) continue;
        struct stat found {};
        const bool there = ::stat(watched.name.c_str(), &found) == 0;
        if (!there && !watched.identity) continue;
        const Identity identity{found.st_dev, found.st_ino};
        if (!watched.identity) watched.identity = identity;
        if (!there || *watched.identity != identity) return State::replaced;
        if (&watched == &files_.front() && is_cut(found.st_size)) return State::cut;
    }
    return State::in_place;
}

/// A database gets shorter when it was tidied up (VACUUM, an import that replaces); then its header says so. The header
/// is read in that case only: while the log is written back, it is ahead of the length.
bool DatabaseFiles::is_cut(std::int64_t size) {
    if (size < size_) {
        const auto expected = length_by_header(database_);
        if (!expected || size < *expected) return true;
    }
    size_ = size;
    return false;
}

}  // namespace kimai::storage
