// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/text_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>

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
    end_ = text_.get() + (size - taken_);
    std::erase_if(places_.items, [size](const TextItem& item) { return item.at >= size; });
    std::erase_if(places_.times, [size](std::size_t time) { return time >= size; });
}

void TextBuffer::replace(std::size_t at, std::size_t length, std::string_view by) {
    if (by.size() > length) room(by.size() - length);
    const std::size_t place = in_memory(at);
    char* const begin = text_.get() + place;
    std::memmove(begin + by.size(), begin + length, size_in_memory() - place - length);
    by.copy(begin, by.size());
    end_ = end_ - length + by.size();
    if (at < front_) {
        front_ = front_ - length + by.size();
        enough_ = enough_ - length + by.size();
    }
    for (auto item = places_.items.rbegin(); item != places_.items.rend() && item->at > at; ++item) {
        item->at = item->at - length + by.size();
    }
    for (auto time = places_.times.rbegin(); time != places_.times.rend() && *time > at; ++time) {
        *time = *time - length + by.size();
    }
}

std::string TextBuffer::text() {
    if (taken_ > 0) {
        try {
            give_away(front_);
        } catch (const std::exception&) {
            // It may as well stay in memory: the answer is whole.
        }
    }
    return std::string(view());
}

void TextBuffer::grow(std::size_t length) {
    constexpr std::size_t smallest = 1024;  // Most answers are shorter.
    const std::size_t used = size_in_memory();
    const std::size_t size = std::max({smallest, 2 * static_cast<std::size_t>(limit_ - text_.get()), used + length});
    auto* const moved = static_cast<char*>(std::realloc(text_.get(), size));
    if (moved == nullptr) throw std::bad_alloc();
    static_cast<void>(text_.release());  // realloc() freed it.
    text_.reset(moved);
    end_ = moved + used;
    limit_ = moved + size;
}

void TextBuffer::give_away(std::size_t needed) {
    if (front_ == 0) {
        front_ = size_in_memory();
        enough_ = front_ + overflow_->portion();
        return;
    }
    if (needed > front_) return;  // It stands in the middle: the rest has to wait for it.
    places_ = {};
    overflow_->take(view().substr(front_));
    taken_ += size_in_memory() - front_;
    end_ = text_.get() + front_;
}

}  // namespace kimai::api
