// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/user_changes.hpp"

#include <boost/json/array.hpp>

#include <charconv>
#include <stdexcept>

#include "api/passwords.hpp"
#include "api/time_zone.hpp"
#include "gateway/admin/administrators.hpp"
#include "gateway/admin/command.hpp"
#include "gateway/admin/memberships.hpp"
#include "gateway/admin/password_input.hpp"
#include "gateway/admin/reference.hpp"
#include "storage/admin/users.hpp"

namespace kimai::gateway::admin {

namespace {

using Text = std::shared_ptr<std::optional<std::string>>;
using Texts = std::shared_ptr<std::vector<std::string>>;

constexpr const char* time_zone_preference = "timezone";
constexpr const char* row_limit_preference = "ui.rowlimit";

/// What an empty text stands for is none of its own; anything else must be good.
Command::Check empty_or(Command::Check check) {
    return [check = std::move(check)](std::string& text) { return text.empty() ? std::string() : check(text); };
}

std::string is_time_zone(std::string& text) {
    const auto zone = api::TimeZone::find(text);
    if (!zone) return "must be a time zone such as Europe/Berlin; there is no " + in_quotes(text);
    text = zone->name();
    return {};
}

std::string is_row_limit(std::string& text) {
    constexpr std::int64_t most = 1'000'000;
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc() && stop == end && number >= 1 && number <= most) return {};
    return "must be a number of rows from 1 to " + std::to_string(most);
}

/// The options that `add` and `edit` have in common.
struct Details {
    explicit Details(Command& command)
        : alias(command.option("--alias", "TEXT", "Name as people read it; \"\" for none",
                               empty_or(is_line_of_at_most(longest_name)))),
          mail(command.option("--mail", "ADDRESS", "Mail address; \"\" for none",
                              empty_or(is_line_of_at_most(longest_name)))),
          time_zone(command.option("--timezone", "ZONE",
                                   "Time zone in which dates are read, such as Europe/Berlin; \"\" for the one of the "
                                   "installation",
                                   empty_or(is_time_zone))),
          row_limit(command.option("--row-limit", "NUMBER",
                                   "Time entries that a list has if its caller does not say; \"\" for 100",
                                   empty_or(is_row_limit))) {}

    bool is_empty() const { return !*alias && !*mail && !*time_zone && !*row_limit; }

    void set(Session& session, std::int64_t user) const {
        storage::admin::change_user(
            session.store.connection, user,
            {.name = {}, .alias = *alias, .mail = *mail, .role = {}, .active = {}, .removed = {}});
        set_preference(session, user, time_zone_preference, *time_zone);
        set_preference(session, user, row_limit_preference, *row_limit);
    }

    Text alias;
    Text mail;
    Text time_zone;
    Text row_limit;

  private:
    static void set_preference(Session& session, std::int64_t user, const char* option,
                               const std::optional<std::string>& value) {
        if (!value) return;
        if (value->empty()) {
            storage::admin::remove_preference(session.store.connection, user, option);
        } else {
            session.store.settings.set_preference(user, option, *value);
        }
    }
};

/// Says it to people, too, if nobody knows the password yet.
void tell_password(Output& output, std::string sentence, Record record, const Password& password) {
    if (password.generated) {
        sentence += "\nThe password is " + password.text;
        record["password"] = password.text;
    }
    output.done(sentence, record);
}

/// Who and what a new user is to be, looked up in the database.
struct NewUser {
    NamedRow role;
    std::vector<WantedMembership> memberships;
};

NewUser look_up(storage::Connection& connection, const std::string& name, const std::optional<std::string>& role,
                const std::vector<std::string>& groups) {
    require_free_name(connection, Noun::user, name);
    NewUser user{.role = role_or_usual(connection, Noun::global_role, role), .memberships = {}};
    for (const std::string& group : groups) user.memberships.push_back(wanted_membership(connection, group));
    return user;
}

void add_user(Session& session, const std::string& name, const NewUser& wanted, const std::string& hash,
              const Details& details) {
    const std::int64_t user = session.store.users.add(
        {.name = name, .alias = std::nullopt, .mail = std::nullopt, .password = hash, .global_role = wanted.role.id});
    for (const WantedMembership& membership : wanted.memberships) {
        storage::admin::set_membership(session.store.connection, membership.group.id, user, membership.role.id);
    }
    details.set(session, user);
}

void add_add(CLI::App& noun) {
    Command command(noun, "add", "Add a user, who can sign in at once.",
                    "kimai-gateway user add anna --alias 'Anna Example' --group Development --group Office=Groupleader "
                    "--timezone Europe/Berlin");
    const auto name = command.argument("NAME", "The name to sign in with", is_line_of_at_most(longest_name));
    const auto role = command.option("--role", "ROLE", "Global role, by name or '#NUMBER'; User unless given");
    const auto groups = command.options("--group", "GROUP[=ROLE]",
                                        "A group to be in, with the membership role there (User unless given); may be "
                                        "repeated");
    const Details details(command);
    const PasswordOptions passwords(command);
    command.works([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        look_up(connection, *name, *role, *groups);  // So that no password is typed in vain.
        const Password password = passwords.take(*name);
        const std::string hash = api::hash_password(password.text);
        session.write([&] {
            add_user(session, *name, look_up(connection, *name, *role, *groups), hash, details);
            const NamedRow user = find(connection, Noun::user, *name);
            tell_password(session.output, "Added user " + in_quotes(*name) + ", '#" + std::to_string(user.id) + "'.",
                          {{"number", user.id}, {"name", user.name}}, password);
            if (groups->empty()) {
                session.output.note(
                    "Without a group a user sees no customers, projects and activities: "
                    "kimai-gateway group add-member");
            }
        });
    });
}

struct Edits {
    Text name;
    Text role;
    Texts joins;
    Texts leaves;
    Details details;
    std::shared_ptr<bool> force;

