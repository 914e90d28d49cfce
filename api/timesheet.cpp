// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <charconv>
#include <cmath>
#include <utility>

#include "api/answer.hpp"
#include "api/api.hpp"
#include "api/list_window.hpp"
#include "api/permissions.hpp"
#include "api/php_values.hpp"
#include "api/preferences.hpp"
#include "api/record_fields.hpp"
#include "storage/short_text.hpp"
#include "storage/store.hpp"

namespace kimai::api {

namespace {

constexpr std::int64_t seconds_an_hour = 3600;
constexpr std::int64_t seconds_a_minute = 60;

using Digits = storage::ShortText<48>;

void append_in_two_digits(Digits& text, std::int64_t number) {
    if (number >= 0 && number < 10) text.append('0');
    text.append_number(number);
}

/// "h:mm" or "h:mm:ss".
Digits formatted(std::int64_t duration, bool with_seconds) {
    Digits text;
    text.append_number(duration / seconds_an_hour).append(':');
    append_in_two_digits(text, duration / seconds_a_minute % 60);
    if (with_seconds) {
        text.append(':');
        append_in_two_digits(text, duration % seconds_a_minute);
    }
    return text;
}

/// In floating point and in this order, because clients compare the digits.
double wage_of(const storage::TimesheetRow& row) {
    return static_cast<double>(row.duration) / static_cast<double>(seconds_an_hour) *
           (static_cast<double>(row.rate.hundredths) / 100);
}

/// As printf("%.2f") would: what lies exactly between two goes to the even one, and binary fractions are what they are.
storage::ShortText<400> two_digits(double value) {
    storage::ShortText<400> text;
    // Nearly all wages: multiplied, the value is off by less than 1/10,000, and that far from the middle no rounding
    // can go wrong.
    constexpr double most = 1e9;
    const double hundredths = value * 100;
    const double rest = hundredths - std::floor(hundredths);
    if (value > 0 && value < most && std::abs(rest - 0.5) > 0.0001) {
        text.append(storage::Money{std::llround(hundredths)}.text());
    } else {
        text.written_to(std::to_chars(text.end(), text.limit(), value, std::chars_format::fixed, 2).ptr);
    }
    return text;
}

/// How a list shows its entries.
struct Presentation {
    /// The asked span; 0: open. An entry that reaches beyond it is shown as cut to it.
    std::int64_t from;
    std::int64_t to;
    bool with_seconds;
};

void write_duration(Fields fields, const storage::TimesheetRow& row, const Presentation& presentation) {
    if (row.end == 0) {
        for (const auto* name : {"duration", "formattedDuration", "wage_decimal", "wage"}) fields.null(name);
        return;
    }
    const double wage = wage_of(row);
    fields.number_text("duration", row.duration);
    fields.text("formattedDuration", formatted(row.duration, presentation.with_seconds));
    fields.real("wage_decimal", wage);
    if (row.fixed_rate && *row.fixed_rate != storage::Money{}) {
        fields.money("wage", *row.fixed_rate);
    } else {
        fields.text("wage", two_digits(wage));
    }
}

void write_row(Fields fields, const storage::TimesheetRow& row, const Presentation& presentation) {
    fields.number_text("timeEntryID", row.id);
    if (presentation.from != 0 && row.start <= presentation.from) {
        fields.integer("start", presentation.from);
    } else {
        fields.number_text("start", row.start);
    }
    if (presentation.to != 0 && row.end >= presentation.to) {
        fields.integer("end", presentation.to);
    } else {
        fields.number_text("end", row.end);
    }
    write_duration(fields, row, presentation);
    fields.money("budget", row.budget);
    fields.money("approved", row.approved);
    fields.money("rate", row.rate);
    fields.number_text("projectID", row.project);
    fields.number_text("activityID", row.activity);
    fields.number_text("userID", row.user);
    fields.text("customerName", row.customer_name);
    fields.number_text("customerID", row.customer);
    fields.text("activityName", row.activity_name);
    fields.text("projectName", row.project_name);
    fields.text("projectComment", row.project_comment);
    fields.text("location", row.location);
    fields.text("trackingNumber", row.tracking_number);
    fields.number_text("statusID", row.status);
    fields.text("status", row.status_name);
    fields.number_text("billable", row.billable);
    fields.text("description", row.description);
    fields.text("comment", row.comment);
    fields.number_text("cleared", row.cleared);
    fields.number_text("commentType", row.comment_type);
    fields.text("userAlias", row.user_alias);
    fields.text("userName", row.user_name);
}

void write_record(Fields fields, const storage::NamedTimeEntry& named) {
    const storage::TimeEntry& entry = named.entry;
    fields.number_text("timeEntryID", entry.id);
    fields.number_text("start", entry.start);
    fields.number_text("end", entry.end);
    fields.number_text("duration", entry.duration);
    fields.number_text("userID", entry.user);
    fields.number_text("projectID", entry.project);
    fields.number_text("activityID", entry.activity);
    fields.text("description", entry.description);
    fields.text("comment", entry.comment);
    fields.number_text("commentType", entry.comment_type);
    fields.number_text("cleared", entry.cleared);
    fields.text("location", entry.location);
    fields.text("trackingNumber", entry.tracking_number);
    fields.money("rate", entry.rate);
    fields.money("fixedRate", entry.fixed_rate);
    fields.money("budget", entry.budget);
    fields.money("approved", entry.approved);
    fields.number_text("statusID", entry.status);
    fields.number_text("billable", entry.billable);
    fields.text("projectName", named.project_name);
    fields.text("customerName", named.customer_name);
    fields.text("activityName", named.activity_name);
    fields.number_text("customerID", named.customer);
}

}  // namespace

Outcome Api::get_timesheet(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    storage::Store& store = call.store;
    const TimeZone zone = time_zone_of(store.settings, user->id);
    const Presentation presentation{.from = time_of(call, zone, call.arguments["from"]),
                                    .to = time_of(call, zone, call.arguments["to"]),
                                    .with_seconds = configured_number(store.settings, "durationWithSeconds", 0) != 0};
    storage::TimesheetFilter filter;
    filter.user = user->id;
    if (presentation.from != 0) filter.ends_after = presentation.from;
    if (presentation.to != 0) filter.begins_before = presentation.to;
    filter.cleared = cleared_filter(store.settings, user->id, call.arguments["cleared"]);
    const ListWindow window =
        list_window(call.arguments["start"], call.arguments["limit"], row_limit_of(store.settings, user->id));
    Answer answer(call.result);
    const auto write = [&](const storage::TimesheetRow& row) {
        write_row(answer.open_row(row.id), row, presentation);
        answer.close_row();
    };
    auto earlier = EarlierItems::of_own(call, "timeSheet");
    const auto write_again = [&](std::int64_t entry) {
        if (const auto text = earlier.of(entry)) return answer.row_again(entry, *text);
        store.timesheet.row(user->id, entry, write);
    };
    if (window.is_empty()) {
        answer.close_part_of(store.timesheet.count(filter));
    } else if (earlier.any()) {
        answer.close_part_of(store.timesheet.numbers(filter, window.limit.value(), window.offset, write_again));
    } else {
        answer.close_part_of(store.timesheet.list(filter, window.limit.value(), window.offset, write));
    }
    return success;
}

Outcome Api::get_timesheet_record(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    const std::int64_t id = php_int(call.arguments["id"]);
    if (id == 0) return Failure::invalid_id;
    auto entry = call.store.timesheet.find(id);
    if (!entry) return Failure::nothing_found;
    if (!may_read(call.store, *user, entry->user)) return Failure::unknown_user_or_no_permissions;
    if (entry->user != user->id) call.lasting = false;
    Answer answer(call.result);
    write_record(answer.open_item(), call.store.timesheet.named(std::move(*entry)));
    answer.close_item();
    answer.close();
    return success;
}

Outcome Api::remove_timesheet_record(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    const std::int64_t id = php_int(call.arguments["id"]);
    if (id == 0) return Failure::invalid_id;
    if (const auto entry = call.store.timesheet.find(id)) {
        if (!may(call.store, *user, Deed::remove, Records::time_entries, entry->user)) {
            return Failure::unknown_user_or_no_permissions;
        }
        call.store.timesheet.remove(id);
    }
    answer_done(call.result);
    return success;
}

}  // namespace kimai::api
