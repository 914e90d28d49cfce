// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/log_output.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <vector>

using kimai::gateway::LogOutput;

namespace {

std::string lost_line(std::uint64_t lines) { return "lost: " + std::to_string(lines) + "\n"; }

}  // namespace

TEST_CASE("lines are written in their order, all of them at the end") {
    std::string written;
    {
        LogOutput output([&written](std::string_view lines) { written += lines; }, lost_line);
        for (int i = 0; i < 1000; ++i) output.add(std::to_string(i % 10) + "\n");
    }
    std::string expected;
    for (int i = 0; i < 1000; ++i) expected += std::to_string(i % 10) + "\n";
    CHECK(written == expected);
}

TEST_CASE("flush returns when what was added is written") {
    std::string written;
    LogOutput output([&written](std::string_view lines) { written += lines; }, lost_line);
    output.add("one\n");
    output.flush();
    CHECK(written == "one\n");
    output.flush();
    CHECK(written == "one\n");
}

TEST_CASE("lines are written without anybody asking for it") {
    std::promise<std::string> written;
    LogOutput output([&written](std::string_view lines) { written.set_value(std::string(lines)); }, lost_line);
    output.add("one\n");
    CHECK(written.get_future().get() == "one\n");
}

TEST_CASE("lines of many threads stay whole") {
    std::string written;
    {
        LogOutput output([&written](std::string_view lines) { written += lines; }, lost_line);
        std::vector<std::thread> threads;
        for (char name = 'a'; name < 'e'; ++name) {
            threads.emplace_back([&output, name] {
                for (int i = 0; i < 500; ++i) output.add(std::string(20, name) + "\n");
            });
        }
        for (std::thread& thread : threads) thread.join();
    }
    REQUIRE(written.size() == 4UL * 500 * 21);
    for (std::size_t at = 0; at < written.size(); at += 21) {
        CHECK(written.substr(at, 21) == std::string(20, written[at]) + "\n");
    }
}

TEST_CASE("while writing blocks, adding does not, memory is bounded, and what is lost is counted") {
    std::promise<void> begun;
    std::promise<void> go_on;
    std::atomic<bool> first = true;
    std::string written;
    {
        LogOutput output(
            [&](std::string_view lines) {
                if (first.exchange(false)) {
                    begun.set_value();
                    go_on.get_future().wait();
                }
                written += lines;
            },
            lost_line);
        output.add("first\n");
        begun.get_future().wait();
        const std::string line(LogOutput::limit / 4 - 1, 'x');
        for (int i = 0; i < 4; ++i) output.add(line + "\n");  // exactly the limit
        output.add("\n");
        output.add("too much\n");
        CHECK(output.lost() == 2);
        go_on.set_value();
    }
    CHECK(written.size() > LogOutput::limit);
    CHECK(written.starts_with("first\nxxx"));
    CHECK(written.ends_with("xxx\nlost: 2\n"));
}
