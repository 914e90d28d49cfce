// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/result_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <ostream>
#include <string_view>
#include <vector>

#include "api/php_values.hpp"
#include "gateway/admin/output.hpp"
#include "gateway/call/request_text.hpp"

namespace kimai::gateway {

namespace {

using admin::Output;
using api::Value;
using Row = boost::json::object;

/// Numbers as they were written, since Boost.JSON would write 10.5 as 1.05E1.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the reader of the value allowed.
boost::json::value printed(const Value& value) {
    if (const auto* const truth = value.if_boolean()) return *truth;
    if (const auto* const number = value.if_number()) return boost::json::string(number->text);
    if (const auto* const text = value.if_text()) return boost::json::string(*text);
    if (const auto* const list = value.if_list()) {
        boost::json::array items;
        for (const Value& item : *list) items.push_back(printed(item));
        return items;
    }
    if (const auto* const record = value.if_record()) {
        Row members;
        for (const api::Member& member : *record) members[member.name] = printed(member.value);
        return members;
    }
    return nullptr;
}

bool is_empty(const boost::json::value& value) {
    return value.is_null() || (value.is_string() && value.get_string().empty()) ||
           (value.is_array() && value.get_array().empty());
}

/// The members that any of the rows has something in, in the order in which they come.
std::vector<std::string> filled_columns(const std::vector<Row>& rows) {
    std::vector<std::string> names;
    std::vector<std::string> filled;
    for (const Row& row : rows) {
        for (const auto& member : row) {
            const std::string name(member.key());
            if (std::ranges::find(names, name) == names.end()) names.push_back(name);
            if (!is_empty(member.value()) && std::ranges::find(filled, name) == filled.end()) filled.push_back(name);
        }
    }
    std::erase_if(names, [&](const std::string& name) { return std::ranges::find(filled, name) == filled.end(); });
    return names;
}

std::vector<Row> with_columns(const std::vector<Row>& rows, const std::vector<std::string>& columns) {
    std::vector<Row> chosen;
    for (const Row& row : rows) {
        Row& into = chosen.emplace_back();
        for (const std::string& column : columns) {
            const auto* const value = row.if_contains(column);
            into[column] = value != nullptr ? *value : boost::json::value();
        }
    }
    return chosen;
}

void print_rows(const std::vector<Row>& rows, bool chosen, std::ostream& out, Output& output) {
    if (rows.size() > 1) return output.list(chosen ? rows : with_columns(rows, filled_columns(rows)));
    const Row& row = rows.front();
    if (row.size() != 1 || !row.begin()->value().is_string()) return output.record(row);
    const auto& only = row.begin()->value().get_string();
    out << admin::printable({only.data(), only.size()}) << "\n";
}

}  // namespace

void print_result(const Value& result, const api::Shape* items, const std::vector<std::string>& columns,
                  std::ostream& out, std::ostream& notes) {
    if (const auto* const text = result.if_text()) {
        out << admin::printable(*text) << "\n";
        return;
    }
    const auto* const record = result.if_record();
    const Value* const list = record != nullptr ? find(*record, "items") : nullptr;
    if (list == nullptr || list->if_list() == nullptr) {
        out << json_text(result) << "\n";
        return;
    }
    std::vector<Row> rows;
    for (const Value& item : *list->if_list()) {
        boost::json::value row = printed(item);
        if (row.is_object()) rows.push_back(std::move(row.get_object()));
    }
    Output output(admin::Form::readable, out, notes);
    if (rows.empty()) {
        output.note(items == nullptr || items->members.empty() ? "Done." : "There are none.");
    } else {
        print_rows(columns.empty() ? rows : with_columns(rows, columns), !columns.empty(), out, output);
    }
    const Value* const total = find(*record, "total");
    const auto all = total != nullptr ? api::php_int(*total) : 0;
    if (all > static_cast<std::int64_t>(rows.size())) {
        output.note(std::to_string(rows.size()) + " of " + std::to_string(all) + ".");
    }
    output.print();
}

}  // namespace kimai::gateway
