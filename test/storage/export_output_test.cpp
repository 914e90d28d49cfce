// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/export_output.hpp"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "scratch_folder.hpp"
#include "storage/gzip_reader.hpp"

using namespace kimai;
using namespace kimai::storage;
namespace fs = std::filesystem;

namespace {

std::string content_of(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string unpacked(const std::string& file) {
    auto stream = std::make_shared<std::ifstream>(file, std::ios::binary);
    const auto read = unpacked_if_gzip([stream](char* into, std::size_t room) {
        stream->read(into, static_cast<std::streamsize>(room));
        return static_cast<std::size_t>(stream->gcount());
    });
    std::string text;
    std::array<char, 4096> piece{};
    while (const std::size_t got = read(piece.data(), piece.size())) text.append(piece.data(), got);
    return text;
}

std::size_t files_in(const test::ScratchFolder& folder) {
    const fs::directory_iterator files(folder.file(""));
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

constexpr fs::perms owner_only = fs::perms::owner_read | fs::perms::owner_write;

}  // namespace

TEST_CASE("a file appears at the end, for its owner only") {
    const test::ScratchFolder folder;
    const std::string file = folder.file("out.sql");
    {
        ExportOutput output(file, false);
        output.write("one, ");
        CHECK_FALSE(fs::exists(file));
        output.write(std::string(200000, 'x'));
        output.write(" two");
        CHECK_FALSE(fs::exists(file));
        output.finish();
        CHECK(content_of(file) == "one, " + std::string(200000, 'x') + " two");
    }
    CHECK(fs::status(file).permissions() == owner_only);
    CHECK(files_in(folder) == 1);
}

TEST_CASE("nothing is left of a file that was not finished") {
    const test::ScratchFolder folder;
    {
        ExportOutput output(folder.file("out.sql"), false);
        output.write(std::string(200000, 'x'));
    }
    CHECK(files_in(folder) == 0);
}

TEST_CASE("a name that ends in .gz makes a packed file") {
    const test::ScratchFolder folder;
    std::string text;
    for (int i = 0; i < 100000; ++i) text += std::to_string(i * 7919) + "\n";
    ExportOutput output(folder.file("out.sql.gz"), false);
    for (std::size_t at = 0; at < text.size(); at += 1000) output.write(std::string_view(text).substr(at, 1000));
    output.finish();
    CHECK(content_of(folder.file("out.sql.gz")).starts_with("\x1F\x8B"));
    CHECK(unpacked(folder.file("out.sql.gz")) == text);
    ExportOutput empty(folder.file("empty.gz"), false);
    empty.finish();
    CHECK(unpacked(folder.file("empty.gz")).empty());
}

TEST_CASE("a file that is there is replaced only if that is asked for, and only a file") {
    const test::ScratchFolder folder;
    const std::string file = folder.file("out.sql");
    std::ofstream(file) << "old";
    CHECK_THROWS_WITH_AS(ExportOutput(file, false),
                         (file + " is there already; use --replace, or another name").c_str(), std::runtime_error);
    {
        ExportOutput output(file, true);
        output.write("new");
        CHECK(content_of(file) == "old");
        output.finish();
    }
    CHECK(content_of(file) == "new");
    fs::create_symlink(file, folder.file("link"));
    for (const std::string& other : {folder.file("link"), std::string("/dev/null"), folder.file("")}) {
        CAPTURE(other);
        CHECK_THROWS_AS(ExportOutput(other, true), std::runtime_error);
    }
    CHECK_THROWS_AS(ExportOutput(folder.file("none/out.sql"), false), std::runtime_error);
    CHECK(files_in(folder) == 2);
}

TEST_CASE("a file that appeared meanwhile is kept") {
    const test::ScratchFolder folder;
    const std::string file = folder.file("out.sql");
    {
        ExportOutput output(file, false);
        std::ofstream(file) << "other";
        CHECK_THROWS_AS(output.finish(), std::runtime_error);
    }
    CHECK(content_of(file) == "other");
    CHECK(files_in(folder) == 1);
}

TEST_CASE("a folder appears at the end, whole") {
    const test::ScratchFolder folder;
    const std::string name = folder.file("csv");
    {
        const ExportFolder unfinished(name);
        std::ofstream(unfinished.file("a.csv")) << "a";
    }
    CHECK(files_in(folder) == 0);
    ExportFolder made(name + "/");
    std::ofstream(made.file("a.csv")) << "a";
    CHECK_FALSE(fs::exists(name));
    made.finish();
    CHECK(content_of(name + "/a.csv") == "a");
    CHECK(fs::status(name).permissions() == (owner_only | fs::perms::owner_exec));
    CHECK_THROWS_AS(ExportFolder{name}, std::runtime_error);
    fs::remove(name + "/a.csv");
    ExportFolder again(name);
    again.finish();
    CHECK(files_in(folder) == 1);
}