    bool is_empty() const { return !*name && !*role && joins->empty() && leaves->empty() && details.is_empty(); }
};

void edit(Session& session, const std::string& who, const Edits& edits) {
    storage::Connection& connection = session.store.connection;
    const NamedRow user = find(connection, Noun::user, who);
    if (*edits.name) require_free_name(connection, Noun::user, **edits.name, user.id);
    std::optional<std::int64_t> role;
    if (*edits.role) role = find(connection, Noun::global_role, **edits.role).id;
    storage::admin::change_user(
        connection, user.id, {.name = *edits.name, .alias = {}, .mail = {}, .role = role, .active = {}, .removed = {}});
    for (const std::string& group : *edits.leaves) {
        const NamedRow left = find(connection, Noun::group, group);
        if (!storage::admin::remove_membership(connection, left.id, user.id)) {
            throw std::runtime_error(in_quotes(user.name) + " is not in the group " + in_quotes(left.name));
        }
    }
    for (const std::string& group : *edits.joins) {
        const WantedMembership joined = wanted_membership(connection, group);
        storage::admin::set_membership(connection, joined.group.id, user.id, joined.role.id);
    }
    edits.details.set(session, user.id);
    const std::string& name = *edits.name ? **edits.name : user.name;
    session.output.done("Changed user " + in_quotes(name) + ".", {{"number", user.id}, {"name", name}});
}

void add_edit(CLI::App& noun) {
    Command command(noun, "edit", "Change what a user is called, may do, and has set. What is not given stays.",
                    "kimai-gateway user edit anna --role Admin --join Design=Groupleader --leave Office\n"
                    "kimai-gateway user edit '#12' --name anna.example");
    const auto who = command.argument("USER", "The user, by name or '#NUMBER'");
    const Edits edits{
        .name = command.option("--name", "NAME", "New name to sign in with", is_line_of_at_most(longest_name)),
        .role = command.option("--role", "ROLE", "Global role, by name or '#NUMBER'"),
        .joins = command.options("--join", "GROUP[=ROLE]",
                                 "A group to be in from now on, or to have that membership role in (User "
                                 "unless given); may be repeated"),
        .leaves = command.options("--leave", "GROUP", "A group to be in no longer; may be repeated"),
        .details = Details(command),
        .force = command.flag("--force", "Also if nobody is left who may do everything")};
    command.writes([=](Session& session) {
        if (edits.is_empty()) throw CLI::RequiredError("one of the options that change something");
        keep_an_administrator(session.store.connection, *edits.force, [&] { edit(session, *who, edits); });
    });
}

void add_password(CLI::App& noun) {
    Command command(noun, "password",
                    "Give a user another password, and forget failed sign-ins. The API key stays: see key revoke.",
                    "kimai-gateway user password anna\n"
                    "kimai-gateway user password anna --password-file - < password.txt");
    const auto who = command.argument("USER", "The user, by name or '#NUMBER'");
    const PasswordOptions passwords(command);
    command.works([=](Session& session) {
        const NamedRow user = find(session.store.connection, Noun::user, *who);
        const Password password = passwords.take(user.name);
        const std::string hash = api::hash_password(password.text);
        session.write([&] {
            const NamedRow still = find(session.store.connection, Noun::user, "#" + std::to_string(user.id));
            session.store.users.set_password(still.id, hash);
            session.store.users.forget_failed_logins(still.id);
            tell_password(session.output, "Changed the password of user " + in_quotes(still.name) + ".",
                          {{"number", still.id}, {"name", still.name}}, password);
            if (still.removed)
                session.output.note("The user was removed and cannot sign in: kimai-gateway user restore");
        });
    });
}

}  // namespace

void add_user_changes(CLI::App& noun) {
    add_add(noun);
    add_edit(noun);
    add_password(noun);
}

}  // namespace kimai::gateway::admin
