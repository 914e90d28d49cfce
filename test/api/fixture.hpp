// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "api/api.hpp"
#include "api/logins.hpp"
#include "api/php_values.hpp"
#include "api/vault.hpp"
#include "storage/store.hpp"

namespace kimai::test {

/// 2018-05-01 12:00:00 UTC, when the clock of the fixture stands.
inline constexpr std::int64_t noon = 1525176000;

// Arguments as a client may send them.
inline api::Value to_value(const char* text) { return api::Value(text); }
inline api::Value to_value(const std::string& text) { return api::Value(text); }
inline api::Value to_value(bool truth) { return api::Value(truth); }
inline api::Value to_value(int number) { return api::Value(api::Number{std::to_string(number)}); }
inline api::Value to_value(double number) { return api::Value(api::Number{std::string(api::php_json_number(number))}); }
inline api::Value to_value(std::nullptr_t) { return {}; }
inline api::Value to_value(api::Value value) { return value; }

/// A record from names and values in turn: record("projectId", 1, "start", "2018-05-01").
inline void add_members(api::Record&) {}
template <typename First, typename... Rest>
void add_members(api::Record& record, const char* name, First value, Rest... rest) {
    record.push_back({name, to_value(value)});
    add_members(record, rest...);
}
template <typename... NamesAndValues>
api::Value record(NamesAndValues... members) {
    api::Record result;
    add_members(result, members...);
    return api::Value(std::move(result));
}

/// The API over a small made-up firm in memory, in UTC, at noon:
/// - anna (1) sees the members of group 1, bert (2) is one of them, carla (3) is in group 2, where nobody is seen;
///   frida (4) is in no group; boss (5) is in both and may see and change everybody's records there.
/// - customers Acme (1) and Bakery (2); projects Apollo (1, of Acme), Bread (2, of Bakery) and a trashed one (3);
///   activities Development (1, of Apollo), Meeting (2) and a trashed one (3); group 1 sees all of it, group 2 nothing.
/// - statuses open (1) and closed (2).
class Fixture {
  public:
    Fixture();

    /// The key by which a user of that name calls.
    static std::string key(std::string_view user) { return "key of " + std::string(user); }

    /// Calls a method and gives its result. What the call writes is written. Throws std::logic_error when the result
    /// has not the shape that the method table declares.
    template <typename... Values>
    std::string call(std::string_view method, const Values&... values) {
        return run(method, {to_value(values)...});
    }
    /// Calls a method as a user, whose key becomes the first argument.
    template <typename... Values>
    std::string call_as(std::string_view user, std::string_view method, const Values&... values) {
        return run(method, {to_value(key(user)), to_value(values)...});
    }

    /// The one number that a statement gives.
    std::int64_t number(const char* sql);

    std::int64_t now = noon;
    storage::Store store;
    api::Vault vault;
    api::Logins logins;
    api::Api api;
    api::Client client{"192.0.2.1"};
    /// How many writes were left for later; they are done at once here.
    int written_later = 0;
    /// What the results held (ShapeChecker::seen).
    std::set<std::string> members_seen;

  private:
    std::string run(std::string_view method, api::List values);
};

/// Answers as clients see them.
inline constexpr const char* done = R"({"success":true,"items":[],"total":0})";
std::string failure(std::string_view text);
inline std::string refused() { return failure("Unknown user or no permissions."); }
inline std::string nothing_found() { return failure("An unhandled error occured."); }

/// The values of a member in all items of a result, in order: "3, 1".
std::string values_of(std::string_view member, std::string_view result);
/// What stands for `total`, in quotes if it is text.
std::string total_of(std::string_view result);

}  // namespace kimai::test
