// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/answer.hpp"
#include "api/api.hpp"
#include "api/list_window.hpp"
#include "api/permissions.hpp"
#include "api/php_values.hpp"
#include "api/preferences.hpp"
#include "api/record_fields.hpp"
#include "storage/store.hpp"

namespace kimai::api {

namespace {

/// 0 asks for the refundable ones and 1 for the others, whatever of PHP's values equals them; all else asks for all.
std::optional<bool> refundable_filter(const Value& refundable) {
    if (php_equals(refundable, 0)) return true;
    if (php_equals(refundable, 1)) return false;
    return std::nullopt;
}

void write_row(Fields fields, const storage::ExpenseRow& row) {
    fields.number_text("expenseID", row.id);
    fields.number_text("timestamp", row.timestamp);
    fields.money("multiplier", row.multiplier);
    fields.money("value", row.value);
    fields.number_text("projectID", row.project);
    fields.text("designation", row.designation);
    fields.number_text("userID", row.user);
    fields.text("customerName", row.customer_name);
    fields.number_text("customerID", row.customer);
    fields.text("projectName", row.project_name);
    fields.text("comment", row.comment);
    fields.number_text("refundable", row.refundable);
    fields.number_text("commentType", row.comment_type);
    fields.text("userName", row.user_name);
    fields.number_text("cleared", row.cleared);
}

/// The columns of three tables, in the order in which the old server's join gave them.
void write_record(Fields fields, const storage::Expense& expense, const storage::ExpenseSurroundings& around) {
    fields.number_text("customerID", around.customer);
    fields.number_text("projectID", expense.project);
    fields.number_text("expenseID", expense.id);
    fields.number_text("timestamp", expense.timestamp);
    fields.number_text("userID", expense.user);
    fields.text("designation", expense.designation);
    fields.text("comment", expense.comment);
    fields.number_text("commentType", expense.comment_type);
    fields.number_text("refundable", expense.refundable);
    fields.number_text("cleared", expense.cleared);
    fields.money("multiplier", expense.multiplier);
    fields.money("value", expense.value);
    fields.text("name", around.name);
    fields.number_text("visible", around.visible);
    fields.number_text("filter", around.filter);
    fields.number_text("trash", around.trash);
    fields.money("budget", around.budget);
    fields.money("effort", around.effort);
    fields.money("approved", around.approved);
    fields.number_text("internal", around.internal);
    // The customer's secrets, which the old server showed.
    for (const auto* name : {"password", "passwordResetHash", "secure"}) fields.null(name);
    fields.text("company", around.company);
    fields.text("vat", around.vat);
    fields.text("contact", around.contact);
    fields.text("street", around.street);
    fields.text("zipcode", around.zipcode);
    fields.text("city", around.city);
    fields.text("country", around.country);
    fields.text("phone", around.phone);
    fields.text("fax", around.fax);
    fields.text("mobile", around.mobile);
    fields.text("mail", around.mail);
    fields.text("homepage", around.homepage);
    fields.text("timezone", around.timezone);
}

}  // namespace

Outcome Api::get_expenses(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    storage::Store& store = call.store;
    const TimeZone zone = time_zone_of(store.settings, user->id);
    const std::int64_t from = time_of(call, zone, call.arguments["from"]);
    const std::int64_t to = time_of(call, zone, call.arguments["to"]);
    storage::ExpenseFilter filter;
    filter.user = user->id;
    if (from != 0) filter.from = from;
    if (to != 0) filter.to = to;
    filter.refundable = refundable_filter(call.arguments["refundable"]);
    filter.cleared = cleared_filter(store.settings, user->id, call.arguments["cleared"]);
    const ListWindow window = list_window(call.arguments["start"], call.arguments["limit"], std::nullopt);
    Answer answer(call.result);
    const auto take = [&answer](const storage::ExpenseRow& row) {
        write_row(answer.open_item(), row);
        answer.close_item();
    };
    answer.close_part_of(window.is_empty() ? store.expenses.count(filter)
                                           : store.expenses.list(filter, window.limit, window.offset, take));
    return success;
}

Outcome Api::get_expense_record(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    const std::int64_t id = php_int(call.arguments["id"]);
    if (id == 0) return Failure::invalid_id;
    const auto expense = call.store.expenses.find(id);
    if (!expense) return Failure::nothing_found;
    if (!may_read(call.store, *user, expense->user)) return Failure::unknown_user_or_no_permissions;
    if (expense->user != user->id) call.lasting = false;
    Answer answer(call.result);
    write_record(answer.open_item(), *expense, call.store.expenses.surroundings(*expense));
    answer.close_item();
    answer.close();
    return success;
}

Outcome Api::remove_expense_record(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    const std::int64_t id = php_int(call.arguments["id"]);
    if (id == 0) return Failure::invalid_id;
    if (const auto expense = call.store.expenses.find(id)) {
        if (!may(call.store, *user, Deed::remove, Records::expenses, expense->user)) {
            return Failure::unknown_user_or_no_permissions;
        }
        call.store.expenses.remove(id);
    }
    answer_done(call.result);
    return success;
}

}  // namespace kimai::api
