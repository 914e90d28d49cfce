// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/overflow_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace kimai::gateway {

namespace {

std::runtime_error cannot(const char* what) {
    return std::runtime_error(std::string("a long answer: cannot ") + what +
                              " a temporary file: " + std::strerror(errno));
}

}  // namespace

std::size_t OverflowFile::portion() const {
    constexpr std::size_t one_mebibyte = 1024UL * 1024;
    return one_mebibyte;
}

void OverflowFile::take(std::string_view text) {
    if (!file_) {
        file_.reset(std::tmpfile());
        if (!file_) throw cannot("make");
    }
    while (!text.empty()) {
        const ::ssize_t written =
            ::pwrite(::fileno(file_.get()), text.data(), text.size(), static_cast<::off_t>(size_));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) throw cannot("write");
        size_ += static_cast<std::size_t>(written);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::size_t OverflowFile::read(std::size_t at, std::span<char> room) const {
    const std::size_t wanted = std::min(room.size(), size_ - std::min(at, size_));
    if (wanted == 0) return 0;
    const ::ssize_t count = ::pread(::fileno(file_.get()), room.data(), wanted, static_cast<::off_t>(at));
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

}  // namespace kimai::gateway
