// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/overflow_file.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "api/text_buffer.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai;
using kimai::gateway::NoOverflow;
using kimai::gateway::OverflowFile;
using kimai::test::ScratchFolder;

namespace {

std::string content_of(const OverflowFile& file) {
    std::string content;
    std::array<char, 7> room{};
    while (const std::size_t count = file.read(content.size(), room)) content.append(room.data(), count);
    return content;
}

std::string what_is_thrown(OverflowFile& file, std::string_view text) {
    try {
        file.take(text);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return {};
}

/// The process's own files in a folder, those without a name too.
std::vector<int> files_in(const ScratchFolder& folder) {
    std::vector<int> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code ignored;
        const std::string target = std::filesystem::read_symlink(entry.path(), ignored).string();
        if (target.starts_with(folder.file(""))) found.push_back(std::stoi(entry.path().filename().string()));
    }
    return found;
}

/// No file may become longer, as if the disk were full.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t size) {
        before_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &limit_);
        const rlimit lower{size, limit_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &lower);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &limit_);
        std::signal(SIGXFSZ, before_);
    }

  private:
    rlimit limit_{};
    void (*before_)(int) = nullptr;
};

}  // namespace

TEST_CASE("What was taken is read again, in pieces of any size") {
    const ScratchFolder folder;
    OverflowFile file(folder.file(""));
    CHECK(file.size() == 0);
    CHECK(content_of(file).empty());
    CHECK(files_in(folder).empty());
    file.take("a long answer, ");
    file.take("and more");
    CHECK(file.size() == 23);
    CHECK(content_of(file) == "a long answer, and more");
    file.truncate(7);
    CHECK(content_of(file) == "a long ");
    file.take("way");
    CHECK(content_of(file) == "a long way");
}

TEST_CASE("The file has no name, is the owner's, is not inherited, and goes with the object") {
    const ScratchFolder folder;
    {
        OverflowFile file(folder.file(""));
        file.take("x");
        CHECK(std::filesystem::is_empty(folder.file("")));
        const std::vector<int> files = files_in(folder);
        REQUIRE(files.size() == 1);
        CHECK((::fcntl(files[0], F_GETFD) & FD_CLOEXEC) != 0);
        struct stat status {};
        REQUIRE(::fstat(files[0], &status) == 0);
        CHECK((status.st_mode & 0777U) == 0600U);
        CHECK(status.st_nlink == 0);
    }
    CHECK(files_in(folder).empty());
}

TEST_CASE("Where no file can be made, the log is told where and what to do") {
    const ScratchFolder folder;
    OverflowFile file(folder.file("missing"));
    const std::string said = what_is_thrown(file, "x");
    for (const std::string& part : {folder.file("missing"), std::string("No such file"), std::string("TMPDIR")}) {
        CAPTURE(said);
        CHECK(said.find(part) != std::string::npos);
    }
    CHECK(file.size() == 0);
}

TEST_CASE("A full disk takes nothing, not even a part") {
    const ScratchFolder folder;
    OverflowFile file(folder.file(""));
    file.take("before");
    {
        const FileSizeLimit limit(100);
        CHECK(what_is_thrown(file, std::string(200, 'x')).find("File too large") != std::string::npos);
    }
    CHECK(content_of(file) == "before");
    file.take(" and behind");
    CHECK(content_of(file) == "before and behind");
}

TEST_CASE("Where nothing may overflow, the answer is too long") {
    NoOverflow none;
    CHECK(none.portion() == gateway::long_answer);
    CHECK(OverflowFile("/").portion() == gateway::long_answer);
    CHECK_THROWS_AS(none.take("x"), api::AnswerTooLong);
}

TEST_CASE("A portion of rows stays in memory, a byte more does not") {
    const ScratchFolder folder;
    for (const bool is_more : {false, true}) {
        OverflowFile file(folder.file(""));
        NoOverflow none;
        for (api::Overflow* const overflow : {static_cast<api::Overflow*>(&file), static_cast<api::Overflow*>(&none)}) {
            constexpr std::size_t nothing = 0;
            api::TextBuffer buffer(overflow);
            buffer += "front";
            buffer.settled(nothing);
            buffer += std::string(gateway::long_answer + (is_more ? 1 : 0), 'x');
            if (overflow == &none && is_more) {
                CHECK_THROWS_AS(buffer.settled(nothing), api::AnswerTooLong);
            } else {
                buffer.settled(nothing);
            }
        }
        CHECK(file.size() == (is_more ? gateway::long_answer + 1 : 0));
    }
}

TEST_CASE("Temporary files go where TMPDIR says, and to a disk if it says nothing") {
    const char* const before = ::getenv("TMPDIR");
    const std::string kept = before == nullptr ? "" : before;
    ::setenv("TMPDIR", "/some/where", 1);
    CHECK(gateway::temporary_folder() == "/some/where");
    for (const bool is_empty : {true, false}) {
        is_empty ? ::setenv("TMPDIR", "", 1) : ::unsetenv("TMPDIR");
        CHECK(gateway::temporary_folder() == (std::filesystem::is_directory("/var/tmp") ? "/var/tmp" : "/tmp"));
    }
    if (before != nullptr) ::setenv("TMPDIR", kept.c_str(), 1);
}
