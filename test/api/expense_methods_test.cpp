// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <string>

#include "test/api/fixture.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::test;
using kimai::api::Value;

namespace {

const std::string bad_date = failure("Invalid date, make sure there is a valid date property.");

std::string added(int id) { return R"({"success":true,"items":[{"id":)" + std::to_string(id) + R"(}],"total":1})"; }

/// Expenses of anna on the 1st, 2nd and 3rd of May: a refundable one, a cleared one, and one that is neither.
void add_expenses(Fixture& firm) {
    auto& database = firm.store.connection;
    constexpr std::int64_t day = 86400;
    add(database, ExpenseRow{.id = 1, .user = 1, .timestamp = noon, .refundable = 1});
    add(database, ExpenseRow{.id = 2, .user = 1, .timestamp = noon + day, .cleared = 1});
    add(database, ExpenseRow{.id = 3, .user = 1, .timestamp = noon + 2 * day});
    add(database, ExpenseRow{.id = 4, .user = 2, .timestamp = noon});
}

/// One member of an expense as getExpenseRecord shows it.
std::string member(Fixture& firm, const char* name, int id = 1) {
    return values_of(name, firm.call_as("boss", "getExpenseRecord", id));
}

}  // namespace

TEST_CASE("A row of getExpenses has all members in their order") {
    Fixture firm;
    add(firm.store.connection, ExpenseRow{.id = 1, .user = 1, .timestamp = noon, .refundable = 5});
    firm.store.connection.run_script("UPDATE expenses SET value = 1235, multiplier = 250");
    CHECK(firm.call_as("anna", "getExpenses") ==
          R"({"success":true,"items":[{"expenseID":"1","timestamp":"1525176000","multiplier":"2.50","value":"12.35",)"
          R"("projectID":"1","designation":"thing","userID":"1","customerName":"Acme","customerID":"1",)"
          R"("projectName":"Apollo","comment":null,"refundable":"5","commentType":"0","userName":"anna",)"
          R"("cleared":"0"}],"total":"1"})");
}

