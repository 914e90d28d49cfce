// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/text_buffer.hpp"

#include <cstring>

namespace kimai::api {

void TextBuffer::replace(std::size_t at, std::size_t length, std::string_view by) {
    if (by.size() > length) room(by.size() - length);
    char* const begin = text_.data() + at;
    std::memmove(begin + by.size(), begin + length, size() - at - length);
    by.copy(begin, by.size());
    end_ = end_ - length + by.size();
}

void TextBuffer::grow(std::size_t length) {
    constexpr std::size_t smallest = 1024;  // Most answers are shorter.
    const std::size_t used = size();
    text_.resize(std::max({smallest, 2 * text_.size(), used + length}));
    end_ = text_.data() + used;
    limit_ = text_.data() + text_.size();
}

}  // namespace kimai::api
