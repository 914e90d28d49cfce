// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "storage/timesheet.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::storage;
using namespace kimai::test;

namespace {

constexpr auto ever = std::numeric_limits<std::int64_t>::min();
constexpr auto always = std::numeric_limits<std::int64_t>::max();

/// A list as a reader would define it: with joins, and counting all.
struct Listed {
    std::string rows;
    std::int64_t total = 0;
    bool operator==(const Listed&) const = default;
};

Listed by_joins(Connection& database, const TimesheetFilter& filter, std::int64_t limit, std::int64_t offset) {
    Rows rows = database.query(
        "SELECT t.timeEntryID || c.name || p.name || ifnull(p.comment, '-') || a.name || s.status || u.name"
        " || ifnull(u.alias, '-') || t.start || '/' || t.\"end\" || t.cleared"
        " FROM timeSheet t JOIN projects p USING (projectID) JOIN customers c USING (customerID)"
        " JOIN activities a USING (activityID) JOIN statuses s USING (statusID) LEFT JOIN users u ON u.userID = "
        "t.userID"
        " WHERE t.userID = ?1 AND (t.\"end\" > ?2 OR t.\"end\" = 0) AND t.start < ?3"
        " AND (?4 IS NULL OR t.cleared = ?4) ORDER BY t.start DESC, t.timeEntryID",
        filter.user, filter.ends_after, filter.begins_before, filter.cleared);
    Listed listed;
    while (rows.next()) {
        const std::int64_t place = listed.total++;
        if (rows.is_null(0)) continue;  // Entries of a user who is gone count, though nobody can list them.
        if (place >= offset && place - offset < limit) listed.rows.append(rows.text(0)).append("\n");
    }
    return listed;
}

Listed by_list(Connection& database, const TimesheetFilter& filter, std::int64_t limit, std::int64_t offset) {
    Listed listed;
    Names names(database);
    Timesheet timesheet(database, names);
    listed.total = timesheet.list(filter, limit, offset, [&listed](const kimai::storage::TimesheetRow& row) {
        listed.rows.append(std::to_string(row.id)).append(row.customer_name).append(row.project_name);
        listed.rows.append(row.project_comment.value_or("-")).append(row.activity_name).append(row.status_name);
        listed.rows.append(row.user_name).append(row.user_alias.value_or("-")).append(std::to_string(row.start));
        listed.rows.append("/").append(std::to_string(row.end)).append(std::to_string(row.cleared)).append("\n");
    });
    CHECK(timesheet.count(filter) == listed.total);
    return listed;
}

class Random {
  public:
    explicit Random(std::uint32_t seed) : random_(seed) {}
    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
    }
    template <typename T, std::size_t size>
    T one_of(const std::array<T, size>& values) {
        return values[static_cast<std::size_t>(below(size))];
    }

  private:
    std::mt19937 random_;
};

void add_catalog(Connection& database) {
    add(database, UserRow{.id = 1, .name = "anna"});
    add(database, UserRow{.id = 2, .name = "bert"});
    for (std::int64_t id = 1; id <= 3; ++id) {
        const std::string name(1, static_cast<char>('A' + id));
        add(database, kimai::test::CustomerRow{.id = id, .name = name});
        add(database, kimai::test::ProjectRow{.id = id, .customer = id == 3 ? 99 : id, .name = name});
        add(database, kimai::test::ActivityRow{.id = id, .name = name});
        add_status(database, id, name);
    }
    database.run_script(
        "UPDATE users SET alias = 'A.' WHERE userID = 1; UPDATE projects SET comment = 'c' WHERE projectID = 1");
}

/// Entries of two users and of one who is gone; some overlap, run, end before they start or point nowhere.
void add_entries(Connection& database, Random& random, std::int64_t count, std::int64_t years) {
    for (std::int64_t id = 1; id <= count; ++id) {
        const std::int64_t start = random.below(years);
        std::int64_t end = start + random.below(20);
        if (random.below(8) == 0) end = 0;
        if (random.below(30) == 0) end = start - random.below(50);
        if (random.below(30) == 0) end = start + random.below(years);
        add(database, EntryRow{.id = id,
                               .user = 1 + random.below(3),
                               .start = random.below(20) == 0 ? -start : start,
                               .end = end,
                               .project = 1 + random.below(12) / 4,
                               .activity = 1 + random.below(13) / 4,
                               .status = 1 + random.below(13) / 4,
                               .cleared = random.below(3)});
    }
}

