// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/writing.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "storage/reading.hpp"
#include "storage/schema.hpp"
#include "storage/writer.hpp"
#include "test/storage/firm.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai::storage;
using namespace kimai::test;

namespace {

/// All that may be remembered, as a store tells it.
std::string told_by(Store& store) {
    std::string told;
    const auto tell = [&told](std::string_view text) { told.append(told.empty() ? "" : " ").append(text); };
    const auto* project = store.names.project(1);
    tell(project != nullptr ? project->name + "/" + project->comment.value_or("-") : "none");
    for (const std::string* name : {store.names.customer(1), store.names.activity(1), store.names.status(1)}) {
        tell(name != nullptr ? *name : "none");
    }
    const auto* user = store.names.user(1);
    tell(user != nullptr ? user->name + "/" + user->alias.value_or("-") : "none");
    tell(store.settings.preference(1, "o").value_or("none"));
    tell(store.settings.configuration("o").value_or("none"));
    tell(store.settings.setting("o").value_or("none"));
    const std::string key = "key";
    if (const auto caller = store.users.by_key(std::as_bytes(std::span(key)))) {
        for (const std::int64_t number : {caller->id, caller->global_role, caller->last_project, caller->last_activity,
                                          caller->key_used.value_or(-1)}) {
            tell(std::to_string(number));
        }
    } else {
        tell("nobody");
    }
    for (const bool there :
         {store.catalog.has_project(1), store.catalog.has_activity(1), store.catalog.has_status(1)}) {
        tell(there ? "there" : "gone");
    }
    tell(std::to_string(store.rates.best_rate(1, 1, 1).value_or(Money{-1}).hundredths));
    tell(std::to_string(store.rates.best_fixed_rate(1, 1).value_or(Money{-1}).hundredths));
    return told;
}

/// A database file with a row of everything, a writer and another connection.
class Firm {
  public:
    Firm() : other_(Connection::open(file(), {.create = true})) {
        other_.run_script(no_waiting);
        migrate(other_);
        add(other_, UserRow{.id = 1, .name = "anna"});
        add(other_, kimai::test::CustomerRow{.id = 1, .name = "Acme"});
        add(other_, kimai::test::ProjectRow{.id = 1, .customer = 1, .name = "Apollo"});
        add(other_, kimai::test::ActivityRow{.id = 1, .name = "Work"});
        add_status(other_, 1, "open");
        add(other_, EntryRow{.id = 1, .user = 1, .start = 1, .end = 2});
        other_.run_script(
            "INSERT INTO apiKeys (userID, lookup, sealed) VALUES (1, x'6B6579', x'02');"
            "INSERT INTO preferences VALUES (1, 'o', 'mine'); INSERT INTO configuration VALUES ('o', 'ours');"
            "INSERT INTO rates VALUES (1, NULL, NULL, 1000); INSERT INTO fixedRates VALUES (1, 1, 500)");
        Connection writing = Connection::open(file());
        writing.run_script(no_waiting);
        writer_.emplace(std::move(writing));
    }

    Connection& other() { return other_; }
    void write(const Writer::Work& work) { writer_->write_and_wait(work); }

    std::string told() {
        std::string result;
        write([&result](Store& store) { result = told_by(store); });
        return result;
    }

    /// How often the writer asked the database, but for what it asks in each transaction.
    std::int64_t questions() {
        std::int64_t result = 0;
        write([&result](Store& store) {
            Rows rows = store.connection.query(
                "SELECT sum(run) FROM sqlite_stmt WHERE sql LIKE 'SELECT%' AND sql NOT LIKE '%sqlite_stmt%'");
            rows.next();
            result = rows.integer(0);
        });
        return result;
    }

  private:
    /// For the disk.
    static constexpr const char* no_waiting = "PRAGMA synchronous = OFF";

    std::string file() const { return folder_.file("k.db"); }
    ScratchFolder folder_;
    Connection other_;
    std::optional<Writer> writer_;
};

/// Each changes something that may be remembered.
constexpr const char* changes[] = {
    "UPDATE projects SET comment = 'c', name = 'Artemis'",
    "UPDATE projects SET trash = 1",
    "DELETE FROM projects",
    "UPDATE customers SET name = 'Bolt'",
    "UPDATE activities SET name = 'Rest'",
    "UPDATE activities SET trash = 1",
    "UPDATE statuses SET status = 'closed'",
    "DELETE FROM statuses",
    "UPDATE users SET alias = 'A'",
    "UPDATE users SET globalRoleID = 2",
    "UPDATE users SET lastProject = 77",
    "UPDATE users SET lastActivity = 78",
    "UPDATE users SET active = 0",
    "DELETE FROM users",
    "DELETE FROM preferences",
    "INSERT OR REPLACE INTO preferences VALUES (1, 'o', 'another')",
    "UPDATE configuration SET value = 'yours'",
    "INSERT INTO settings VALUES ('o', 'set')",
    "UPDATE apiKeys SET lookup = x'6E6577'",
    "UPDATE apiKeys SET lastUsed = 5",
    "UPDATE rates SET rate = 2000",
    "INSERT INTO rates VALUES (1, 1, 1, 3000)",
    "DELETE FROM rates WHERE userID = 1",
    "UPDATE fixedRates SET rate = 600",
    "DELETE FROM fixedRates WHERE activityID = 1",
};

constexpr const char* as_made = "Apollo/- Acme Work open anna/- mine ours none 1 1 1 1 -1 there there there 1000 500";

void for_each_change(const std::function<void(Firm&, const char* sql)>& check) {
    for (const char* const sql : changes) {
        CAPTURE(sql);
        Firm firm;
        CHECK(firm.told() == as_made);
        check(firm, sql);
    }
}

}  // namespace

