// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/answer.hpp"
#include "api/api.hpp"
#include "api/permissions.hpp"
#include "api/php_values.hpp"
#include "api/preferences.hpp"
#include "api/record_fields.hpp"
#include "api/record_shapes.hpp"
#include "storage/store.hpp"

namespace kimai::api {

namespace {

/// What must be given and right, whether a time entry is added or changed.
struct Essentials {
    std::int64_t project = 0;
    std::int64_t activity = 0;
    std::int64_t start = 0;
    std::int64_t end = 0;
};

/// Takes the members that may be given. False if an amount is too large to be stored.
bool take_optional(const RecordFields& record, storage::TimeEntry& entry) {
    record.take("description", entry.description);
    record.take("comment", entry.comment);
    record.take("commentType", entry.comment_type);
    record.take("location", entry.location);
    record.take("trackingNumber", entry.tracking_number);
    record.take("statusId", entry.status);
    record.take("flagBillable", entry.billable);
    if (record.given("flagCleared") != nullptr) entry.cleared = record.number("flagCleared") != 0 ? 1 : 0;
    return record.take("rate", entry.rate) && record.take("fixedRate", entry.fixed_rate) &&
           record.take("budget", entry.budget) && record.take("approved", entry.approved);
}

/// Whether the essentials are right, checked in the order in which the old server did. What an entry points to already
/// may be in the trash by now.
Outcome check(storage::Store& store, const Essentials& essentials, const std::optional<storage::TimeEntry>& before) {
    const bool keeps_project = before && before->project == essentials.project;
    if (!keeps_project && !store.catalog.has_project(essentials.project)) return Failure::invalid_project_id;
    const bool keeps_activity = before && before->activity == essentials.activity;
    if (!keeps_activity && !store.catalog.has_activity(essentials.activity)) return Failure::invalid_task_id;
    if (essentials.start <= 0 || essentials.end <= essentials.start) return Failure::invalid_span;
    return success;
}

storage::TimeEntry new_entry(storage::Store& store, std::int64_t user, const Essentials& essentials) {
    storage::TimeEntry entry;
    entry.user = user;
    entry.status = configured_number(store.settings, "defaultStatusID", 1);
    entry.fixed_rate = store.rates.best_fixed_rate(essentials.project, essentials.activity).value_or(storage::Money{});
    return entry;
}

void apply(const Essentials& essentials, storage::TimeEntry& entry) {
    entry.project = essentials.project;
    entry.activity = essentials.activity;
    entry.start = essentials.start;
    entry.end = essentials.end;
    entry.duration = essentials.end - essentials.start;
}

}  // namespace

Outcome Api::set_timesheet_record(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    const RecordFields record(call.arguments["record"], change::timesheet_record);
    if (record.is_empty()) return Failure::invalid_record;
    storage::Store& store = call.store;

    const bool changes = php_truth(call.arguments["doUpdate"]);
    const std::int64_t id = changes ? record.number("id") : 0;
    const auto before = id != 0 ? store.timesheet.find(id) : std::nullopt;
    const bool may_change = before && may(store, *user, Deed::edit, Records::time_entries, before->user);
    const TimeZone zone = time_zone_of(store.settings, user->id);
    const Essentials essentials{.project = record.number("projectId"),
                                .activity = record.number("taskId"),
                                .start = time_of(call, zone, Value(record.text("start"))),
                                .end = time_of(call, zone, Value(record.text("end")))};
    // Of another's entry even what it belongs to is not told.
    if (const Outcome failure = check(store, essentials, may_change ? before : std::nullopt)) return failure;
    if (record.given("statusId") != nullptr && !store.catalog.has_status(record.number("statusId"))) {
        return Failure::invalid_status_id;
    }
    if (changes && id == 0) return Failure::missing_id;
    if (changes && !before) {  // A success that changes nothing (recorded).
        answer_done(call.result);
        return success;
    }
    if (before && !may_change) return Failure::unknown_user_or_no_permissions;

    storage::TimeEntry entry = before ? *before : new_entry(store, user->id, essentials);
    apply(essentials, entry);
    // Also on a change, if the client gives none.
    entry.rate = store.rates.best_rate(entry.user, entry.project, entry.activity).value_or(storage::Money{});
    if (!take_optional(record, entry)) return before ? Failure::not_updated : Failure::not_added;
    if (before) {
        store.timesheet.update(entry, *before);
        answer_done(call.result);
    } else {
        answer_number(call.result, "id", store.timesheet.add(entry));
    }
    return success;
}

}  // namespace kimai::api
