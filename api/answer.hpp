// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/result_writer.hpp"
#include "storage/money.hpp"

namespace kimai::api {

/// Writes the members of an open record. The old server's database gave numbers as text, so most numbers are text here.
class Fields {
  public:
    explicit Fields(ResultWriter& result) : result_(result) {}

    void text(std::string_view name, std::string_view value) {
        result_.name(name);
        result_.text(value);
    }
    template <typename Text>
    void text(std::string_view name, const std::optional<Text>& value) {
        result_.name(name);
        value ? result_.text(*value) : result_.null();
    }
    void number_text(std::string_view name, std::int64_t value) {
        result_.name(name);
        result_.number_text(value);
    }
    void number_text(std::string_view name, const std::optional<std::int64_t>& value) {
        result_.name(name);
        value ? result_.number_text(*value) : result_.null();
    }
    void money(std::string_view name, storage::Money value) { text(name, value.text()); }
    void money(std::string_view name, const std::optional<storage::Money>& value) {
        result_.name(name);
        value ? result_.text(value->text()) : result_.null();
    }
    void integer(std::string_view name, std::int64_t value) {
        result_.name(name);
        result_.integer(value);
    }
    void time(std::string_view name, std::int64_t now) {
        result_.name(name);
        result_.time(now);
    }
    void real(std::string_view name, double value) {
        result_.name(name);
        result_.real(value);
    }
    void null(std::string_view name) {
        result_.name(name);
        result_.null();
    }

  private:
    ResultWriter& result_;
};

/// The answer of success: {"success": true, "items": [...], "total": N}. Add the items, then close it. Nothing is
/// written before the first item or the end, so that a method may still fail on finding no item.
class Answer {
  public:
    explicit Answer(ResultWriter& result) : result_(result) {}
    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;

    bool is_empty() const { return items_ == 0; }

    /// Begins an item, a record whose members are written next.
    Fields open_item();
    void close_item() { result_.close_record(); }

    // For lists that are asked for again after a change of one of their rows: items by the number of their row.
    Fields open_row(std::int64_t row);
    void close_row() { result_.close_item(); }
    /// The item from an earlier answer.
    void row_again(std::int64_t row, std::string_view text);

    /// Ends the list; total is the number of items.
    void close();
    /// Ends a list of which the items are a part: total is text, but a number where it is 0 (recorded).
    void close_part_of(std::int64_t total);

  private:
    void open();
    void begin_item();
    void end_items();

    ResultWriter& result_;
    std::int64_t items_ = 0;
};

/// The answer of a method that succeeded and has nothing to tell.
void answer_done(ResultWriter& result);

/// The answer with one item of one number, such as a new record's.
void answer_number(ResultWriter& result, std::string_view name, std::int64_t number);

}  // namespace kimai::api