TEST_CASE("What one transaction read the next does not read again, whatever happens to entries meanwhile") {
    Firm firm;
    CHECK(firm.told() == as_made);
    const std::int64_t asked = firm.questions();
    for (int i = 0; i < 3; ++i) CHECK(firm.told() == as_made);
    firm.write([](Store& store) {
        store.connection.execute("UPDATE timeSheet SET description = 'd', statusID = 9");
        store.timesheet.remove(1);
        CHECK(told_by(store) == as_made);
    });
    CHECK(firm.told() == as_made);
    CHECK(firm.questions() == asked);
}

TEST_CASE("What another connection changes, the next transaction sees") {
    for_each_change([](Firm& firm, const char* sql) {
        firm.other().run_script(sql);
        const std::string told = firm.told();
        CHECK(told != as_made);
        firm.write([&told](Store& store) {
            store.memory.forget();
            store.memory_of_rates.forget();
            CHECK(told_by(store) == told);
        });
    });
}

TEST_CASE("What a piece of work changes, it sees at once, and so do those behind it") {
    for_each_change([](Firm& firm, const char* sql) {
        std::string told;
        firm.write([&told, sql](Store& store) {
            CHECK(told_by(store) == as_made);
            store.connection.run_script(sql);
            told = told_by(store);
            CHECK(told != as_made);
            store.memory.forget();
            store.memory_of_rates.forget();
            CHECK(told_by(store) == told);
        });
        CHECK(firm.told() == told);
    });
}

TEST_CASE("What was read of a piece of work that is taken back is forgotten") {
    for_each_change([](Firm& firm, const char* sql) {
        CHECK_THROWS_AS(firm.write([sql](Store& store) {
            store.connection.run_script(sql);
            CHECK(told_by(store) != as_made);
            throw std::runtime_error("taken back");
        }),
                        std::runtime_error);
        CHECK(firm.told() == as_made);
    });
}

TEST_CASE("What was read of a piece of work that is taken back is not told to the next one of its group") {
    for_each_change([](Firm& firm, const char* sql) {
        // As the writer has it.
        Store store(Connection::open(firm.other().file()));
        forget_what_changes(store);
        Writing writing(store);
        CHECK(told_by(store) == as_made);
        {
            const Savepoint part(store.connection);
            store.connection.run_script(sql);
            CHECK(told_by(store) != as_made);
        }
        writing.part_taken_back();
        CHECK(told_by(store) == as_made);
    });
}

TEST_CASE("What was read in a transaction that fails as a whole is forgotten") {
    for_each_change([](Firm& firm, const char* sql) {
        CHECK_THROWS_AS(firm.write([sql](Store& store) {
            store.connection.run_script(sql);
            CHECK(told_by(store) != as_made);
            // A reference that is checked at the commit.
            store.connection.execute("INSERT INTO groups_users VALUES (99, 99, 99)");
        }),
                        DatabaseError);
        CHECK(firm.told() == as_made);
    });
}

TEST_CASE("Outside of a transaction of the writer nothing is remembered") {
    Firm firm;
    Store store(Connection::open(firm.other().file()));
    forget_what_changes(store);
    {
        Writing writing(store);
        CHECK(told_by(store) == as_made);
        writing.commit();
    }
    firm.other().execute("UPDATE customers SET name = 'Bolt'");
    CHECK(*store.names.customer(1) == "Bolt");
    CHECK(store.rates.best_rate(1, 1, 1) == Money{1000});
    firm.other().execute("UPDATE rates SET rate = 7");
    CHECK(store.rates.best_rate(1, 1, 1) == Money{7});
}

TEST_CASE("A reading does not remember rates, of which no mark tells") {
    Firm firm;
    Store store(Connection::open(firm.other().file(), {.read_only = true}));
    for (const std::int64_t rate : {1000, 7}) {
        firm.other().execute("UPDATE rates SET rate = ?1", rate);
        const Reading reading(store);
        CHECK(store.rates.best_rate(1, 1, 1) == Money{rate});
    }
}
