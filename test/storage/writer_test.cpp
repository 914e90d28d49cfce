// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/writer.hpp"

#include <doctest/doctest.h>

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "storage/schema.hpp"
#include "test/storage/firm.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai::storage;
using kimai::test::memory_database;
using kimai::test::ScratchFolder;

namespace {

/// Holds the writer's thread in a piece of work of its own, so that what is submitted meanwhile becomes one group.
class Pause {
  public:
    explicit Pause(Writer& writer) {
        writer.submit(
            [gates = gates_](Store&) {
                gates->entered.set_value();
                gates->go_on.get_future().wait();
            },
            [](const std::exception_ptr&) {});
        gates_->entered.get_future().wait();
    }
    void end() { gates_->go_on.set_value(); }

  private:
    struct Gates {
        std::promise<void> entered;
        std::promise<void> go_on;
    };
    std::shared_ptr<Gates> gates_ = std::make_shared<Gates>();
};

/// What became of a group of jobs, as the writer told.
struct Journal {
    std::mutex mutex;
    std::condition_variable changed;
    std::string events;
    int count = 0;

    void note(const std::string& event) {
        const std::lock_guard lock(mutex);
        events += (events.empty() ? "" : " ") + event;
        ++count;
        changed.notify_all();
    }
    void wait_for(int expected) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return count >= expected; });
    }
    Writer::Done done(const std::string& name) {
        return [this, name](const std::exception_ptr& failure) { note(name + ":" + text_of(failure)); };
    }
    static std::string text_of(const std::exception_ptr& failure) {
        if (!failure) return "ok";
        try {
            std::rethrow_exception(failure);
        } catch (const DatabaseError&) {
            return "database";
        } catch (const std::exception& error) {
            return error.what();
        }
    }
};

void set(Store& store, const std::string& option) { store.settings.set_configuration(option, "set"); }

std::string options(Store& store) {
    Rows rows = store.connection.query("SELECT coalesce(group_concat(option, ' '), '') FROM configuration");
    rows.next();
    return std::string(rows.text(0));
}

/// The options that are set after the writer has done all before.
std::string options(Writer& writer) {
    std::string result;
    writer.write_and_wait([&result](Store& store) { result = options(store); });
    return result;
}

}  // namespace

TEST_CASE("What waits is written in its order as one group, and nobody is told before it is committed") {
    const ScratchFolder folder;
    auto connection = Connection::open(folder.file("k.db"), {.create = true});
    migrate(connection);
    Store reading(Connection::open(folder.file("k.db"), {.read_only = true}));
    Journal journal;
    std::string seen;
    {
        Writer writer(std::move(connection));
        Pause pause(writer);
        for (const std::string name : {"a", "b", "c"}) {
            writer.submit(
                [&journal, name](Store& store) {
                    set(store, name);
                    journal.note(name);
                },
                [&journal, &seen, &reading, name](const std::exception_ptr& failure) {
                    journal.done(name)(failure);
                    if (seen.empty()) seen = options(reading);
                });
        }
        CHECK(writer.waiting() == 3);
        CHECK(options(reading).empty());
        pause.end();
    }
    CHECK(journal.events == "a b c a:ok b:ok c:ok");
    CHECK(seen == "a b c");
}

TEST_CASE("Work that throws leaves nothing behind, and only its own caller is told") {
    Journal journal;
    Writer writer(memory_database());
    Pause pause(writer);
    writer.submit([](Store& store) { set(store, "a"); }, journal.done("a"));
    writer.submit(
        [](Store& store) {
            set(store, "b");
            throw std::runtime_error("b failed");
        },
        journal.done("b"));
    writer.submit(
        [](Store& store) {
            set(store, "c");
            store.connection.execute("INSERT INTO statuses VALUES (1, NULL)");
        },
        journal.done("c"));
    writer.submit([](Store& store) { set(store, "d"); }, journal.done("d"));
    pause.end();
    journal.wait_for(4);
    CHECK(options(writer) == "a d");
    CHECK(journal.events == "a:ok b:b failed c:database d:ok");
}

TEST_CASE("A commit that fails is told to the whole group, and the writer goes on") {
    Journal journal;
    Writer writer(memory_database());
    Pause pause(writer);
    writer.submit([](Store& store) { set(store, "a"); }, journal.done("a"));
    // A reference that is checked at the commit.
    writer.submit([](Store& store) { store.connection.execute("INSERT INTO groups_users VALUES (1, 1, 1)"); },
                  journal.done("b"));
    pause.end();
    journal.wait_for(2);
    CHECK(options(writer).empty());
    CHECK(journal.events == "a:database b:database");
}

