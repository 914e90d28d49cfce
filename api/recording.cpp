// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <utility>

#include "api/answer.hpp"
#include "api/api.hpp"
#include "api/permissions.hpp"
#include "api/php_values.hpp"
#include "api/preferences.hpp"
#include "api/record_fields.hpp"
#include "api/record_shapes.hpp"
#include "api/rounding.hpp"
#include "storage/store.hpp"

namespace kimai::api {

namespace {

/// Project and activity to record, if both are there to be recorded on.
struct Target {
    std::int64_t project;
    std::int64_t activity;
};

std::optional<Target> target_of(Call& call, const storage::User& user) {
    const Value& project = call.arguments["projectId"];
    const Value& activity = call.arguments["activityId"];
    std::optional<std::int64_t> project_id = php_row_number(project);
    std::optional<std::int64_t> activity_id = php_row_number(activity);
    if (php_empty(project) && php_empty(activity)) {
        project_id = user.last_project;
        activity_id = user.last_activity;
    }
    if (!project_id || !call.store.catalog.has_project(*project_id)) return std::nullopt;
    if (!activity_id || !call.store.catalog.has_activity(*activity_id)) return std::nullopt;
    return Target{*project_id, *activity_id};
}

void stop(storage::Store& store, const storage::TimeEntry& running, std::int64_t now) {
    const std::int64_t precision = configured_number(store.settings, "roundPrecision", 0);
    const std::string method = store.settings.configuration("roundingMethod").value_or("");
    // The clock may have been set back since the start.
    const Span span = rounded({running.start, std::max(running.start, now)}, precision, method);
    storage::TimeEntry entry = running;
    entry.start = span.start;
    entry.end = span.end;
    entry.duration = span.end - span.start;
    store.timesheet.update(entry, running);
}

void write_running(Answer& answer, const storage::NamedTimeEntry& running, std::int64_t now) {
    const storage::TimeEntry& entry = running.entry;
    Fields fields = answer.open_item();
    fields.number_text("timeEntryID", entry.id);
    fields.number_text("activityID", entry.activity);
    fields.number_text("projectID", entry.project);
    fields.number_text("start", entry.start);
    fields.number_text("end", entry.end);
    fields.number_text("duration", entry.duration);
    fields.text("description", entry.description);
    fields.time("servertime", now);
    fields.number_text("customerID", running.customer);
    fields.text("customerName", running.customer_name);
    fields.text("projectName", running.project_name);
    fields.text("activityName", running.activity_name);
    answer.close_item();
}

}  // namespace

Outcome Api::start_record(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    const auto target = target_of(call, *user);
    if (!target) return Failure::invalid_project_or_task;
    storage::Store& store = call.store;
    storage::TimeEntry entry;
    entry.start = now(call);
    entry.user = user->id;
    entry.project = target->project;
    entry.activity = target->activity;
    entry.rate = store.rates.best_rate(user->id, entry.project, entry.activity).value_or(storage::Money{});
    entry.fixed_rate = store.rates.best_fixed_rate(entry.project, entry.activity);
    entry.status = configured_number(store.settings, "defaultStatusID", 1);
    entry.location = store.settings.preference(user->id, "ui.defaultLocation");
    answer_number(call.result, "timeEntryID", store.timesheet.add(entry));
    return success;
}

Outcome Api::stop_record(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    const Value& id = call.arguments["entryId"];
    const bool any = php_empty(id);
    const auto entry = any ? call.store.timesheet.running(user->id) : call.store.timesheet.find(php_int(id));
    if (any && !entry) return Failure::no_active_recording;
    // Stopping what does not run, or is not there, is a success that changes nothing (recorded).
    if (entry) {
        if (!may(call.store, *user, Deed::edit, Records::time_entries, entry->user)) {
            return Failure::unknown_user_or_no_permissions;
        }
        if (entry->end == 0) stop(call.store, *entry, now(call));
    }
    answer_done(call.result);
    return success;
}

Outcome Api::get_active_recording(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    auto running = call.store.timesheet.running(user->id);
    if (!running) return Failure::no_active_recording;
    Answer answer(call.result);
    write_running(answer, call.store.timesheet.named(std::move(*running)), now());
    answer.close();
    return success;
}

Outcome Api::update_active_recording(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    const RecordFields record(call.arguments["record"], change::active_recording);
    if (record.is_empty()) return Failure::invalid_record;
    storage::Store& store = call.store;
    const auto running = store.timesheet.running(user->id);
    if (!running) return Failure::no_active_recording;
    storage::TimeEntry entry = *running;

    record.take("projectID", entry.project);
    if (record.given("projectID") && !store.catalog.has_project(entry.project)) return Failure::invalid_project_id;
    record.take("activityID", entry.activity);
    if (record.given("activityID") && !store.catalog.has_activity(entry.activity)) return Failure::invalid_task_id;
    record.take("description", entry.description);
    const TimeZone zone = time_zone_of(store.settings, user->id);
    const Value* start = record.given("start");
    const Value* end = record.given("end");
    if (start != nullptr) {
        entry.start = time_of(call, zone, *start);
        if (entry.start <= 0) return Failure::invalid_span;
    }
    if (end != nullptr) {
        entry.end = time_of(call, zone, *end);
        if (start == nullptr || entry.end <= entry.start) return Failure::invalid_span;
        entry.duration = entry.end - entry.start;
    }
    store.timesheet.update(entry, *running);
    answer_done(call.result);
    return success;
}

}  // namespace kimai::api
