// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/dump_text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "storage/dump_error.hpp"
#include "storage/gzip_reader.hpp"

namespace kimai::storage {

namespace {

/// How files begin that people take for a dump, and what to tell them.
struct Foreign {
    std::string_view magic;
    const char* reason;
};
constexpr Foreign foreign_formats[] = {
    {std::string_view("PK\x03\x04", 4), "the file is a zip archive: unpack it first"},
    {"BZh", "the file is packed with bzip2: unpack it first, or use 'bzcat FILE | ... -'"},
    {std::string_view("\xFD\x37zXZ\0", 6), "the file is packed with xz: unpack it first, or use 'xzcat FILE | ... -'"},
    {"\x28\xB5\x2F\xFD", "the file is packed with zstd: unpack it first, or use 'zstdcat FILE | ... -'"},
    {"SQLite format 3", "the file is an SQLite database, not a MySQL dump"},
    {"<?xml", "the file is an XML dump: make one of SQL statements (mysqldump without --xml)"},
    {"\xFF\xFE", "the file is UTF-16 text, as PowerShell's '>' writes it: use mysqldump --result-file=FILE instead"},
    {"\xFE\xFF", "the file is UTF-16 text: make a dump in UTF-8"},
};

}  // namespace

DumpText::DumpText(Read read, std::size_t block)
    : bytes_read_(std::make_shared<std::uint64_t>(0)), buffer_(std::max<std::size_t>(block, 64)) {
    cursor_ = end_ = counted_ = buffer_.data();
    Read counted = [raw = std::move(read), count = bytes_read_](char* into, std::size_t room) {
        const std::size_t got = raw(into, room);
        *count += got;
        return got;
    };
    read_ = unpacked_if_gzip(std::move(counted));
    refuse_other_formats();
    if (starts_with("\xEF\xBB\xBF")) skip(3);
}

DumpText DumpText::open(const std::string& file) {
    std::FILE* opened = file == "-" ? stdin : std::fopen(file.c_str(), "rb");
    if (opened == nullptr) throw DumpError(0, "", "cannot open " + file + ": " + std::strerror(errno));
    const std::shared_ptr<std::FILE> stream(opened, [](std::FILE* f) {
        if (f != stdin) (void)std::fclose(f);
    });
    std::setvbuf(opened, nullptr, _IONBF, 0);
    DumpText text([stream, file](char* into, std::size_t room) {
        const std::size_t got = std::fread(into, 1, room, stream.get());
        if (got == 0 && std::ferror(stream.get()) != 0) {
            throw DumpError(0, "", "cannot read " + file + ": " + std::strerror(errno));
        }
        return got;
    });
    std::error_code no_size;
    if (file != "-" && std::filesystem::is_regular_file(file, no_size)) {
        const std::uintmax_t size = std::filesystem::file_size(file, no_size);
        if (!no_size) text.total_ = size;
    }
    return text;
}

DumpText DumpText::of(std::string_view text, std::size_t block) {
    return DumpText(
        [rest = text](char* into, std::size_t room) mutable {
            const std::size_t count = std::min(room, rest.size());
            std::copy_n(rest.data(), count, into);
            rest.remove_prefix(count);
            return count;
        },
        block);
}

bool DumpText::starts_with(std::string_view bytes) {
    if (static_cast<std::size_t>(end_ - cursor_) < bytes.size() && !refill(bytes.size())) return false;
    return std::string_view(cursor_, bytes.size()) == bytes;
}

/// Reads until `wanted` bytes are there. Keeps what was not consumed.
bool DumpText::refill(std::size_t wanted) {
    line();
    auto kept = static_cast<std::size_t>(end_ - cursor_);
    if (kept > 0) std::memmove(buffer_.data(), cursor_, kept);
    while (kept < wanted && !at_end_) {
        const std::size_t got = read_(buffer_.data() + kept, buffer_.size() - kept);
        at_end_ = got == 0;
        kept += got;
    }
    cursor_ = counted_ = buffer_.data();
    end_ = cursor_ + kept;
    return kept >= wanted;
}

void DumpText::refuse_other_formats() {
    for (const Foreign& format : foreign_formats) {
        if (starts_with(format.magic)) throw DumpError(1, "", format.reason);
    }
}

std::uint64_t DumpText::line() const {
    lines_ += static_cast<std::uint64_t>(std::count(counted_, cursor_, '\n'));
    counted_ = cursor_;
    return 1 + lines_;
}

std::uint64_t DumpText::bytes_read() const { return *bytes_read_; }

}  // namespace kimai::storage
