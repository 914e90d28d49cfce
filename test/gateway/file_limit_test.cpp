// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/file_limit.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

using kimai::gateway::allow_open_files;

namespace {

/// Puts this process's limit back at the end.
class KeptLimit {
  public:
    KeptLimit() { getrlimit(RLIMIT_NOFILE, &kept_); }
    KeptLimit(const KeptLimit&) = delete;
    KeptLimit& operator=(const KeptLimit&) = delete;
    ~KeptLimit() { setrlimit(RLIMIT_NOFILE, &kept_); }
    rlim_t most() const { return kept_.rlim_max; }

  private:
    rlimit kept_{};
};

rlim_t current() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

}  // namespace

TEST_CASE("The limit of open files is raised as far as is needed, and never lowered") {
    const KeptLimit kept;
    rlimit low{};
    getrlimit(RLIMIT_NOFILE, &low);
    low.rlim_cur = 200;
    REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
    allow_open_files(300, 4);
    CHECK(current() >= 2 * 300 + 4 * 3);
    const rlim_t raised = current();
    allow_open_files(1, 1);
    CHECK(current() == raised);
}

TEST_CASE("What is not needed of it is taken as far as the system allows") {
    const KeptLimit kept;
    rlimit low{};
    getrlimit(RLIMIT_NOFILE, &low);
    low.rlim_cur = 200;
    low.rlim_max = 500;
    // In a child, since only an administrator can put the higher one back.
    const ::pid_t child = ::fork();
    if (child == 0) {
        setrlimit(RLIMIT_NOFILE, &low);
        try {
            allow_open_files(300, 4);
        } catch (const std::exception&) {
            ::_exit(2);
        }
        ::_exit(current() == 500 ? 0 : 1);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}

TEST_CASE("More than the system allows is refused with the number, before anything runs out") {
    const KeptLimit kept;
    if (kept.most() >= std::size_t{1} << 40U) return;  // No limit at all.
    try {
        allow_open_files(kept.most(), 1);
        FAIL("was not refused");
    } catch (const std::runtime_error& error) {
        CHECK(std::string(error.what()).find("allows only " + std::to_string(kept.most())) != std::string::npos);
        CHECK(std::string(error.what()).find("LimitNOFILE") != std::string::npos);
    }
}
