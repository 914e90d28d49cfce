// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/reading.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "storage/schema.hpp"
#include "test/storage/firm.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai::storage;
using namespace kimai::test;

namespace {

/// A database file with a row of everything, the connection that writes and a store that reads.
class Firm {
  public:
    Firm() : writing_(Connection::open(file(), {.create = true})) {
        migrate(writing_);
        add(writing_, UserRow{.id = 1, .name = "anna"});
        add(writing_, kimai::test::CustomerRow{.id = 1, .name = "Acme"});
        add(writing_, kimai::test::ProjectRow{.id = 1, .customer = 1, .name = "Apollo"});
        add(writing_, kimai::test::ActivityRow{.id = 1, .name = "Work"});
        add_status(writing_, 1, "open");
        add(writing_, EntryRow{.id = 1, .user = 1, .start = 1, .end = 2});
        writing_.run_script(
            "INSERT INTO apiKeys (userID, lookup, sealed) VALUES (1, x'6B6579', x'02');"
            "INSERT INTO preferences VALUES (1, 'o', 'mine'); INSERT INTO configuration VALUES ('o', 'ours')");
        reading_.emplace(Connection::open(file(), {.read_only = true}));
    }

    Connection& writing() { return writing_; }
    Store& reading() { return *reading_; }

    /// All that may be remembered, as a store tells it.
    static std::string told_by(Store& store) {
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
        const auto caller = store.users.by_key(std::as_bytes(std::span(key)));
        tell(caller ? std::to_string(caller->global_role) : "nobody");
        return told;
    }

  private:
    std::string file() const { return folder_.file("k.db"); }
    ScratchFolder folder_;
    Connection writing_;
    std::optional<Store> reading_;
};

std::string told(Store& store) {
    const Reading reading(store);
    return Firm::told_by(store);
}

/// How often the connection asked the database, but for the marks of change and the transactions.
std::int64_t questions(Store& store) {
    Rows rows = store.connection.query(
        "SELECT sum(run) FROM sqlite_stmt WHERE sql LIKE 'SELECT%' AND sql NOT LIKE '%mark%' AND sql NOT LIKE "
        "'%sqlite_stmt%'");
    rows.next();
    return rows.integer(0);
}

constexpr const char* as_made = "Apollo/- Acme Work open anna/- mine ours none 1";

}  // namespace

TEST_CASE("What was read once is not read again, until something of it changes") {
    Firm firm;
    CHECK(told(firm.reading()) == as_made);
    const std::int64_t asked = questions(firm.reading());
    for (int i = 0; i < 3; ++i) CHECK(told(firm.reading()) == as_made);
    firm.writing().execute("UPDATE timeSheet SET description = 'd'");
    CHECK(told(firm.reading()) == as_made);
    CHECK(questions(firm.reading()) == asked);
    firm.writing().execute("INSERT INTO settings VALUES ('p', 'another')");
    CHECK(told(firm.reading()) == as_made);
    CHECK(questions(firm.reading()) > asked);
}

TEST_CASE("Each change is seen by the next reading") {
    Firm firm;
    CHECK(told(firm.reading()) == as_made);
    struct Case {
        const char* sql;
        const char* told;
    };
    const Case cases[] = {
        {"UPDATE projects SET comment = 'c', name = 'Artemis'", "Artemis/c Acme Work open anna/- mine ours none 1"},
        {"UPDATE customers SET name = 'Bolt'", "Artemis/c Bolt Work open anna/- mine ours none 1"},
        {"UPDATE activities SET name = 'Rest'", "Artemis/c Bolt Rest open anna/- mine ours none 1"},
        {"UPDATE statuses SET status = 'closed'", "Artemis/c Bolt Rest closed anna/- mine ours none 1"},
        {"UPDATE users SET alias = 'A'", "Artemis/c Bolt Rest closed anna/A mine ours none 1"},
        {"UPDATE users SET globalRoleID = 2", "Artemis/c Bolt Rest closed anna/A mine ours none 2"},
        {"DELETE FROM preferences", "Artemis/c Bolt Rest closed anna/A none ours none 2"},
        {"UPDATE configuration SET value = 'yours'", "Artemis/c Bolt Rest closed anna/A none yours none 2"},
        {"INSERT INTO settings VALUES ('o', 'set')", "Artemis/c Bolt Rest closed anna/A none yours set 2"},
        {"UPDATE users SET active = 0", "Artemis/c Bolt Rest closed anna/A none yours set nobody"},
        {"UPDATE users SET active = 1", "Artemis/c Bolt Rest closed anna/A none yours set 2"},
        {"UPDATE apiKeys SET lookup = x'6E6577'", "Artemis/c Bolt Rest closed anna/A none yours set nobody"},
        {"DELETE FROM projects", "none Bolt Rest closed anna/A none yours set nobody"},
        {"DELETE FROM users", "none Bolt Rest closed none none yours set nobody"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.sql);
        firm.writing().run_script(c.sql);
        CHECK(told(firm.reading()) == c.told);
        CHECK(told(firm.reading()) == c.told);
    }
}