TEST_CASE("When the whole transaction ends amid the group, nothing of it counts as written") {
    Journal journal;
    Writer writer(memory_database());
    Pause pause(writer);
    writer.submit([](Store& store) { set(store, "a"); }, journal.done("a"));
    // As SQLite does itself when the disk is full.
    writer.submit(
        [](Store& store) {
            store.connection.run_script("ROLLBACK");
            throw std::runtime_error("disk is full");
        },
        journal.done("b"));
    writer.submit([](Store& store) { set(store, "c"); }, journal.done("c"));
    pause.end();
    journal.wait_for(3);
    CHECK(options(writer).empty());
    CHECK(journal.events == "a:disk is full b:disk is full c:disk is full");
}

TEST_CASE("write_and_wait returns when it is written and throws what the work threw") {
    Writer writer(memory_database());
    writer.write_and_wait([](Store& store) { set(store, "a"); });
    CHECK_THROWS_WITH_AS(writer.write_and_wait([](Store&) { throw std::out_of_range("mine"); }), "mine",
                         std::out_of_range);
    CHECK(options(writer) == "a");
}

TEST_CASE("Work may queue more work") {
    Journal journal;
    {
        Writer writer(memory_database());
        writer.submit([&](Store&) { writer.submit([](Store& store) { set(store, "b"); }, journal.done("b")); },
                      journal.done("a"));
    }
    CHECK(journal.events == "a:ok b:ok");
}

TEST_CASE("A writer that ends finishes what is queued") {
    Journal journal;
    {
        Writer writer(memory_database());
        Pause pause(writer);
        for (const std::string name : {"a", "b"}) writer.submit([](Store&) {}, journal.done(name));
        pause.end();
    }
    CHECK(journal.events == "a:ok b:ok");
}

TEST_CASE("Many threads write at once and none is lost or mixed up") {
    constexpr int thread_count = 8;
    constexpr int writes_each = 50;
    Writer writer(memory_database());
    std::vector<std::thread> threads;
    threads.reserve(thread_count);
    std::vector<int> refused(thread_count);
    for (int thread = 0; thread < thread_count; ++thread) {
        threads.emplace_back([&writer, &refused = refused[static_cast<std::size_t>(thread)], thread] {
            for (int i = 0; i < writes_each; ++i) {
                const std::string name = std::to_string(thread) + "/" + std::to_string(i);
                try {
                    writer.write_and_wait([&](Store& store) {
                        set(store, name);
                        if (i % 10 == 0) throw std::runtime_error(name);
                    });
                } catch (const std::runtime_error& error) {
                    if (error.what() == name) ++refused;
                }
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    std::int64_t written = 0;
    writer.write_and_wait([&written](Store& store) {
        Rows rows = store.connection.query("SELECT count(*) FROM configuration");
        rows.next();
        written = rows.integer(0);
    });
    CHECK(written == thread_count * writes_each * 9 / 10);
    for (const int count : refused) CHECK(count == writes_each / 10);
}

TEST_CASE("The writer counts its transactions, their times and how many writes share one") {
    ScratchFolder folder;
    Writer writer(Connection::open(folder.file("k.db"), {.create = true}));
    writer.write_and_wait([](Store& store) { store.connection.run_script("CREATE TABLE t (x)"); });
    {
        Pause pause(writer);
        for (int i = 0; i < 2; ++i) writer.submit([](Store&) {}, [](const std::exception_ptr&) {});
        CHECK(writer.waiting() == 2);
        std::promise<void> done;
        writer.submit([](Store&) { throw std::runtime_error("no"); },
                      [&done](const std::exception_ptr&) { done.set_value(); });
        pause.end();
        done.get_future().wait();
    }
    CHECK_THROWS(writer.write_and_wait([](Store& store) { store.connection.run_script("ROLLBACK"); }));
    const WriterCounts& counts = writer.counts();
    CHECK(counts.failed.value() == 1);
    CHECK(counts.times.distribution().count() == 4);
    CHECK(counts.times.distribution().sum > 0);
    const Distribution sizes = counts.group_sizes.distribution();
    CHECK(sizes.sum == 1 + 1 + 3 + 1);
    CHECK(sizes.in_bucket[0] == 3);
    CHECK(sizes.in_bucket[2] == 1);
}
