// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/expenses.hpp"

#include "storage/columns.hpp"

namespace kimai::storage {

// Usually all are asked for, so that the list counts itself.
std::int64_t Expenses::list(const ExpenseFilter& filter, std::optional<std::int64_t> limit, std::int64_t offset,
                            const std::function<void(const ExpenseRow&)>& take) {
    const Names::User* user = names_.user(filter.user);
    Rows rows = connection_.query(
        "SELECT expenseID, timestamp, multiplier, value, projectID, designation, comment, refundable, commentType,"
        " cleared FROM expenses WHERE userID = ?1 AND timestamp BETWEEN ?2 AND ?3"
        " AND (?4 IS NULL OR (refundable > 0) = ?4) AND (?5 IS NULL OR cleared = ?5)"
        " ORDER BY timestamp DESC, expenseID",
        filter.user, filter.from, filter.to, filter.refundable, filter.cleared);
    std::int64_t total = 0;
    while (rows.next()) {
        const std::int64_t project_id = rows.integer(4);
        const Names::Project* project = names_.project(project_id);
        const std::string* customer = project != nullptr ? names_.customer(project->customer) : nullptr;
        if (customer == nullptr) continue;
        const std::int64_t place = total++;
        if (user == nullptr || place < offset || (limit && place - offset >= *limit)) continue;
        take({.id = rows.integer(0),
              .timestamp = rows.integer(1),
              .multiplier = money(rows, 2),
              .value = money(rows, 3),
              .project = project_id,
              .designation = rows.text(5),
              .user = filter.user,
              .customer_name = *customer,
              .customer = project->customer,
              .project_name = project->name,
              .comment = rows.optional_text(6),
              .refundable = rows.integer(7),
              .comment_type = rows.integer(8),
              .user_name = user->name,
              .cleared = rows.integer(9)});
    }
    return total;
}

std::int64_t Expenses::count(const ExpenseFilter& filter) {
    constexpr std::int64_t no_rows = 0;
    return list(filter, no_rows, 0, [](const ExpenseRow&) {});
}

std::optional<Expense> Expenses::find(std::int64_t id) {
    Rows rows = connection_.query(
        "SELECT expenseID, timestamp, userID, projectID, designation, comment, commentType, refundable, cleared,"
        " multiplier, value FROM expenses WHERE expenseID = ?1",
        id);
    if (!rows.next()) return std::nullopt;
    return Expense{.id = rows.integer(0),
                   .timestamp = rows.integer(1),
                   .user = rows.integer(2),
                   .project = rows.integer(3),
                   .designation = std::string(rows.text(4)),
                   .comment = optional_string(rows, 5),
                   .comment_type = rows.integer(6),
                   .refundable = rows.integer(7),
                   .cleared = rows.integer(8),
                   .multiplier = money(rows, 9),
                   .value = money(rows, 10)};
}

ExpenseSurroundings Expenses::surroundings(const Expense& expense) {
    Rows rows = connection_.query(
        "SELECT c.customerID, c.name, c.visible, c.filter, c.trash, p.budget, p.effort, p.approved, p.internal,"
        " c.company, c.vat, c.contact, c.street, c.zipcode, c.city, c.country, c.phone, c.fax, c.mobile, c.mail,"
        " c.homepage, c.timezone FROM projects p LEFT JOIN customers c USING (customerID) WHERE p.projectID = ?1",
        expense.project);
    if (!rows.next()) return {};
    return {.customer = rows.optional_integer(0),
            .name = optional_string(rows, 1),
            .visible = rows.optional_integer(2),
            .filter = rows.optional_integer(3),
            .trash = rows.optional_integer(4),
            .budget = optional_money(rows, 5),
            .effort = optional_money(rows, 6),
            .approved = optional_money(rows, 7),
            .internal = rows.optional_integer(8),
            .company = optional_string(rows, 9),
            .vat = optional_string(rows, 10),
            .contact = optional_string(rows, 11),
            .street = optional_string(rows, 12),
            .zipcode = optional_string(rows, 13),
            .city = optional_string(rows, 14),
            .country = optional_string(rows, 15),
            .phone = optional_string(rows, 16),
            .fax = optional_string(rows, 17),
            .mobile = optional_string(rows, 18),
            .mail = optional_string(rows, 19),
            .homepage = optional_string(rows, 20),
            .timezone = optional_string(rows, 21)};
}

std::int64_t Expenses::add(const Expense& expense) {
    connection_.execute(
        "INSERT INTO expenses (timestamp, userID, projectID, designation, comment, commentType, refundable, cleared,"
        " multiplier, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        expense.timestamp, expense.user, expense.project, expense.designation, expense.comment, expense.comment_type,
        expense.refundable, expense.cleared, expense.multiplier.hundredths, expense.value.hundredths);
    return connection_.last_insert_id();
}

void Expenses::update(const Expense& expense) {
    connection_.execute(
        "UPDATE expenses SET timestamp = ?2, userID = ?3, projectID = ?4, designation = ?5, comment = ?6, commentType "
        "= ?7,"
        " refundable = ?8, cleared = ?9, multiplier = ?10, value = ?11 WHERE expenseID = ?1",
        expense.id, expense.timestamp, expense.user, expense.project, expense.designation, expense.comment,
        expense.comment_type, expense.refundable, expense.cleared, expense.multiplier.hundredths,
        expense.value.hundredths);
}

void Expenses::remove(std::int64_t id) { connection_.execute("DELETE FROM expenses WHERE expenseID = ?1", id); }

}  // namespace kimai::storage
