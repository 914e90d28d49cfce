// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/file_content.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <stdexcept>

#include "test/storage/scratch_folder.hpp"

using namespace kimai::gateway;
using kimai::test::ScratchFolder;

namespace {

struct Written {
    explicit Written(const std::string& text) : file(folder.file("x")) {
        std::ofstream(file, std::ios::binary) << text;
    }

    ScratchFolder folder;
    std::string file;
};

}  // namespace

TEST_CASE("A file is read whole up to a limit, and refused behind it") {
    for (const std::size_t most : {0U, 4096U, 65535U, 65536U, 200000U}) {
        CAPTURE(most);
        std::string text(most, 'a');
        if (most > 1) text[most / 2] = '\0';
        CHECK(file_content(Written(text).file, most) == text);
        CHECK_THROWS_AS(file_content(Written(text + "b").file, most), std::runtime_error);
    }
    const Written longer("12345");
    CHECK_THROWS_WITH(file_content(longer.file, 4), (longer.file + " has more than 4 bytes").c_str());
}

TEST_CASE("A file without an end is not read for ever") {
    CHECK_THROWS_WITH(file_content("/dev/zero", 1 << 20), "/dev/zero has more than 1 MiB");
    CHECK_THROWS_WITH(first_line("/dev/zero", 4096), "/dev/zero has more than 4 KiB in its first line");
}

TEST_CASE("A file that cannot be read is named with the reason") {
    const ScratchFolder folder;
    const std::string none = folder.file("none");
    CHECK_THROWS_WITH(file_content(none, 4), ("cannot read " + none + ": No such file or directory").c_str());
    CHECK_THROWS_WITH(first_line(none, 4), ("cannot read " + none + ": No such file or directory").c_str());
    const std::string a_folder = folder.file("");
    CHECK_THROWS_WITH(file_content(a_folder, 4), ("cannot read " + a_folder + ": Is a directory").c_str());
    CHECK_THROWS_WITH(first_line(a_folder, 4), ("cannot read " + a_folder + ": Is a directory").c_str());
}

TEST_CASE("The first line is read alone, up to a limit") {
    CHECK(first_line(Written("1234\n" + std::string(5000, 'x')).file, 4) == "1234");
    CHECK(first_line(Written("1234\r\nx").file, 4) == "1234");
    CHECK(first_line(Written("1234").file, 4) == "1234");
    CHECK(first_line(Written("").file, 4).empty());
    CHECK(first_line(Written("\nx").file, 4).empty());
    for (const char* longer : {"12345", "12345\n", "12345\r\n", "1234\rx\n"}) {
        CHECK_THROWS_AS(first_line(Written(longer).file, 4), std::runtime_error);
    }
}
