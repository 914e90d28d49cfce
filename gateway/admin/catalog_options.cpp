// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <boost/json/array.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "api/time_zone.hpp"
#include "gateway/admin/catalog.hpp"
#include "storage/money.hpp"

namespace kimai::gateway::admin {

namespace {

using storage::admin::ColumnChange;

/// As many characters as Kimai's tables hold of most texts.
constexpr std::size_t longest_line = 255;
/// MySQL's TEXT.
constexpr std::size_t longest_text = 65'535;

std::string is_short_line(std::string& text) { return text.empty() ? "" : is_line_of_at_most(longest_line)(text); }

std::string is_any_text(std::string& text) {
    std::string one_line = text;
    std::ranges::replace(one_line, '\n', ' ');
    std::ranges::replace(one_line, '\t', ' ');
    return one_line.empty() ? "" : is_line_of_at_most(longest_text)(one_line);
}

std::string is_time_zone(std::string& text) {
    if (text.empty() || api::TimeZone::find(text)) return {};
    return "must be a time zone such as Europe/Berlin";
}

std::string is_yes_or_no(std::string& text) { return text == "yes" || text == "no" ? "" : "must be yes or no"; }

ColumnChange read_text(std::string_view column, const std::string& text) {
    if (text.empty()) return {column, nullptr};
    return {column, text};
}

const char* const budget_text = "What may be spent, as money; such as 1500 or 99.50";
const char* const effort_text = "What has been planned as effort, as money";
const char* const approved_text = "What has been approved, as money";

}  // namespace

void FieldOptions::add(const std::string& option, std::string_view column, const std::string& value,
                       const std::string& sentence, const Command::Check& check,
                       const std::function<ColumnChange(std::string_view, const std::string&)>& read) {
    const auto text = command_.option(option, value, sentence, check);
    given_->push_back([text, column, read](std::vector<ColumnChange>& changes) {
        if (*text) changes.push_back(read(column, **text));
    });
}

void FieldOptions::line(const std::string& option, std::string_view column, const std::string& sentence) {
    add(option, column, "TEXT", sentence, is_short_line, read_text);
}

void FieldOptions::text(const std::string& option, std::string_view column, const std::string& sentence) {
    add(option, column, "TEXT", sentence, is_any_text, read_text);
}

void FieldOptions::time_zone(const std::string& option, std::string_view column, const std::string& sentence) {
    add(option, column, "ZONE", sentence, is_time_zone, [](std::string_view of, const std::string& text) {
        return ColumnChange{of, text};
    });
}

void FieldOptions::yes_or_no(const std::string& option, std::string_view column, const std::string& sentence) {
    add(option, column, "yes|no", sentence, is_yes_or_no, [](std::string_view of, const std::string& text) {
        return ColumnChange{of, std::int64_t{text == "yes"}};
    });
}

void FieldOptions::money(const std::string& option, std::string_view column, const std::string& sentence) {
    add(option, column, "AMOUNT", sentence, is_amount, [](std::string_view of, const std::string& text) {
        return ColumnChange{of, amount(text).hundredths};
    });
}

std::vector<ColumnChange> changes_of(const FieldOptions::Given& given) {
    std::vector<ColumnChange> changes;
    for (const auto& take : *given) take(changes);
    return changes;
}

std::shared_ptr<std::string> add_name(Command& command, const std::string& placeholder) {
    return command.argument(placeholder, "Its name", is_line_of_at_most(longest_line));
}

std::shared_ptr<std::optional<std::string>> add_new_name(Command& command) {
    return command.option("--name", "NAME", "Its new name", is_line_of_at_most(longest_line));
}

BudgetOptions::BudgetOptions(Command& command)
    : budget_(command.option("--budget", "AMOUNT", budget_text, is_amount)),
      effort_(command.option("--effort", "AMOUNT", effort_text, is_amount)),
      approved_(command.option("--approved", "AMOUNT", approved_text, is_amount)) {}

storage::admin::Budget BudgetOptions::given() const {
    const auto read = [](const std::optional<std::string>& text) {
        return text ? std::optional(amount(*text)) : std::nullopt;
    };
    return {.budget = read(*budget_), .effort = read(*effort_), .approved = read(*approved_)};
}

std::string is_amount(std::string& text) {
    const auto money = storage::Money::parse(text);
    if (!money || money->hundredths < 0) return "must be an amount of money such as 85 or 99.50";
    return {};
}

storage::Money amount(const std::string& text) { return storage::Money::parse(text).value(); }

boost::json::value money_value(const std::optional<storage::Money>& money) {
    if (!money) return nullptr;
    return text_value(std::string_view(money->text()));
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

}  // namespace kimai::gateway::admin
