// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/result_writer.hpp"

namespace kimai::test {

/// A result of any length, for what is done with long ones.
struct LongResult {
    std::string name;
    std::function<void(api::ResultWriter&)> write;
};

inline void write_item(api::ResultWriter& result, int number) {
    result.open_record();
    result.name("id");
    result.number_text(number);
    result.name("text");
    result.text("<\"ü&/\"> " + std::string(static_cast<std::size_t>(number % 7), 'x'));
    result.name("none");
    result.null();
    result.close_record();
}

inline void write_items(api::ResultWriter& result, int count) {
    result.open_list();
    for (int i = 0; i < count; ++i) write_item(result, i);
    result.close_list();
}

/// An item with a list of `count` records, as a project with its tasks.
inline void write_item_with_list(api::ResultWriter& result, int count) {
    result.open_record();
    result.name("before");
    result.real(1.5);
    result.name("tasks");
    write_items(result, count);
    result.name("behind");
    result.boolean(true);
    result.close_record();
}

/// Results with `count` times about a hundred bytes, in all the ways in which lists and records stand in each other.
inline std::vector<LongResult> long_results(int count) {
    const auto record = [](const std::function<void(api::ResultWriter&)>& members) {
        return [members](api::ResultWriter& result) {
            result.open_record();
            members(result);
            result.close_record();
        };
    };
    const auto list = [count](const std::function<void(api::ResultWriter&, int)>& item) {
        return [item, count](api::ResultWriter& result) {
            result.open_list();
            for (int i = 0; i < count; ++i) item(result, i);
            result.close_list();
        };
    };
    return {
        {"list in a record", record([count](api::ResultWriter& result) {
             result.name("success");
             result.boolean(true);
             result.name("items");
             write_items(result, count);
             result.name("total");
             result.number_text(count);
         })},
        {"lists in items, some of them empty", record([list](api::ResultWriter& result) {
             result.name("items");
             list([](api::ResultWriter& each, int i) { write_item_with_list(each, i % 4); })(result);
         })},
        {"long lists in items", record([list, count](api::ResultWriter& result) {
             result.name("items");
             list([count](api::ResultWriter& each, int i) { write_item_with_list(each, i < 3 ? count : 1); })(result);
         })},
        {"two lists", record([count](api::ResultWriter& result) {
             result.name("items");
             write_items(result, count);
             result.name("more");
             write_items(result, count);
             result.name("none");
             write_items(result, 0);
         })},
        {"empty records", list([](api::ResultWriter& result, int) {
             result.open_record();
             result.close_record();
         })},
        {"list alone", [count](api::ResultWriter& result) { write_items(result, count); }},
        {"lists in a list", list([](api::ResultWriter& result, int i) { write_items(result, i % 3); })},
        {"items of several types", list([](api::ResultWriter& result, int i) {
             if (i % 3 == 0) return result.integer(i);
             if (i % 3 == 1) return write_items(result, 1);
             write_item(result, i);
         })},
    };
}

}  // namespace kimai::test
