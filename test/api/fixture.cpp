// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "test/api/fixture.hpp"

#include <stdexcept>
#include <variant>

#include "api/method_table.hpp"
#include "test/api/collecting_writer.hpp"
#include "test/api/shape_checker.hpp"
#include "test/storage/firm.hpp"

namespace kimai::test {

namespace {

constexpr std::int64_t seeing = 1;
constexpr std::int64_t plain = 2;
constexpr std::int64_t leading = 3;

void add_people(storage::Connection& database) {
    set_membership_permission(database, seeing, "core-user-view", 1);
    set_membership_permission(database, plain, "core-user-view", 0);
    for (const char* permission :
         {"core-user-view", "ki_timesheets-otherEntry-ownGroup-edit", "ki_timesheets-otherEntry-ownGroup-delete",
          "ki_expenses-otherEntry-ownGroup-edit", "ki_expenses-otherEntry-ownGroup-delete"}) {
        set_membership_permission(database, leading, permission, 1);
    }
    add(database, UserRow{.id = 1, .name = "anna"});
    add(database, UserRow{.id = 2, .name = "bert"});
    add(database, UserRow{.id = 3, .name = "carla"});
    add(database, UserRow{.id = 4, .name = "frida"});
    add(database, UserRow{.id = 5, .name = "boss"});
    for (const std::int64_t group : {1, 2}) {
        add_group(database, group);
        join(database, group, 5, leading);
    }
    join(database, 1, 1, seeing);
    join(database, 1, 2, plain);
    join(database, 2, 3, plain);
}

void add_work(storage::Connection& database) {
    add(database, CustomerRow{.id = 1, .name = "Acme"});
    add(database, CustomerRow{.id = 2, .name = "Bakery"});
    add(database, ProjectRow{.id = 1, .customer = 1, .name = "Apollo"});
    add(database, ProjectRow{.id = 2, .customer = 2, .name = "Bread"});
    add(database, ProjectRow{.id = 3, .customer = 1, .name = "Gone", .trash = true});
    add(database, ActivityRow{.id = 1, .name = "Development"});
    add(database, ActivityRow{.id = 2, .name = "Meeting"});
    add(database, ActivityRow{.id = 3, .name = "Gone", .trash = true});
    add_status(database, 1, "open");
    add_status(database, 2, "closed");
    database.run_script(
        "INSERT INTO projects_activities (projectID, activityID, budget) VALUES (1, 1, 10000);"
        "INSERT INTO groups_customers SELECT 1, customerID FROM customers;"
        "INSERT INTO groups_projects SELECT 1, projectID FROM projects;"
        "INSERT INTO groups_activities SELECT 1, activityID FROM activities");
}

}  // namespace

Fixture::Fixture()
    : store(memory_database()),
      vault(api::random_secret()),
      logins(
          vault, 0,
          [this](const std::function<void(storage::Store&)>& work) {
              storage::Transaction transaction(store.connection);
              work(store);
              transaction.commit();
          },
          [this](const std::function<void(storage::Store&)>& work) { work(store); }),
      api({.now = [this] { return now; },
           .vault = vault,
           .logins = logins,
           .write_later =
               [this](const std::function<void(storage::Store&)>& work) {
                   ++written_later;
                   work(store);
               },
           .wrong_keys_per_minute = 600}) {
    add_people(store.connection);
    add_work(store.connection);
    constexpr std::int64_t users = 5;
    const char* names[users] = {"anna", "bert", "carla", "frida", "boss"};
    for (std::int64_t id = 1; id <= users; ++id) {
        const std::string user_key = key(names[id - 1]);
        store.users.set_key(id, vault.lookup(user_key), vault.seal(user_key, api::purpose_of_key(id)), now);
    }
    store.settings.set_setting(storage::time_zone_setting, "UTC");
    store.settings.set_secret_setting(storage::password_salt_setting, vault.seal("pepper", api::purpose_of_salt));
}

std::string Fixture::run(std::string_view name, api::List values) {
    const api::Method* method = api::find_method(name);
    if (method == nullptr) throw std::logic_error("no such method: " + std::string(name));
    const auto bound = api::bind_by_position(*method, std::move(values));
    if (const auto* error = std::get_if<api::BindingError>(&bound)) throw std::logic_error(error->text);
    CollectingWriter collected;
    ShapeChecker checker(*method, collected);
    api::Call call{.arguments = std::get<api::Arguments>(bound), .client = client, .store = store, .result = checker};
    api::run(api, *method, call);
    members_seen.insert(checker.seen().begin(), checker.seen().end());
    return collected.result();
}

std::int64_t Fixture::number(const char* sql) {
    storage::Rows rows = store.connection.query(sql);
    if (!rows.next()) throw std::logic_error("no row");
    return rows.integer(0);
}

std::string failure(std::string_view text) {
    return R"({"success":false,"error":{"msg":")" + std::string(text) + R"("}})";
}

std::string values_of(std::string_view member, std::string_view result) {
    const std::string start = "\"" + std::string(member) + "\":";
    std::string values;
    for (std::size_t at = result.find(start); at != std::string_view::npos; at = result.find(start, at)) {
        at += start.size();
        const std::size_t end = result[at] == '"' ? result.find('"', at + 1) + 1 : result.find_first_of(",}]", at);
        std::string value(result.substr(at, end - at));
        if (value.starts_with('"')) value = value.substr(1, value.size() - 2);
        values += (values.empty() ? "" : ", ") + value;
        at = end;
    }
    return values;
}

std::string total_of(std::string_view result) {
    const std::size_t at = result.rfind("\"total\":");
    if (at == std::string_view::npos) throw std::logic_error("no total in " + std::string(result));
    return std::string(result.substr(at + 8, result.size() - at - 9));
}

}  // namespace kimai::test
