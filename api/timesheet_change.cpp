// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/answer.hpp"
#include "api/api.hpp"
#include "api/permissions.hpp"
#include "api/php_values.hpp"
#include "api/preferences.hpp"
#include "api/record_fields.hpp"
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
    const RecordFields record(call.arguments["record"]);
    if (record.is_empty()) return Failure::invalid_record;
    storage::Store& store = call.store;

    const bool changes = php_truth(call.arguments["doUpdate"]);
    const std::int64_t id = changes ? record.number("id") : 0;
    const auto before = store.timesheet.find(id);
    const Essentials essentials{.project = record.number("projectId"),
                                .activity = record.number("taskId"),
                                .start = time_of(call, *user, Value(record.text("start"))),
                                .end = time_of(call, *user, Value(record.text("end")))};
    // What an entry points to already may be in the trash by now.
    const bool keeps_project = before && before->project == essentials.project;
    if (!keeps_project && !store.catalog.has_project(essentials.project)) return Failure::invalid_project_id;
    const bool keeps_activity = before && before->activity == essentials.activity;
    if (!keeps_activity && !store.catalog.has_activity(essentials.activity)) return Failure::invalid_task_id;
    if (essentials.start <= 0 || essentials.end <= essentials.start) return Failure::invalid_span;
    if (record.given("statusId") != nullptr && !store.catalog.has_status(record.number("statusId"))) {
        return Failure::invalid_status_id;
    }

    if (!changes) {
        storage::TimeEntry entry;
        entry.user = user->id;
        entry.status = configured_number(store.settings, "defaultStatusID", 1);
        entry.fixed_rate = store.rates.best_fixed_rate(essentials.project, essentials.activity).value_or(storage::Money{});
        entry.rate =
            store.rates.best_rate(user->id, essentials.project, essentials.activity).value_or(storage::Money{});
        apply(essentials, entry);
        if (!take_optional(record, entry)) return Failure::not_added;
        answer_number(call.result, "id", store.timesheet.add(entry));
        return success;
    }
    if (id == 0) return Failure::missing_id;
    if (before) {
        if (!may(store, *user, Deed::edit, Records::time_entries, before->user)) {
            return Failure::unknown_user_or_no_permissions;
        }
        storage::TimeEntry entry = *before;
        entry.rate =
            store.rates.best_rate(before->user, essentials.project, essentials.activity).value_or(storage::Money{});
        apply(essentials, entry);
        if (!take_optional(record, entry)) return Failure::not_updated;
        store.timesheet.update(entry);
    }
    answer_done(call.result);
    return success;
}

}  // namespace kimai::api
