// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kimai::storage {

/// A text of at most `capacity` bytes that needs no memory of its own: a number on its way into an answer, of which
/// there are thousands. Whoever fills it knows that it fits; nothing is checked.
template <std::size_t capacity>
class ShortText {
  public:
    std::string_view view() const { return {bytes_.data(), length_}; }
    // So that it can stand wherever a text is read. NOLINTNEXTLINE(google-explicit-constructor)
    operator std::string_view() const { return view(); }

    ShortText& append(char c) {
        bytes_[length_++] = c;
        return *this;
    }
    ShortText& append(std::string_view text) {
        length_ += text.copy(end(), text.size());
        return *this;
    }
    ShortText& append(std::size_t count, char c) {
        std::fill_n(end(), count, c);
        length_ += count;
        return *this;
    }
    /// In decimal notation, at most 20 bytes.
    template <typename Integer>
    ShortText& append_number(Integer number) {
        written_to(std::to_chars(end(), limit(), number).ptr);
        return *this;
    }

    /// For what writes by itself, such as std::to_chars: from end() to limit(), then say where it ended.
    char* end() { return bytes_.data() + length_; }
    char* limit() { return bytes_.data() + capacity; }
    void written_to(const char* end) { length_ = static_cast<std::size_t>(end - bytes_.data()); }

    friend bool operator==(const ShortText& a, std::string_view b) { return a.view() == b; }

  private:
    // Not cleared: only what was written is ever read. NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
    std::array<char, capacity> bytes_;
    std::size_t length_ = 0;
};

}  // namespace kimai::storage
