// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/workers.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

using kimai::gateway::Workers;
using kimai::storage::Connection;
using kimai::storage::Store;

namespace {

Connection in_memory() { return Connection::open(":memory:"); }

/// What the work threw, or "done".
std::string outcome(const std::exception_ptr& failure) {
    if (!failure) return "done";
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        return error.what();
    }
}

/// Submits a piece of work; the future says how it came out.
std::future<std::string> submit(Workers& workers, Workers::Work work) {
    auto told = std::make_shared<std::promise<std::string>>();
    auto future = told->get_future();
    workers.submit(std::move(work), [told](const std::exception_ptr& failure) { told->set_value(outcome(failure)); });
    return future;
}

}  // namespace

TEST_CASE("Who watches sees how many workers there are, how many are busy and what waits") {
    Workers workers(2, in_memory);
    CHECK(workers.count() == 2);
    CHECK(workers.busy() == 0);
    std::promise<void> go_on;
    const std::shared_future<void> gate = go_on.get_future().share();
    std::atomic<int> begun = 0;
    std::vector<std::future<std::string>> all;
    all.reserve(3);
    const auto work = [&begun, gate](Store&) {
        ++begun;
        gate.wait();
    };
    for (int i = 0; i < 2; ++i) all.push_back(submit(workers, work));
    while (begun < 2) std::this_thread::yield();
    all.push_back(submit(workers, work));
    CHECK(workers.busy() == 2);
    CHECK(workers.waiting() == 1);
    go_on.set_value();
    for (auto& one : all) CHECK(one.get() == "done");
    CHECK(workers.busy() == 0);
    CHECK(workers.waiting() == 0);
}

TEST_CASE("Work is done with a store, and what it throws is told") {
    Workers workers(2, in_memory);
    auto good = submit(workers, [](Store& store) { store.connection.run_script("CREATE TABLE t (x)"); });
    auto bad = submit(workers, [](Store&) { throw std::runtime_error("no"); });
    CHECK(good.get() == "done");
    CHECK(bad.get() == "no");
}

TEST_CASE("As many pieces of work run at once as there are workers, each with its own store") {
    constexpr int count = 3;
    Workers workers(count, in_memory);
    std::atomic<int> arrived = 0;
    std::promise<void> all_here;
    const std::shared_future<void> go_on = all_here.get_future().share();
    std::mutex mutex;
    std::set<const Store*> stores;
    std::vector<std::future<std::string>> outcomes;
    outcomes.reserve(count);
    for (int i = 0; i < count; ++i) {
        outcomes.push_back(submit(workers, [&](Store& store) {
            {
                const std::lock_guard lock(mutex);
                stores.insert(&store);
            }
            if (++arrived == count) all_here.set_value();
            go_on.wait();
        }));
    }
    for (auto& result : outcomes) CHECK(result.get() == "done");
    CHECK(stores.size() == count);
}

TEST_CASE("At the end what runs is finished and what waits is told that it will not be done") {
    Workers workers(1, in_memory);
    std::promise<void> entered;
    std::promise<void> go_on;
    bool was_done = false;
    auto running = submit(workers, [&](Store&) {
        entered.set_value();
        go_on.get_future().wait();
        was_done = true;
    });
    entered.get_future().wait();
    auto waiting = submit(workers, [](Store&) {});
    std::thread ending([&workers] { workers.finish(); });
    // Only the end can answer what waits while the one worker is busy, and it waits for the worker.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    go_on.set_value();
    ending.join();
    CHECK(running.get() == "done");
    CHECK(was_done);
    CHECK(waiting.get() == "the gateway stops");
}

TEST_CASE("A connection that cannot be opened is told where the workers are made") {
    const auto refuse = []() -> Connection { throw std::runtime_error("no database"); };
    CHECK_THROWS_WITH(Workers(1, refuse), "no database");
}
