// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "api/short_copy.hpp"

namespace kimai::api {

/// An answer's text while it is written. A list's answer is made of thousands of pieces of some ten bytes each. A
/// std::string calls a function for every one of them; this compares two pointers and copies. (Measured: half the
/// cost of a long answer.)
///
/// One thread; throws nothing but std::bad_alloc and std::length_error.
class TextBuffer {
  public:
    TextBuffer() = default;
    TextBuffer(const TextBuffer&) = delete;
    TextBuffer& operator=(const TextBuffer&) = delete;

    std::size_t size() const { return static_cast<std::size_t>(end_ - text_.data()); }
    std::string_view view() const { return {text_.data(), size()}; }

    TextBuffer& append(std::string_view piece) {
        end_ = copy_text(piece, room(piece.size()));
        return *this;
    }
    TextBuffer& operator+=(std::string_view piece) { return append(piece); }
    TextBuffer& operator+=(char c) {
        *room(1) = c;
        ++end_;
        return *this;
    }

    /// Where the text ends, with room for that many bytes there: for who writes by himself and then says how far.
    char* room(std::size_t length) {
        if (length > static_cast<std::size_t>(limit_ - end_)) grow(length);
        return end_;
    }
    void written_to(char* end) { end_ = end; }

    /// Appends once more what stands there already.
    TextBuffer& append_again(std::size_t at, std::size_t length) {
        room(length);  // May move all of it.
        return append(view().substr(at, length));
    }

    /// Takes back what stands behind the first `size` bytes.
    void truncate(std::size_t size) { end_ = text_.data() + size; }

    /// Puts `by` in the place of `length` bytes.
    void replace(std::size_t at, std::size_t length, std::string_view by);

    /// The text, for which this is done with.
    std::string take() {
        text_.resize(size());
        return std::move(text_);
    }

  private:
    void grow(std::size_t length);

    /// Longer than what is written; the rest has no meaning.
    std::string text_;
    char* end_ = text_.data();
    char* limit_ = end_;
};

}  // namespace kimai::api
