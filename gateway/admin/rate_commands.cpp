// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <boost/json/array.hpp>

#include <stdexcept>

#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/catalog.hpp"
#include "storage/admin/rules.hpp"

namespace kimai::gateway::admin {

namespace {

using storage::admin::RateKind;
using storage::admin::RateRecord;
using storage::admin::RateScope;

using Given = std::shared_ptr<std::optional<std::string>>;

/// --user, --project, --activity and --fixed.
class ScopeOptions {
  public:
    explicit ScopeOptions(Command& command)
        : user_(command.option("--user", "USER", "For this user; for any if not given")),
          project_(command.option("--project", "PROJECT", "For this project; for any if not given")),
          activity_(command.option("--activity", "ACTIVITY", "For this activity; for any if not given")),
          fixed_(command.flag("--fixed", "Of an entry as a whole, however long it is; knows no users")) {
        command.app().get_option("--fixed")->excludes(command.app().get_option("--user"));
    }

    RateKind kind() const { return *fixed_ ? RateKind::fixed : RateKind::hourly; }

    RateScope scope(Session& session) const {
        return {.user = number(session, Noun::user, user_),
                .project = number(session, Noun::project, project_),
                .activity = number(session, Noun::activity, activity_)};
    }

  private:
    static std::optional<std::int64_t> number(Session& session, Noun noun, const Given& given) {
        if (!*given) return std::nullopt;
        return find(session.store.connection, noun, **given).id;
    }

    Given user_;
    Given project_;
    Given activity_;
    std::shared_ptr<bool> fixed_;
};

std::string kind_text(RateKind kind) {
    switch (kind) {
        case RateKind::hourly:
            return "hourly";
        case RateKind::fixed:
            return "fixed";
    }
    return "";
}

/// "of any user", "of user \"anna\"".
std::string part_text(Session& session, Noun noun, const std::optional<std::int64_t>& id) {
    const std::string word(word_for(noun));
    if (!id) return "any " + word;
    return word + " " + in_quotes(find(session.store.connection, noun, "#" + std::to_string(*id)).name);
}

std::string scope_text(Session& session, RateKind kind, const RateScope& scope) {
    std::string text = kind == RateKind::hourly ? part_text(session, Noun::user, scope.user) + ", " : "";
    return text + part_text(session, Noun::project, scope.project) + ", " +
           part_text(session, Noun::activity, scope.activity);
}

Record record_of(RateKind kind, const RateScope& scope, const std::optional<storage::Money>& rate,
                 const std::optional<storage::Money>& before) {
    const auto number = [](const std::optional<std::int64_t>& id) {
        return id ? boost::json::value(*id) : boost::json::value();
    };
    return {{"kind", kind_text(kind)},          {"user", number(scope.user)},
            {"project", number(scope.project)}, {"activity", number(scope.activity)},
            {"rate", money_value(rate)},        {"before", money_value(before)}};
}

void add_list(CLI::App& noun) {
    Command command(noun, "list",
                    "List hourly and fixed rates. Of those that fit an entry the one counts that names the user, then "
                    "the activity, then the project; where a name is missing, it fits any.",
                    "kimai-gateway rate list --database kimai.db");
    command.reads([](Session& session) {
        std::vector<Record> records;
        for (const RateRecord& rate : storage::admin::rates(session.store.connection)) {
            records.push_back({{"kind", kind_text(rate.kind)},
                               {"user", text_value(rate.user)},
                               {"project", text_value(rate.project)},
                               {"activity", text_value(rate.activity)},
                               {"rate", money_value(rate.rate)}});
        }
        session.output.list(records);
    });
}

void add_set(CLI::App& noun) {
    Command command(noun, "set",
                    "Set an hourly rate, or a fixed one, for any or some user, project and activity. Entries that are "
                    "there keep theirs.",
                    "kimai-gateway rate set --database kimai.db 85 --user anna --activity Design\n"
                    "kimai-gateway rate set --database kimai.db 1200 --fixed --project 'Web shop'");
    const auto value = command.argument("AMOUNT", "Money for an hour, or with --fixed for an entry", is_amount);
    const ScopeOptions options(command);
    command.writes([value, options](Session& session) {
        const RateKind kind = options.kind();
        const RateScope scope = options.scope(session);
        const storage::Money rate = amount(*value);
        const auto before = storage::admin::set_rate(session.store.connection, kind, scope, rate);
        std::string sentence = "The " + kind_text(kind) + " rate of " + scope_text(session, kind, scope) + " is ";
        sentence += std::string_view(rate.text());
        if (before) sentence.append(" now; it was ").append(std::string_view(before->text()));
        session.output.done(sentence + ".", record_of(kind, scope, rate, before));
    });
}

void add_remove(CLI::App& noun) {
    Command command(noun, "remove", "Remove the rate of exactly this user, project and activity.",
                    "kimai-gateway rate remove --database kimai.db --user anna --activity Design");
    const ScopeOptions options(command);
    command.writes([options](Session& session) {
        const RateKind kind = options.kind();
        const RateScope scope = options.scope(session);
        const auto before = storage::admin::remove_rate(session.store.connection, kind, scope);
        const std::string what = kind_text(kind) + " rate of " + scope_text(session, kind, scope);
        if (!before) throw std::runtime_error("there is no " + what + "; rate list shows those that there are");
        session.output.done("The " + what + " is gone; it was " + std::string(std::string_view(before->text())) + ".",
                            record_of(kind, scope, std::nullopt, before));
    });
}

}  // namespace

void add_rate_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "rate", "What an hour, or an entry as a whole, costs");
    add_list(noun);
    add_set(noun);
    add_remove(noun);
}

}  // namespace kimai::gateway::admin
