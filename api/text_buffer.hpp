// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/overflow.hpp"
#include "api/short_copy.hpp"
#include "api/text_places.hpp"

namespace kimai::api {

/// An answer's text while it is written. A list's answer is made of thousands of pieces of some ten bytes each. A
/// std::string calls a function for every one of them; this compares two pointers and copies. (Measured: half the
/// cost of a long answer.)
///
/// Of a long text the middle may be given to an Overflow, piece by piece, as its writer says that it is settled. The
/// front up to where that was said first stays in memory, and so does what was written since a piece was given away.
/// Sizes and positions count from the begin of the whole text.
///
/// One thread; throws nothing but std::bad_alloc, and settled() what the Overflow throws.
class TextBuffer {
  public:
    /// All of it stays in memory.
    TextBuffer() = default;
    /// `overflow` must outlive this; nullptr: all of it stays in memory.
    explicit TextBuffer(Overflow* overflow) : overflow_(overflow), enough_(overflow == nullptr ? never : 0) {}
    TextBuffer(const TextBuffer&) = delete;
    TextBuffer& operator=(const TextBuffer&) = delete;

    std::size_t size() const { return size_in_memory() + taken_; }
    /// What is in memory: all of it as long as no Overflow took anything.
    std::string_view view() const { return {text_.get(), size_in_memory()}; }

    TextBuffer& append(std::string_view piece) {
        end_ = copy_text(piece, room(piece.size()));
        return *this;
    }
    /// Pieces behind each other, at one look at the room.
    template <typename... Pieces>
    TextBuffer& append(std::string_view first, const Pieces&... rest) {
        room((first.size() + ... + std::string_view(rest).size()));
        end_ = copy_text(first, end_);
        (..., (end_ = copy_text(rest, end_)));
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

    /// Appends once more what stands there already, and was not settled.
    TextBuffer& append_again(std::size_t at, std::size_t length) {
        room(length);  // May move all of it.
        return append({text_.get() + in_memory(at), length});
    }

    /// Takes back what stands behind the first `size` bytes, settled or not.
    void truncate(std::size_t size);

    /// Puts `by` in the place of `length` bytes that were not settled.
    void replace(std::size_t at, std::size_t length, std::string_view by);

    // Places that move with the text.

    /// An item begins, and ends, where the text ends now.
    void begin_item(std::int64_t row) { places_.items.push_back({.row = row, .at = size(), .length = 0}); }
    void end_item() {
        if (!places_.items.empty()) places_.items.back().length = size() - places_.items.back().at;
    }
    /// A part of the item that is open begins, and ends, in the same way.
    void begin_part() {
        if (!places_.items.empty()) places_.items.back().part_at = size() - places_.items.back().at;
    }
    void end_part() {
        if (places_.items.empty()) return;
        TextItem& item = places_.items.back();
        item.part_length = size() - item.at - item.part_at;
    }
    /// The time comes next.
    void begin_time() { places_.times.push_back(size()); }
    /// The places in text(); none in one of which the Overflow took a part.
    TextPlaces take_places() {
        if (taken_ > 0) return {};
        return std::move(places_);
    }

    /// Of all that is written, nothing behind the first `needed` bytes will be asked for or replaced any more.
    void settled(std::size_t needed) {
        if (size_in_memory() > enough_) give_away(needed);
    }

    /// Where in text() the text belongs that the Overflow took; nothing if it took none.
    std::optional<std::size_t> overflowed_at() const { return taken_ > 0 ? std::optional(front_) : std::nullopt; }

    /// The text, but for what the Overflow took, for which this is done with. If it took anything, it is given the rest
    /// as well, since a client may be slow to take its answer.
    std::string text();

  private:
    static constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

    std::size_t size_in_memory() const { return static_cast<std::size_t>(end_ - text_.get()); }
    /// Where the byte at a position stands in memory.
    std::size_t in_memory(std::size_t at) const { return at < front_ ? at : at - taken_; }
    void grow(std::size_t length);
    void give_away(std::size_t needed);

    struct Free {
        void operator()(char* text) const { std::free(text); }
    };

    /// Up to end_, and room up to limit_. Not a std::string, which would fill the room with zeros each time it grows.
    std::unique_ptr<char, Free> text_;
    char* end_ = nullptr;
    char* limit_ = nullptr;

    Overflow* overflow_ = nullptr;
    /// Bytes at the front that stay in memory; 0 as long as nothing was settled.
    std::size_t front_ = 0;
    /// Bytes behind them that the Overflow took.
    std::size_t taken_ = 0;
    TextPlaces places_;
    /// With more bytes than these in memory, there is something to do when they are settled.
    std::size_t enough_ = never;
};

}  // namespace kimai::api
