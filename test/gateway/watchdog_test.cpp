// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/watchdog.hpp"

#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <sstream>
#include <string>
#include <thread>

using namespace kimai::gateway;
using namespace std::chrono_literals;

namespace {

/// A watchdog over threads that run for as long as this lives; its writer answers at once or never.
struct Watched {
    explicit Watched(bool writer_answers)
        : watchdog(
              threads,
              [writer_answers](const std::function<void()>& done) {
                  if (writer_answers) done();
              },
              200ms, [this] { ++alive; }, log),
          running([this] { threads.run(); }) {}

    ~Watched() {
        watchdog.stop();
        running.join();
    }

    /// How often it said that it is alive, in that time.
    int alive_within(std::chrono::milliseconds time) {
        const int before = alive;
        std::this_thread::sleep_for(time);
        return alive - before;
    }

    std::ostringstream lines;
    Log log{LogLevel::info, lines};
    std::atomic<int> alive = 0;
    IoThreads threads{2};
    Watchdog watchdog;
    std::thread running;
};

}  // namespace

TEST_CASE("a gateway that runs is alive, until it is stopped") {
    Watched watched(true);
    CHECK(watched.alive_within(1s) >= 8);
    watched.watchdog.stop();
    std::this_thread::sleep_for(100ms);
    CHECK(watched.alive_within(300ms) == 0);
    CHECK(watched.lines.str().empty());
}

TEST_CASE("one thread that hangs is enough, and the log hears of it once") {
    for (const std::size_t which : {0U, 1U}) {
        CAPTURE(which);
        Watched watched(true);
        std::promise<void> end;
        boost::asio::post(watched.threads.context(which), [held = end.get_future().share()] { held.wait(); });
        std::this_thread::sleep_for(150ms);
        CHECK(watched.alive_within(500ms) == 0);
        end.set_value();
        std::this_thread::sleep_for(100ms);
        CHECK(watched.alive_within(500ms) >= 3);
        const std::string line = "the watchdog will end this process: a thread that serves connections hangs\n";
        const std::string log = watched.lines.str();
        // The first thread, which looks, cannot tell of itself.
        CHECK((log.find(line) != std::string::npos) == (which == 1));
        CHECK(log.find(line) == log.rfind(line));
    }
}

TEST_CASE("a writer that hangs is enough") {
    Watched watched(false);
    std::this_thread::sleep_for(150ms);
    CHECK(watched.alive_within(500ms) == 0);
    CHECK(watched.lines.str().find("the thread that writes the database hangs") != std::string::npos);
}
