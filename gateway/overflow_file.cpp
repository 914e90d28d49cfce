// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/overflow_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace kimai::gateway {

namespace {

OverflowError cannot(const char* what, const std::string& folder, int error) {
    return OverflowError(std::string("a long answer cannot be kept: ") + what + " a temporary file in " + folder +
                         ": " + std::generic_category().message(error) +
                         "; make room there, or name another folder in the environment as TMPDIR, and restart");
}

/// For file systems that know no files without a name: one whose name is taken away at once.
int make_with_name(const std::string& folder) {
    std::string name = folder + "/kimai-gateway-XXXXXX";
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file >= 0) ::unlink(name.c_str());
    return file;
}

bool is_folder(const std::string& path) {
    const int folder = ::open(path.c_str(), O_DIRECTORY | O_PATH | O_CLOEXEC);
    if (folder < 0) return false;
    ::close(folder);
    return true;
}

}  // namespace

void NoOverflow::take(std::string_view /*text*/) { throw api::AnswerTooLong(); }

OverflowFile::~OverflowFile() {
    if (file_ >= 0) ::close(file_);
}

void OverflowFile::make() {
    constexpr mode_t for_the_owner = 0600;
    file_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, for_the_owner);
    // The second one is what a kernel says that does not know O_TMPFILE.
    if (file_ < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) file_ = make_with_name(folder_);
    if (file_ < 0) throw cannot("making", folder_, errno);
}

void OverflowFile::take(std::string_view text) {
    if (file_ < 0) make();
    std::size_t end = size_;
    while (!text.empty()) {
        const ::ssize_t written = ::pwrite(file_, text.data(), text.size(), static_cast<::off_t>(end));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) throw cannot("writing", folder_, written < 0 ? errno : ENOSPC);
        end += static_cast<std::size_t>(written);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    size_ = end;
}

void OverflowFile::truncate(std::size_t size) {
    size_ = size;
    // Gives the room on the disk back; what stays there does no harm.
    if (file_ >= 0 && ::ftruncate(file_, static_cast<::off_t>(size)) != 0) return;
}

std::size_t OverflowFile::read(std::size_t at, std::span<char> room) const {
    const std::size_t wanted = std::min(room.size(), size_ - std::min(at, size_));
    if (wanted == 0) return 0;
    ::ssize_t count = 0;
    do {
        count = ::pread(file_, room.data(), wanted, static_cast<::off_t>(at));
    } while (count < 0 && errno == EINTR);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

std::string temporary_folder() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
    const char* const chosen = std::getenv("TMPDIR");
    if (chosen != nullptr && *chosen != '\0') return chosen;
    const std::string usual = "/var/tmp";
    return is_folder(usual) ? usual : "/tmp";
}

}  // namespace kimai::gateway
