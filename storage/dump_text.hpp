// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kimai::storage {

/// The bytes of a dump, read in blocks: from a file, standard input or memory, unpacked if they begin as gzip does,
/// without a byte order mark. Holds one block, so its size does not depend on the dump's. One thread at a time.
class DumpText {
  public:
    /// Fills up to `room` bytes and says how many; 0: the end. Throws DumpError.
    using Read = std::function<std::size_t(char* into, std::size_t room)>;

    static constexpr std::size_t default_block = std::size_t{256} * 1024;

    /// Reads the beginning at once. Throws DumpError for what is no SQL text: other packers, XML, UTF-16.
    explicit DumpText(Read read, std::size_t block = default_block);
    /// A file's name, or "-" for standard input. Throws DumpError if it can't be opened or read.
    static DumpText open(const std::string& file);
    /// For text that is in memory already. It must outlive the object.
    static DumpText of(std::string_view text, std::size_t block = default_block);

    /// The next byte, -1 at the end.
    int peek() { return cursor_ != end_ || refill(1) ? static_cast<unsigned char>(*cursor_) : -1; }
    /// The byte behind the next `ahead` ones, -1 if there is none. `ahead` must be smaller than the block.
    int peek_at(std::size_t ahead) {
        return static_cast<std::size_t>(end_ - cursor_) > ahead || refill(ahead + 1)
                   ? static_cast<unsigned char>(cursor_[ahead])
                   : -1;
    }
    /// Whether these bytes come next.
    bool starts_with(std::string_view bytes);

    /// The bytes that can be had without reading: empty at the end only. Valid until the next call of anything.
    std::string_view window() {
        if (cursor_ == end_) refill(1);
        return {cursor_, static_cast<std::size_t>(end_ - cursor_)};
    }
    /// Steps over bytes that peek, peek_at or window have shown.
    void skip(std::size_t count) { cursor_ += count; }

    /// The line of the next byte, from 1. Counted when asked, from where it was asked last.
    std::uint64_t line() const;

    /// Bytes taken from the file so far (packed ones, if it is packed), and how many there are if that is known.
    std::uint64_t bytes_read() const;
    std::optional<std::uint64_t> bytes_total() const { return total_; }

  private:
    bool refill(std::size_t wanted);
    void refuse_other_formats();

    std::shared_ptr<std::uint64_t> bytes_read_;
    std::optional<std::uint64_t> total_;
    Read read_;
    std::vector<char> buffer_;
    const char* cursor_ = nullptr;
    const char* end_ = nullptr;
    /// How many lines end before this place of the buffer.
    mutable std::uint64_t lines_ = 0;
    mutable const char* counted_ = nullptr;
    bool at_end_ = false;
};

}  // namespace kimai::storage