TEST_CASE("A reading sees names and rows of one moment") {
    Firm firm;
    const auto listed = [&firm] {
        std::string text;
        const TimesheetFilter filter{.user = 1, .ends_after = 0, .begins_before = 99, .cleared = {}};
        firm.reading().timesheet.list(filter, 10, 0, [&text](const kimai::storage::TimesheetRow& row) {
            text.append(std::to_string(row.id)).append(row.project_name).append(" ");
        });
        return text;
    };
    {
        const Reading reading(firm.reading());
        CHECK(listed() == "1Apollo ");
        add(firm.writing(), kimai::test::ProjectRow{.id = 2, .customer = 1, .name = "Borealis"});
        firm.writing().execute("UPDATE projects SET name = 'Artemis' WHERE projectID = 1");
        firm.writing().execute("UPDATE timeSheet SET projectID = 2");
        CHECK(listed() == "1Apollo ");
    }
    const Reading reading(firm.reading());
    CHECK(listed() == "1Borealis ");
    CHECK(firm.reading().names.project(1)->name == "Artemis");
}

TEST_CASE("Without a reading nothing is believed that was read before") {
    Firm firm;
    CHECK(told(firm.reading()) == as_made);
    firm.writing().execute("UPDATE customers SET name = 'Bolt'");
    CHECK(Firm::told_by(firm.reading()) == "Apollo/- Bolt Work open anna/- mine ours none 1");
    firm.writing().execute("UPDATE customers SET name = 'Core'");
    CHECK(Firm::told_by(firm.reading()) == "Apollo/- Core Work open anna/- mine ours none 1");
}

TEST_CASE("A connection that may write remembers nothing, as what it wrote may be taken back") {
    Store store(memory_database());
    store.settings.set_configuration("o", "before");
    const Reading reading(store);
    {
        const Savepoint savepoint(store.connection);
        store.settings.set_configuration("o", "within");
        CHECK(store.settings.configuration("o") == "within");
    }
    CHECK(store.settings.configuration("o") == "before");
}

TEST_CASE("Memory is bounded, and holds keys that are somebody's only") {
    Memory memory;
    memory.wake(1);
    Remembered<std::int64_t, std::int64_t> squares(&memory);
    int asked = 0;
    const auto square_of = [&](std::int64_t number) {
        return squares.get(number, [&] { return ++asked, number * number; });
    };
    constexpr auto most = static_cast<std::int64_t>(decltype(squares)::most_rows);
    for (std::int64_t number = 0; number < most; ++number) CHECK(square_of(number) == number * number);
    CHECK(square_of(0) == 0);
    CHECK(asked == most);
    CHECK(square_of(most) == most * most);
    CHECK(square_of(0) == 0);
    CHECK(asked == most + 2);

    Firm firm;
    const Reading reading(firm.reading());
    const std::string nobodys = "other";
    for (int i = 0; i < 2; ++i) {
        const std::int64_t before = questions(firm.reading());
        CHECK_FALSE(firm.reading().users.by_key(std::as_bytes(std::span(nobodys))));
        CHECK(questions(firm.reading()) == before + 1);
    }
}
