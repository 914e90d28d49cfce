// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "api/call.hpp"
#include "api/key_uses.hpp"
#include "api/wrong_keys.hpp"

namespace kimai::storage {
struct User;
}

namespace kimai::api {

class Logins;
class TimeZone;
class Vault;

/// What the facade needs of the world around it. All of it outlives the Api.
struct Surroundings {
    /// Seconds since 1970.
    std::function<std::int64_t()> now;
    /// Seals and finds API keys.
    const Vault& vault;
    /// Checks passwords.
    Logins& logins;
    /// Runs a small write some time later, on the thread that may write, when nobody waits for it. (The time of a key's
    /// last use.)
    std::function<void(std::function<void(storage::Store&)>)> write_later;
    /// Wrong keys that a client address may try in a minute; 0: any number.
    std::int64_t wrong_keys_per_minute = 0;
};

/// The old API: its 18 methods, the same for both wires. Each takes a Call and follows the contract of Method::body.
/// One object serves all threads; what belongs to a call is in the Call.
class Api {
  public:
    explicit Api(Surroundings surroundings)
        : surroundings_(std::move(surroundings)), wrong_keys_(surroundings_.wrong_keys_per_minute) {}

    Outcome authenticate(Call& call) const;
    Outcome get_version(Call& call) const;

    Outcome start_record(Call& call) const;
    Outcome stop_record(Call& call) const;
    Outcome get_active_recording(Call& call) const;
    Outcome update_active_recording(Call& call) const;

    Outcome get_users(Call& call) const;
    Outcome get_customers(Call& call) const;
    Outcome get_projects(Call& call) const;
    Outcome get_tasks(Call& call) const;

    Outcome get_timesheet(Call& call) const;
    Outcome get_timesheet_record(Call& call) const;
    Outcome set_timesheet_record(Call& call) const;
    Outcome remove_timesheet_record(Call& call) const;

    Outcome get_expenses(Call& call) const;
    Outcome get_expense_record(Call& call) const;
    Outcome set_expense_record(Call& call) const;
    Outcome remove_expense_record(Call& call) const;

    /// Writes down that a user's key was used now, at most once a minute. `before`: what the database knows, if it was
    /// asked. For calls that are answered without running as well.
    void note_key_use(std::int64_t user, std::optional<std::int64_t> before) const;

    /// Whether keys from that address are looked at (WrongKeys). For calls that are answered without running as well,
    /// since their answers tell that the key is right.
    bool may_try_key(const std::string& address) const;

    /// Seconds since 1970.
    std::int64_t now() const { return surroundings_.now(); }

    /// API keys that were nobody's, and calls with a key that was not looked at because its address had tried too many
    /// of those.
    std::uint64_t wrong_keys() const { return wrong_keys_.wrong(); }
    std::uint64_t throttled_keys() const { return throttled_keys_.value(); }

  private:
    /// The user whose key the call carries; nobody as well if its address has tried too many wrong ones. Notes the use
    /// of the key.
    std::optional<storage::User> caller(Call& call) const;
    /// Seconds since 1970. The answer of the call does not last then.
    std::int64_t now(Call& call) const;
    /// The time that a date stands for in a zone, the user's; 0 for what is no date, as the old server had it.
    std::int64_t time_of(Call& call, const TimeZone& zone, const Value& date) const;

    Surroundings surroundings_;
    mutable KeyUses key_uses_;
    mutable WrongKeys wrong_keys_;
    mutable storage::SharedCount throttled_keys_;
};

/// Runs a method and completes its answer: a failure becomes the failure result of the old API. Answers what it came
/// to, for the log. Throws what the body throws; what the writer holds is worthless then.
Outcome run(const Api& api, const Method& method, Call& call);

}  // namespace kimai::api
