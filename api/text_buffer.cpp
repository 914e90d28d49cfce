// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/text_buffer.hpp"

#include <cstring>

namespace kimai::api {

void TextBuffer::truncate(std::size_t size) {
    if (size < front_) {  // What follows is settled anew.
        if (taken_ > 0) overflow_->truncate(0);
        taken_ = 0;
        front_ = 0;
        enough_ = 0;
    } else if (size < front_ + taken_) {
        overflow_->truncate(size - front_);
        taken_ = size - front_;
    }
    end_ = text_.data() + (size - taken_);
}

void TextBuffer::replace(std::size_t at, std::size_t length, std::string_view by) {
    if (by.size() > length) room(by.size() - length);
    const std::size_t place = in_memory(at);
    char* const begin = text_.data() + place;
    std::memmove(begin + by.size(), begin + length, size_in_memory() - place - length);
    by.copy(begin, by.size());
    end_ = end_ - length + by.size();
    if (at < front_) {
        front_ = front_ - length + by.size();
        enough_ = enough_ - length + by.size();
    }
}

std::string TextBuffer::take() {
    text_.resize(size_in_memory());
    if (taken_ > 0) text_.shrink_to_fit();  // The room was for a whole portion, and a client may be slow.
    return std::move(text_);
}

void TextBuffer::grow(std::size_t length) {
    constexpr std::size_t smallest = 1024;  // Most answers are shorter.
    const std::size_t used = size_in_memory();
    text_.resize(std::max({smallest, 2 * text_.size(), used + length}));
    end_ = text_.data() + used;
    limit_ = text_.data() + text_.size();
}

void TextBuffer::give_away(std::size_t needed) {
    if (front_ == 0) {
        front_ = size_in_memory();
        enough_ = front_ + overflow_->portion();
        return;
    }
    if (needed > front_) return;  // It stands in the middle: the rest has to wait for it.
    overflow_->take(view().substr(front_));
    taken_ += size_in_memory() - front_;
    end_ = text_.data() + front_;
}

}  // namespace kimai::api
