// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/database_health.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>
#include <sstream>

#include "gateway/overflow_file.hpp"

using namespace kimai;
using namespace kimai::gateway;
using namespace std::chrono_literals;

namespace {

/// Health with a clock that is set by hand.
struct Watched {
    std::ostringstream lines;
    Log log{LogLevel::info, lines};
    DatabaseHealth::Clock::time_point now{1h};
    DatabaseHealth health{log, "/x/k.db", [this] { return now; }};

    void fail(int code, int times = 1) {
        for (int i = 0; i < times; ++i)
            health.failed("request r1 startRecord", storage::DatabaseError(code, "what it is"));
    }
    /// The lines since the last call of this, without their times.
    std::string taken() {
        std::string text;
        std::istringstream all(lines.str());
        for (std::string line; std::getline(all, line);)
            text += line.substr(std::min<std::size_t>(25, line.size())) + "\n";
        lines.str("");
        return text;
    }
};

}  // namespace

TEST_CASE("A failure is told with what to do, and further ones of its kind once a minute") {
    Watched watched;
    watched.fail(SQLITE_FULL, 1000);
    const std::string first = watched.taken();
    CHECK(first.starts_with("error request r1 startRecord failed: the disk is full"));
    CHECK(first.find("file system of /x/k.db") != std::string::npos);
    CHECK(first.find("(what it is)\n") == first.size() - 13);
    watched.now += 59s;
    watched.fail(SQLITE_FULL);
    CHECK(watched.taken().empty());
    watched.fail(SQLITE_BUSY);
    CHECK(watched.taken().find("another program holds /x/k.db locked") != std::string::npos);
    watched.now += 1s;
    watched.fail(SQLITE_FULL);
    CHECK(watched.taken().find("(what it is) (1000 more failed since the last such line)") != std::string::npos);
}

TEST_CASE("What is no trouble of the database is told each time") {
    Watched watched;
    watched.fail(SQLITE_ERROR, 2);
    watched.health.failed("request r2", std::runtime_error("odd"));
    CHECK(watched.taken() ==
          "error request r1 startRecord failed: what it is\nerror request r1 startRecord failed: what it is\n"
          "error request r2 failed: odd\n");
}

TEST_CASE("That long answers cannot be kept is told once a minute, and is no trouble of the database") {
    Watched watched;
    for (int i = 0; i < 50; ++i) watched.health.failed("request r1 getTimesheet", OverflowError("no room"));
    CHECK(watched.taken() == "error request r1 getTimesheet failed: no room\n");
    watched.now += 60s;
    watched.health.failed("request r2 getTimesheet", OverflowError("no room"));
    CHECK(watched.taken() ==
          "error request r2 getTimesheet failed: no room (49 more failed since the last such line)\n");
    CHECK(watched.health.failures() == 0);
    watched.fail(SQLITE_FULL, 3);
    CHECK(watched.health.failures() == 3);
}

TEST_CASE("That it is over is told once, when nothing has failed for a while") {
    Watched watched;
    watched.health.wrote();
    CHECK(watched.taken().empty());
    watched.fail(SQLITE_FULL, 3);
    watched.taken();
    watched.now += 9s;
    watched.health.wrote();
    CHECK(watched.taken().empty());
    watched.fail(SQLITE_FULL);
    watched.now += 10s;
    watched.health.wrote();
    CHECK(watched.taken() == "info the database can be written again; 4 pieces of work failed meanwhile\n");
    watched.health.wrote();
    CHECK(watched.taken().empty());
    watched.fail(SQLITE_FULL);
    CHECK(watched.taken().find("the disk is full") != std::string::npos);
}

TEST_CASE("Damage stays") {
    Watched watched;
    CHECK_FALSE(watched.health.damaged());
    watched.fail(SQLITE_FULL);
    CHECK_FALSE(watched.health.damaged());
    watched.fail(SQLITE_CORRUPT);
    watched.now += 1h;
    watched.health.wrote();
    CHECK(watched.health.damaged());
    watched.taken();
    watched.fail(SQLITE_CORRUPT);
    CHECK(watched.taken().find("kimai-gateway check") != std::string::npos);
}
