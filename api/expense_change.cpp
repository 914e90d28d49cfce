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

/// Takes the members that may be given. False if an amount is too large to be stored.
bool take_optional(const RecordFields& record, storage::Expense& expense) {
    if (record.given("designation") != nullptr) expense.designation = record.text("designation");
    record.take("comment", expense.comment);
    record.take("commentType", expense.comment_type);
    record.take("refundable", expense.refundable);
    record.take("cleared", expense.cleared);
    return record.take("multiplier", expense.multiplier) && record.take("value", expense.value);
}

}  // namespace

Outcome Api::set_expense_record(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    const RecordFields record(call.arguments["record"], change::expense_record);
    if (record.is_empty()) return Failure::invalid_record;
    storage::Store& store = call.store;

    const bool changes = php_truth(call.arguments["doUpdate"]);
    const std::int64_t id = changes ? record.number("id") : 0;
    const auto before = store.expenses.find(id);
    const bool may_change = before && may(store, *user, Deed::edit, Records::expenses, before->user);
    const std::int64_t project = record.number("projectId");
    const std::int64_t timestamp = time_of(call, time_zone_of(store.settings, user->id), Value(record.text("date")));
    // The project that an expense has already may be in the trash by now; of another's it is not told.
    const bool keeps_project = may_change && before->project == project;
    if (!keeps_project && !store.catalog.has_project(project)) return Failure::invalid_project_id;
    if (timestamp <= 0) return Failure::invalid_date;
    if (changes && id == 0) return Failure::missing_id;
    if (changes && !before) {  // A success that changes nothing (recorded).
        answer_done(call.result);
        return success;
    }

    if (before && !may_change) return Failure::unknown_user_or_no_permissions;

    storage::Expense expense;
    if (before) {
        expense = *before;
    } else {
        expense.user = user->id;
    }
    expense.project = project;
    expense.timestamp = timestamp;
    if (!take_optional(record, expense)) return before ? Failure::not_updated : Failure::not_added;
    if (before) {
        store.expenses.update(expense);
        answer_done(call.result);
    } else {
        answer_number(call.result, "id", store.expenses.add(expense));
    }
    return success;
}

}  // namespace kimai::api
