// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/draft_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "storage/new_file.hpp"

namespace kimai::storage {

namespace {

/// Whether the file that is open still has its name: the one who held the lock before may have given it another.
bool has_name(int descriptor, const std::string& name) {
    struct stat open {};
    struct stat named {};
    return ::fstat(descriptor, &open) == 0 && ::stat(name.c_str(), &named) == 0 && open.st_dev == named.st_dev &&
           open.st_ino == named.st_ino;
}

}  // namespace

DraftFile::DraftFile(std::string file, std::string_view ending, const std::string& work)
    : file_(std::move(file)), draft_(file_ + std::string(ending)) {
    lock_ = ::open(draft_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (lock_ < 0) throw DraftRefused("cannot write beside " + file_ + ": " + std::strerror(errno));
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0 || !has_name(lock_, draft_)) {
        ::close(lock_);
        throw DraftRefused("another " + work + " is running");
    }
    // One that a killed process left, or somebody else made, may have another mode.
    if (::fchmod(lock_, S_IRUSR | S_IWUSR) != 0 || ::ftruncate(lock_, 0) != 0) {
        const int error = errno;
        ::close(lock_);
        throw DraftRefused("cannot write " + draft_ + ": " + std::strerror(error));
    }
}

DraftFile::~DraftFile() {
    std::error_code ignored;
    if (has_name(lock_, draft_)) std::filesystem::remove(draft_, ignored);
    ::close(lock_);
}

void DraftFile::publish(bool replace) {
    if (!flush_to_disk(draft_)) refuse("cannot write " + draft_);
    const bool named = replace ? std::rename(draft_.c_str(), file_.c_str()) == 0 : claim_name(draft_, file_);
    if (!named) {
        if (errno == EEXIST) throw DraftRefused(file_ + " is there already");
        refuse("cannot rename " + draft_ + " to " + file_);
    }
    // It has happened: that a power cut might undo it is no reason to report a failure.
    flush_to_disk(folder_of(file_));
}

void DraftFile::refuse(const std::string& doing) { throw DraftRefused(doing + ": " + std::strerror(errno)); }

}  // namespace kimai::storage
