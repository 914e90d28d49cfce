// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/dump_text.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include <string>

#include "storage/dump_error.hpp"

using namespace kimai::storage;

namespace {

std::string packed(const std::string& text) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string input = text;
    std::string out(text.size() + 100, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

std::string all_of(std::string_view bytes, std::size_t block = 64) {
    DumpText text = DumpText::of(bytes, block);
    std::string out;
    while (!text.window().empty()) {
        out += text.window();
        text.skip(text.window().size());
    }
    return out;
}

std::string failure_of(std::string_view bytes) {
    try {
        return "no failure: " + all_of(bytes);
    } catch (const DumpError& error) {
        return error.reason();
    }
}

}  // namespace

TEST_CASE("lines are counted across blocks") {
    std::string lines;
    for (int i = 0; i < 100; ++i) lines += "line\n";
    DumpText text = DumpText::of(lines, 64);
    CHECK(text.line() == 1);
    for (int i = 0; i < 250; ++i) {
        CHECK(text.peek() == "line\n"[i % 5]);
        text.skip(1);
    }
    CHECK(text.line() == 51);
    CHECK(text.peek_at(4) == '\n');
    CHECK(text.line() == 51);
}

TEST_CASE("gzip") {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "INSERT INTO t VALUES (" + std::to_string(i * 7919) + ");\n";
    const std::string file = packed(text);
    CHECK(all_of(file) == text);
    CHECK(all_of(packed("one, ") + packed("two")) == "one, two");
    CHECK(all_of(packed("\xEF\xBB\xBFtext")) == "text");
    CHECK(failure_of(std::string_view(file).substr(0, file.size() / 2)) ==
          "the packed file ends too early: it is cut off");
    CHECK(failure_of(std::string_view(file).substr(0, 3)) == "the packed file ends too early: it is cut off");
    std::string damaged = file;
    damaged[file.size() / 2] = static_cast<char>(damaged[file.size() / 2] ^ 0x55);
    CHECK(failure_of(damaged).starts_with("the packed file"));
    CHECK(failure_of(packed("<?xml version='1.0'?>")).starts_with("the file is an XML dump"));
}

TEST_CASE("beginnings") {
    CHECK(all_of("").empty());
    CHECK(all_of("a") == "a");
    CHECK(all_of("\x1F") == "\x1F");
    CHECK(failure_of("BZh91AY").starts_with("the file is packed with bzip2"));
    CHECK(failure_of(std::string_view("\xFF\xFE-\0", 4)).starts_with("the file is UTF-16"));
    CHECK_THROWS_AS(DumpText::open("/nowhere/dump.sql"), DumpError);
}