TEST_CASE("getExpenses lists the caller's own expenses as asked for") {
    Fixture firm;
    add_expenses(firm);
    struct Case {
        std::string name;
        kimai::api::List arguments;  // from, to, refundable, cleared, start, limit
        std::string ids;
        std::string total;
    };
    const Case cases[] = {
        {"all", {}, "3, 2, 1", "\"3\""},
        {"no dates", {to_value("garbage"), to_value("")}, "3, 2, 1", "\"3\""},
        {"from, itself included", {to_value("2018-05-02 12:00:00")}, "3, 2", "\"2\""},
        {"to, itself included", {to_value(0), to_value("2018-05-02 12:00:00")}, "2, 1", "\"2\""},
        {"nothing there", {to_value("2018-05-02"), to_value("2018-05-01")}, "", "0"},
        {"0: refundable", {to_value(0), to_value(0), to_value(0)}, "1", "\"1\""},
        {"1: not refundable", {to_value(0), to_value(0), to_value(1)}, "3, 2", "\"2\""},
        {"-1: all", {to_value(0), to_value(0), to_value("-1")}, "3, 2, 1", "\"3\""},
        {"null: refundable", {to_value(0), to_value(0), to_value(nullptr)}, "1", "\"1\""},
        {"empty: refundable", {to_value(0), to_value(0), to_value("")}, "1", "\"1\""},
        {"not cleared", {to_value(0), to_value(0), to_value(-1), to_value(0)}, "3, 1", "\"2\""},
        {"cleared", {to_value(0), to_value(0), to_value(-1), to_value(1)}, "2", "\"1\""},
        {"window", {to_value(0), to_value(0), to_value(-1), to_value(-1), to_value(1), to_value(1)}, "2", "\"3\""},
        {"behind the end",
         {to_value(0), to_value(0), to_value(-1), to_value(-1), to_value(9), to_value(1)},
         "",
         "\"3\""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        kimai::api::List arguments = c.arguments;
        arguments.resize(6);
        const char* missing[] = {"0", "0", "-1", "-1", "0", "0"};
        for (std::size_t i = c.arguments.size(); i < arguments.size(); ++i) arguments[i] = to_value(missing[i]);
        const std::string result = firm.call_as("anna", "getExpenses", arguments[0], arguments[1], arguments[2],
                                                arguments[3], arguments[4], arguments[5]);
        CHECK(values_of("expenseID", result) == c.ids);
        CHECK(total_of(result) == c.total);
    }
}

TEST_CASE("getExpenses has no limit unless one is asked for") {
    Fixture firm;
    firm.store.settings.set_preference(1, "ui.rowlimit", "2");
    for (int id = 1; id <= 150; ++id) add(firm.store.connection, ExpenseRow{.id = id, .user = 1, .timestamp = id});
    CHECK(values_of("expenseID", firm.call_as("anna", "getExpenses")).starts_with("150, 149"));
    CHECK(values_of("expenseID", firm.call_as("anna", "getExpenses")).ends_with(", 1"));
}

TEST_CASE("getExpenseRecord shows project and customer, but none of the customer's secrets") {
    Fixture firm;
    add(firm.store.connection, ExpenseRow{.id = 1, .user = 1, .timestamp = noon, .project = 2});
    firm.store.connection.run_script(
        "UPDATE expenses SET comment = 'own'; UPDATE projects SET budget = 100000, comment = 'of the project';"
        "UPDATE customers SET comment = 'of the customer', password = 'p', passwordResetHash = 'h', secure = 's',"
        " company = '', vat = 'VAT', timezone = 'Europe/Berlin'");
    CHECK(firm.call_as("anna", "getExpenseRecord", "1abc") ==
          R"({"success":true,"items":[{"customerID":"2","projectID":"2","expenseID":"1","timestamp":"1525176000",)"
          R"("userID":"1","designation":"thing","comment":"own","commentType":"0","refundable":"0","cleared":"0",)"
          R"("multiplier":"1.00","value":"0.00","name":"Bakery","visible":"1","filter":"0","trash":"0",)"
          R"("budget":"1000.00","effort":null,"approved":null,"internal":"0","password":null,)"
          R"("passwordResetHash":null,"secure":null,"company":"","vat":"VAT","contact":null,"street":null,)"
          R"("zipcode":null,"city":null,"country":null,"phone":null,"fax":null,"mobile":null,"mail":null,)"
          R"("homepage":null,"timezone":"Europe/Berlin"}],"total":1})");
}

TEST_CASE("getExpenseRecord and removeExpenseRecord want a number, and a right to others' expenses") {
    Fixture firm;
    add_expenses(firm);
    for (const auto& none : {to_value(0), to_value(""), to_value("abc"), to_value(nullptr)}) {
        CHECK(firm.call_as("anna", "getExpenseRecord", none) == failure("Invalid ID"));
        CHECK(firm.call_as("anna", "removeExpenseRecord", none) == failure("Invalid ID"));
    }
    CHECK(firm.call_as("anna", "getExpenseRecord", 999) == nothing_found());
    CHECK(values_of("userID", firm.call_as("anna", "getExpenseRecord", 4)) == "2");
    CHECK(firm.call_as("bert", "getExpenseRecord", 1) == refused());
    CHECK(firm.call_as("bert", "removeExpenseRecord", 1) == refused());
    CHECK(firm.call_as("anna", "removeExpenseRecord", 4) == refused());
    CHECK(firm.number("SELECT count(*) FROM expenses") == 4);
    CHECK(firm.call_as("boss", "removeExpenseRecord", 4) == done);
    for (const int id : {1, 1, 999, -3}) CHECK(firm.call_as("anna", "removeExpenseRecord", id) == done);
    CHECK(firm.number("SELECT count(*) FROM expenses") == 2);
}

TEST_CASE("An expense is added with the least that is needed, or with everything") {
    Fixture firm;
    CHECK(firm.call_as("anna", "setExpenseRecord", record("projectId", 1, "date", "2018-05-01 12:00:00"), false) ==
          added(1));
    CHECK(firm.call_as("anna", "getExpenseRecord", 1)
              .find(R"("timestamp":"1525176000","userID":"1","designation":"","comment":null,"commentType":"0",)"
                    R"("refundable":"0","cleared":"0","multiplier":"1.00","value":"0.00")") != std::string::npos);
    CHECK(firm.call_as("anna", "setExpenseRecord",
                       record("projectId", "2", "date", "2018-05-01", "designation", "Bahn <1.> & Bus", "comment",
                              "c\\", "commentType", 1, "refundable", 5, "cleared", 1, "multiplier", "2.5", "value",
                              "12.345")) == added(2));
    CHECK(firm.call_as("anna", "getExpenseRecord", 2)
              .find(R"("designation":"Bahn <1.> & Bus","comment":"c\","commentType":"1",)"
                    R"("refundable":"5","cleared":"1","multiplier":"2.50","value":"12.35")") != std::string::npos);
}

TEST_CASE("What cannot be added is refused, project first, then date") {
    Fixture firm;
    struct Case {
        std::string name;
        Value record;
        std::string answer;
    };
    const Case cases[] = {
        {"empty", record(), failure("Invalid record")},
        {"no project", record("date", "2018-05-01"), failure("Invalid projectId.")},
        {"project zero", record("projectId", 0, "date", "x"), failure("Invalid projectId.")},
        {"project of text", record("projectId", "abc"), failure("Invalid projectId.")},
        {"no such project", record("projectId", 99), failure("Invalid projectId.")},
        {"trashed project", record("projectId", 3), failure("Invalid projectId.")},
        {"no date", record("projectId", 1), bad_date},
        {"empty date", record("projectId", 1, "date", ""), bad_date},
        {"no real date", record("projectId", 1, "date", "garbage"), bad_date},
        {"before 1970", record("projectId", 1, "date", "1960-01-01"), bad_date},
        {"too much money", record("projectId", 1, "date", "2018-05-01", "value", "1e30"),
         failure("Failed to add entry.")},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(firm.call_as("anna", "setExpenseRecord", c.record, false) == c.answer);
        CHECK(firm.number("SELECT count(*) FROM expenses") == 0);
    }
}

TEST_CASE("Money of an expense is read as PHP read it") {
    Fixture firm;
    int id = 0;
    struct Case {
        Value sent;
        std::string shown;
    };
    for (const Case& c : {Case{to_value("abc"), "0.00"}, Case{to_value(-3.5), "-3.50"}, Case{to_value(0), "0.00"},
                          Case{to_value(12345678.9), "12345678.90"}, Case{to_value("7,5"), "7.00"}}) {
        firm.call_as("anna", "setExpenseRecord",
                     record("projectId", 1, "date", "2018-05-01", "value", c.sent, "multiplier", c.sent));
        ++id;
        CHECK(member(firm, "value", id) == c.shown);
        CHECK(member(firm, "multiplier", id) == c.shown);
    }
}

TEST_CASE("A change keeps what is not given") {
    Fixture firm;
    firm.call_as("anna", "setExpenseRecord",
                 record("projectId", 1, "date", "2018-05-01", "designation", "d", "comment", "c", "commentType", 1,
                        "refundable", 1, "cleared", 1, "multiplier", 2, "value", 3));
    CHECK(firm.call_as("anna", "setExpenseRecord", record("id", 1, "projectId", 2, "date", "2018-05-02", "value", "4"),
                       true) == done);
    CHECK(firm.call_as("anna", "getExpenseRecord", 1)
              .find(R"("projectID":"2","expenseID":"1","timestamp":"1525219200","userID":"1","designation":"d",)"
                    R"("comment":"c","commentType":"1","refundable":"1","cleared":"1","multiplier":"2.00",)"
                    R"("value":"4.00")") != std::string::npos);
    CHECK(firm.call_as("anna", "setExpenseRecord",
                       record("id", "1", "projectId", 2, "date", "2018-05-02", "designation", "", "comment", ""),
                       1) == done);
    CHECK(member(firm, "designation").empty());
    CHECK(member(firm, "comment") == "null");
    firm.store.connection.run_script("UPDATE projects SET trash = 1");
    CHECK(firm.call_as("anna", "setExpenseRecord", record("id", 1, "projectId", 2, "date", "2018-05-03"), true) ==
          done);
    CHECK(firm.call_as("anna", "setExpenseRecord", record("id", 1, "projectId", 1, "date", "2018-05-03"), true) ==
          failure("Invalid projectId."));
    // Of another's it is not told.
    CHECK(firm.call_as("bert", "setExpenseRecord", record("id", 1, "projectId", 2, "date", "2018-05-03"), true) ==
          failure("Invalid projectId."));
}

TEST_CASE("A change needs an id; of what is not there it changes nothing; of another's it takes the permission") {
    Fixture firm;
    add_expenses(firm);
    const auto change = [&firm](const char* user, const Value& id) {
        return firm.call_as(user, "setExpenseRecord",
                            record("projectId", 1, "date", "2018-05-01", "designation", "changed", "id", id), true);
    };
    CHECK(change("anna", to_value(nullptr)) == failure("Performed an update, but missing id property."));
    CHECK(change("anna", to_value(999)) == done);
    CHECK(change("anna", to_value(4)) == refused());
    CHECK(change("frida", to_value(1)) == refused());
    CHECK(firm.number("SELECT count(*) FROM expenses WHERE designation = 'changed'") == 0);
    CHECK(change("boss", to_value(4)) == done);
    CHECK(firm.number("SELECT userID FROM expenses WHERE designation = 'changed'") == 2);
}
