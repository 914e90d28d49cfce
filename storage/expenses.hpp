// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "storage/money.hpp"
#include "storage/names.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

/// An expense as it is stored. Its time is seconds since 1970.
struct Expense {
    std::int64_t id = 0;
    std::int64_t timestamp = 0;
    std::int64_t user = 0;
    std::int64_t project = 0;
    std::string designation;
    std::optional<std::string> comment;
    std::int64_t comment_type = 0;
    std::int64_t refundable = 0;
    std::int64_t cleared = 0;
    /// How many times the value; two digits behind the point like the value itself.
    Money multiplier{100};
    Money value;
};

/// The project and the customer of an expense as getExpenseRecord shows them, under the names that both tables share:
/// the customer's are shown where there is a customer.
struct ExpenseSurroundings {
    std::optional<std::int64_t> customer;
    std::optional<std::string> name;
    std::optional<std::int64_t> visible;
    std::optional<std::int64_t> filter;
    std::optional<std::int64_t> trash;
    std::optional<Money> budget;
    std::optional<Money> effort;
    std::optional<Money> approved;
    std::optional<std::int64_t> internal;
    std::optional<std::string> company;
    std::optional<std::string> vat;
    std::optional<std::string> contact;
    std::optional<std::string> street;
    std::optional<std::string> zipcode;
    std::optional<std::string> city;
    std::optional<std::string> country;
    std::optional<std::string> phone;
    std::optional<std::string> fax;
    std::optional<std::string> mobile;
    std::optional<std::string> mail;
    std::optional<std::string> homepage;
    std::optional<std::string> timezone;
};

/// An expense as it is listed. Text lives until the next row.
struct ExpenseRow {
    std::int64_t id;
    std::int64_t timestamp;
    Money multiplier;
    Money value;
    std::int64_t project;
    std::string_view designation;
    std::int64_t user;
    std::string_view customer_name;
    std::int64_t customer;
    std::string_view project_name;
    std::optional<std::string_view> comment;
    std::int64_t refundable;
    std::int64_t comment_type;
    std::string_view user_name;
    std::int64_t cleared;
};

/// Which of a user's expenses; both bounds belong to the span.
struct ExpenseFilter {
    std::int64_t user = 0;
    std::int64_t from = std::numeric_limits<std::int64_t>::min();
    std::int64_t to = std::numeric_limits<std::int64_t>::max();
    std::optional<bool> refundable;
    std::optional<std::int64_t> cleared;
};

class Expenses {
  public:
    Expenses(Connection& connection, Names& names) : connection_(connection), names_(names) {}

    /// The newest first, equal times by rising number. An expense shows only if its project and customer are there.
    /// offset and limit: 0 at least. Answers how many there are in all. Looks at all that the filter takes.
    std::int64_t list(const ExpenseFilter& filter, std::optional<std::int64_t> limit, std::int64_t offset,
                      const std::function<void(const ExpenseRow&)>& take);
    /// How many list() would give without a limit.
    std::int64_t count(const ExpenseFilter& filter);

    std::optional<Expense> find(std::int64_t id);
    ExpenseSurroundings surroundings(const Expense& expense);

    /// Adds the expense under a new number, which it answers; the expense's own id is not read.
    std::int64_t add(const Expense& expense);
    void update(const Expense& expense);
    void remove(std::int64_t id);

  private:
    Connection& connection_;
    Names& names_;
};

}  // namespace kimai::storage
