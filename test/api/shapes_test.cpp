// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "api/method_table.hpp"
#include "api/record_shapes.hpp"
#include "test/api/collecting_writer.hpp"
#include "test/api/fixture.hpp"
#include "test/api/shape_checker.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::test;
using namespace kimai::api;

namespace {

/// All shapes that the table leads to, by name.
using Shapes = std::map<std::string_view, const Shape*>;

void add_with_inner(Shapes& shapes, const Shape& shape) {
    const auto [known, is_new] = shapes.emplace(shape.name, &shape);
    CHECK(known->second == &shape);  // Else two types of one name.
    if (!is_new) return;
    for (const ShapeMember& member : shape.members) {
        if (member.inner != nullptr) add_with_inner(shapes, *member.inner);
    }
}

Shapes result_shapes() {
    Shapes shapes;
    for (const Method& method : methods()) {
        if (method.items != nullptr) add_with_inner(shapes, *method.items);
    }
    return shapes;
}

Shapes record_shapes() {
    Shapes shapes;
    for (const Method& method : methods()) {
        for (const Parameter& parameter : method.parameters) {
            if (parameter.members != nullptr) add_with_inner(shapes, *parameter.members);
        }
    }
    return shapes;
}

bool is_xml_name(std::string_view name) {
    return !name.empty() && std::isalpha(static_cast<unsigned char>(name[0])) != 0 &&
           std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

/// Everything in the firm has everything; then entries and expenses of things that are gone, and nulls where they may
/// be.
void fill(Fixture& firm) {
    firm.store.connection.run_script(
        "UPDATE customers SET contact = 'Ms A', comment = 'c', company = 'co', vat = '19', street = 's', zipcode = 'z',"
        " city = 'ci', country = 'DE', phone = 'p', fax = 'f', mobile = 'm', mail = 'ma', homepage = 'h',"
        " password = 'secret', passwordResetHash = 'secret', secure = '1' WHERE customerID = 1;"
        "UPDATE projects SET comment = 'c', budget = 1, effort = 2, approved = 3 WHERE projectID = 1;"
        "UPDATE projects SET budget = NULL WHERE projectID = 2;"
        "UPDATE projects_activities SET budget = 1, effort = 2, approved = 3;"
        "UPDATE users SET alias = 'A.' WHERE userID = 2");
    for (const EntryRow& row :
         {EntryRow{.id = 1, .user = 1, .start = noon - 100, .end = 0},
          EntryRow{.id = 2, .user = 1, .start = noon - 7200, .end = noon - 3600},
          EntryRow{.id = 3, .user = 3, .start = noon - 7200, .end = 0, .project = 77, .activity = 77},
          EntryRow{.id = 4, .user = 2, .start = noon - 7200, .end = noon},
          EntryRow{.id = 5, .user = 1, .start = noon - 7200, .end = noon, .project = 2}}) {
        add(firm.store.connection, row);
    }
    add(firm.store.connection, ExpenseRow{.id = 1, .user = 1, .timestamp = noon});
    add(firm.store.connection, ExpenseRow{.id = 2, .user = 1, .timestamp = noon, .project = 2});
    add(firm.store.connection, ExpenseRow{.id = 3, .user = 1, .timestamp = noon, .project = 77});
    firm.store.connection.run_script(
        "UPDATE timeSheet SET description = 'd', comment = 'c', location = 'l', trackingNumber = 't', fixedRate = 1,"
        " budget = 1, approved = 2, billable = 1, rate = 12345 WHERE timeEntryID = 2;"
        "UPDATE expenses SET comment = 'c' WHERE expenseID = 1;"
        "UPDATE expenses SET comment = NULL WHERE expenseID = 2");
}

}  // namespace

TEST_CASE("Every method declares its shapes, and every type has one name") {
    for (const Method& method : methods()) {
        CAPTURE(method.name);
        CHECK((method.items == nullptr) == (method.returns == ReturnType::text));
        for (const Parameter& parameter : method.parameters) {
            CHECK((parameter.members != nullptr) == (parameter.type == ParameterType::record));
        }
    }
    Shapes all = result_shapes();
    for (const auto& [name, shape] : record_shapes()) CHECK(all.emplace(name, shape).second);
    for (const auto& [name, shape] : all) {
        CAPTURE(name);
        CHECK(is_xml_name(name));
        std::set<std::string_view> members;
        for (const ShapeMember& member : shape->members) {
            CAPTURE(member.name);
            CHECK(is_xml_name(member.name));
            CHECK(members.insert(member.name).second);
            const bool is_nested = member.type == MemberType::record || member.type == MemberType::list_of_records;
            CHECK((member.inner != nullptr) == is_nested);
        }
    }
}

// The fixture compares each of these answers with its shape.
TEST_CASE("Results hold what their shapes say, and shapes allow no more than results may hold") {
    Fixture firm;
    fill(firm);
    const auto succeeds = [&firm](const char* user, const char* method, const auto&... values) {
        CAPTURE(method);
        CHECK(firm.call_as(user, method, values...).starts_with(R"({"success":true)"));
    };
    for (const char* method :
         {"getUsers", "getCustomers", "getProjects", "getTasks", "getActiveRecording", "getTimesheet", "getExpenses"}) {
        succeeds("anna", method);
    }
    succeeds("anna", "getProjects", true);
    succeeds("anna", "getTasks", 1);
    succeeds("anna", "getTimesheet", "2018-05-01 11:00", "2018-05-01 11:50");
    succeeds("bert", "getTimesheet");
    succeeds("carla", "getActiveRecording");
    firm.store.connection.run_script("UPDATE timeSheet SET description = 'd' WHERE timeEntryID = 1");
    succeeds("anna", "getActiveRecording");
    for (const int id : {2, 4}) succeeds("boss", "getTimesheetRecord", id);
    succeeds("carla", "getTimesheetRecord", 3);
    for (const int id : {1, 2, 3}) succeeds("anna", "getExpenseRecord", id);
    succeeds("anna", "startRecord", 1, 1);
    succeeds("anna", "updateActiveRecording", record("description", "x"));
    succeeds("anna", "stopRecord", 0);
    const Value entry = record("id", 2, "projectId", 1, "taskId", 1, "start", "2018-05-01", "end", "2018-05-02");
    const Value expense = record("id", 1, "projectId", 1, "date", "2018-05-01");
    for (const bool update : {false, true}) {
        succeeds("anna", "setTimesheetRecord", entry, update);
        succeeds("anna", "setExpenseRecord", expense, update);
    }
    for (const char* method : {"removeTimesheetRecord", "removeExpenseRecord"}) succeeds("anna", method, 2);
    CHECK(firm.call("getVersion") == "\"1.3.5-1400\"");

    for (const auto& [name, shape] : result_shapes()) {
        if (name == "ApiKey") continue;  // Its one member is checked where users sign in.
        for (const ShapeMember& member : shape->members) {
            const std::string place = std::string(name) + "." + std::string(member.name);
            CAPTURE(place);
            const bool is_secret = member.documentation.starts_with("Always null");
            CHECK(firm.members_seen.contains(place + " there") != is_secret);
            CHECK(firm.members_seen.contains(place + " null") == may_be_null(member.presence));
            CHECK(firm.members_seen.contains(place + " left out") == may_be_missing(member.presence));
        }
    }
}

TEST_CASE("A result that has not its shape is noticed") {
    using Write = std::function<void(ResultWriter&)>;
    const auto with_item = [](const Write& write_members) -> Write {
        return [write_members](ResultWriter& result) {
            result.open_record();
            result.name("success");
            result.boolean(true);
            result.name("items");
            result.open_list();
            result.open_record();
            write_members(result);
            result.close_record();
            result.close_list();
            result.name("total");
            result.integer(1);
            result.close_record();
        };
    };
    const auto text = [](ResultWriter& result, const char* name, const char* value) {
        result.name(name);
        result.text(value);
    };
    struct Case {
        std::string name;
        const char* method;
        Write write;
        bool agrees;
    };
    const Case cases[] = {
        {"as declared", "getUsers",
         with_item([&](ResultWriter& r) { text(r, "userID", "-1"), text(r, "name", "anna"); }), true},
        {"a member too few", "getUsers", with_item([&](ResultWriter& r) { text(r, "userID", "1"); }), false},
        {"a member too many", "getUsers",
         with_item([&](ResultWriter& r) { text(r, "userID", "1"), text(r, "name", ""), text(r, "alias", ""); }), false},
        {"another order", "getUsers",
         with_item([&](ResultWriter& r) { text(r, "name", "anna"), text(r, "userID", "1"); }), false},
        {"no number", "getUsers",
         with_item([&](ResultWriter& r) { text(r, "userID", "1.5"), text(r, "name", "anna"); }), false},
        {"an empty number", "getUsers",
         with_item([&](ResultWriter& r) { text(r, "userID", ""), text(r, "name", "anna"); }), false},
        {"null", "getUsers", with_item([&](ResultWriter& r) { text(r, "userID", "1"), r.name("name"), r.null(); }),
         false},
        {"a number for a text", "getUsers",
         with_item([&](ResultWriter& r) { text(r, "userID", "1"), r.name("name"), r.integer(1); }), false},
        {"an item of a method without items", "stopRecord", with_item([](ResultWriter&) {}), false},
        {"a text for a record", "getUsers", [](ResultWriter& r) { r.text("1.3.5"); }, false},
        {"a record for a text", "getVersion", [](ResultWriter& r) { r.open_record(); }, false},
        {"neither items nor error", "getUsers",
         [](ResultWriter& r) { r.open_record(), r.name("success"), r.boolean(true), r.close_record(); }, false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CollectingWriter collected;
        ShapeChecker checker(*find_method(c.method), collected);
        std::string found;
        try {
            c.write(checker);
        } catch (const std::logic_error& error) {
            found = error.what();
        }
        CAPTURE(found);
        CHECK(found.empty() == c.agrees);
    }
}

namespace {

/// A value of the member that no fresh record has.
Value unusual(const ShapeMember& member) {
    switch (member.type) {
        case MemberType::text:
            return Value("unusual");
        case MemberType::decimal:
            return Value("7.25");
        case MemberType::date:
            return Value("2018-04-02 10:00");
        case MemberType::number:
        case MemberType::real:
        case MemberType::boolean:
        case MemberType::record:
        case MemberType::list_of_records:
            break;
    }
    return Value(Number{"2"});
}

/// The least that can be added, an hour long.
Record good_record(const Shape& shape) {
    Record result;
    for (const ShapeMember& member : shape.members) {
        if (may_be_missing(member.presence)) continue;
        const Value date(member.name == "end" ? "2018-04-01 11:00" : "2018-04-01 10:00");
        result.push_back({std::string(member.name), member.type == MemberType::date ? date : to_value(1)});
    }
    return result;
}

/// What is stored after the record was sent: what the call answers to reading it, but for its own number.
std::string stored(const char* kind, const Record& sent) {
    Fixture firm;
    const std::string set = "set" + std::string(kind) + "Record";
    const std::string get = "get" + std::string(kind) + "Record";
    const std::string answer = firm.call_as("anna", set, Value(sent), false);
    if (!answer.starts_with(R"({"success":true)")) return answer;
    return firm.call_as("anna", get, 1);
}

void check_members(const char* kind, const Shape& shape) {
    const Record good = good_record(shape);
    const std::string before = stored(kind, good);
    CHECK(before.starts_with(R"({"success":true)"));
    for (const ShapeMember& member : shape.members) {
        CAPTURE(member.name);
        if (member.name == "id") continue;  // Of changes; timesheet_change_test and expense_methods_test have them.
        Record changed = good;
        if (may_be_missing(member.presence)) {
            changed.push_back({std::string(member.name), unusual(member)});
            CHECK(stored(kind, changed).starts_with(R"({"success":true)"));
        } else {
            std::erase_if(changed, [&](const Member& each) { return each.name == member.name; });
            CHECK(stored(kind, changed).starts_with(R"({"success":false)"));
        }
        CHECK(stored(kind, changed) != before);
    }
}

}  // namespace

TEST_CASE("Every declared member of a record to set is stored, and what must be there must be") {
    check_members("Timesheet", change::timesheet_record);
    check_members("Expense", change::expense_record);
}

TEST_CASE("Every declared member changes the running recording") {
    const auto changed = [](const Value& sent) {
        Fixture firm;
        add(firm.store.connection, EntryRow{.id = 1, .user = 1, .start = noon - 100, .end = 0});
        CHECK(firm.call_as("anna", "updateActiveRecording", sent) == done);
        return firm.call_as("anna", "getTimesheetRecord", 1);
    };
    const std::string before = changed(record("description", nullptr));
    for (const ShapeMember& member : change::active_recording.members) {
        CAPTURE(member.name);
        CHECK(may_be_missing(member.presence));
        Record sent{{std::string(member.name), unusual(member)}};
        if (member.name == "end") sent.push_back({"start", Value("2018-04-01")});
        const std::string after = changed(Value(sent));
        CHECK(after != before);
        CHECK(after.find(R"("end":"0")") == (member.name == "end" ? std::string::npos : before.find(R"("end":"0")")));
    }
}