TimesheetFilter any_filter(Random& random, std::int64_t years) {
    TimesheetFilter filter;
    filter.user = 1 + random.below(4);
    if (random.below(2) == 0) filter.ends_after = random.below(years + 20) - 10;
    if (random.below(2) == 0) filter.begins_before = random.below(years + 20) - 10;
    if (random.below(10) == 0) filter.ends_after = random.one_of(std::array{ever + 1, always, std::int64_t{0}});
    if (random.below(10) == 0) filter.begins_before = random.one_of(std::array{ever, ever + 1, std::int64_t{0}});
    if (random.below(3) == 0) filter.cleared = random.below(4);
    return filter;
}

}  // namespace

TEST_CASE("Whatever is asked for, a list is what the joins would give, in rows, order and total") {
    Random random(5);
    for (int firm = 0; firm < 25; ++firm) {
        auto database = memory_database();
        add_catalog(database);
        const std::int64_t years = random.one_of(std::array<std::int64_t, 3>{30, 300, 3000});
        add_entries(database, random, random.one_of(std::array<std::int64_t, 3>{3, 50, 150}), years);
        for (int asked = 0; asked < 40; ++asked) {
            const TimesheetFilter filter = any_filter(random, years);
            const std::int64_t limit = random.one_of(std::array<std::int64_t, 4>{1, 5, 100, always});
            const std::int64_t offset = random.one_of(std::array<std::int64_t, 4>{0, 0, 7, always});
            CAPTURE(filter.user);
            CAPTURE(filter.ends_after);
            CAPTURE(filter.begins_before);
            CAPTURE(limit);
            CAPTURE(offset);
            const Listed expected = by_joins(database, filter, limit, offset);
            const Listed listed = by_list(database, filter, limit, offset);
            REQUIRE(listed.rows == expected.rows);
            REQUIRE(listed.total == expected.total);
        }
    }
}

TEST_CASE("A list costs the same however many entries the user has") {
    auto database = memory_database();
    add_catalog(database);
    const auto add_up_to = [&database](std::int64_t last, std::int64_t user) {
        const Transaction transaction(database);
        for (std::int64_t id = 1; id <= last; ++id) {
            add(database,
                EntryRow{.id = user * 100000 + id, .user = user, .start = 1000000 - 10 * id, .end = 1000005 - 10 * id});
        }
        const_cast<Transaction&>(transaction).commit();
    };
    add_up_to(120, 1);
    add_up_to(6000, 2);
    add(database, EntryRow{.id = 1, .user = 1, .start = 999999, .end = 0});
    add(database, EntryRow{.id = 2, .user = 2, .start = 999999, .end = 0});

    const auto steps = [&database] {
        Rows rows = database.query("SELECT sum(nstep) FROM sqlite_stmt WHERE sql NOT LIKE '%sqlite_stmt%'");
        rows.next();
        return rows.integer(0);
    };
    const auto effort = [&](const TimesheetFilter& filter, std::int64_t limit, std::int64_t offset) {
        by_list(database, filter, limit, offset);
        const std::int64_t before = steps();
        by_list(database, filter, limit, offset);
        return steps() - before;
    };
    struct Case {
        std::string name;
        std::int64_t ends_after;
        std::int64_t begins_before;
        std::optional<std::int64_t> cleared;
    };
    const Case cases[] = {
        {"all", ever, always, {}},
        {"not cleared", ever, always, 0},
        {"cleared, of which there are none", ever, always, 1},
        {"since lately", 999500, always, {}},
        {"a time lately", 999300, 999600, {}},
        {"until lately", ever, 999800, {}},
        {"in the future", 1000000, always, {}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const TimesheetFilter of_few{
            .user = 1, .ends_after = c.ends_after, .begins_before = c.begins_before, .cleared = c.cleared};
        TimesheetFilter of_many = of_few;
        of_many.user = 2;
        CHECK(2 * effort(of_many, 100, 0) <= 3 * effort(of_few, 100, 0));
    }
}
