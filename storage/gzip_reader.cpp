// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/gzip_reader.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "storage/dump_error.hpp"

namespace kimai::storage {

namespace {

/// zlib's code for "a gzip header is there".
constexpr int gzip_window = MAX_WBITS + 16;

class GzipReader {
  public:
    /// begin: bytes of the stream that were read already.
    GzipReader(DumpText::Read packed, std::string_view begin)
        : packed_(std::move(packed)), input_(std::size_t{64} * 1024) {
        std::copy(begin.begin(), begin.end(), input_.begin());
        stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
        stream_.avail_in = static_cast<uInt>(begin.size());
        if (inflateInit2(&stream_, gzip_window) != Z_OK) throw std::bad_alloc();
    }
    GzipReader(const GzipReader&) = delete;
    GzipReader& operator=(const GzipReader&) = delete;
    GzipReader(GzipReader&&) = delete;
    GzipReader& operator=(GzipReader&&) = delete;
    ~GzipReader() { inflateEnd(&stream_); }

    std::size_t read(char* into, std::size_t room) {
        stream_.next_out = reinterpret_cast<Bytef*>(into);
        stream_.avail_out = static_cast<uInt>(room);
        while (stream_.avail_out == room) {
            if (stream_.avail_in == 0 && !more_input()) {
                if (between_members_) return 0;
                throw DumpError(0, "", "the packed file ends too early: it is cut off");
            }
            if (between_members_) begin_member();
            const int status = inflate(&stream_, Z_NO_FLUSH);
            if (status == Z_STREAM_END) {
                between_members_ = true;
            } else if (status != Z_OK && status != Z_BUF_ERROR) {
                throw DumpError(0, "", "the packed file is damaged (gzip)");
            }
        }
        return room - stream_.avail_out;
    }

  private:
    bool more_input() {
        const std::size_t got = packed_(input_.data(), input_.size());
        stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
        stream_.avail_in = static_cast<uInt>(got);
        return got > 0;
    }

    void begin_member() {
        inflateReset2(&stream_, gzip_window);
        between_members_ = false;
    }

    DumpText::Read packed_;
    std::vector<char> input_;
    z_stream stream_{};
    bool between_members_ = false;
};

}  // namespace

DumpText::Read unpacked_if_gzip(DumpText::Read packed) {
    std::array<char, 2> first{};
    std::size_t count = 0;
    while (count < first.size()) {
        const std::size_t got = packed(first.data() + count, first.size() - count);
        if (got == 0) break;
        count += got;
    }
    const std::string_view begin(first.data(), count);
    if (begin == "\x1F\x8B") {
        auto reader = std::make_shared<GzipReader>(std::move(packed), begin);
        return [reader](char* into, std::size_t room) { return reader->read(into, room); };
    }
    return [plain = std::move(packed), rest = std::string(begin)](char* into, std::size_t room) mutable {
        if (rest.empty()) return plain(into, room);
        const std::size_t given = std::min(room, rest.size());
        std::copy_n(rest.data(), given, into);
        rest.erase(0, given);
        return given;
    };
}

}  // namespace kimai::storage
