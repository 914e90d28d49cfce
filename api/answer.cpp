// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/answer.hpp"

namespace kimai::api {

void Answer::open() {
    result_.open_record();
    result_.name("success");
    result_.boolean(true);
    result_.name("items");
    result_.open_list();
}

void Answer::begin_item() {
    if (items_ == 0) open();
    ++items_;
}

Fields Answer::open_item() {
    begin_item();
    result_.open_record();
    return Fields(result_);
}

Fields Answer::open_row(std::int64_t row) {
    begin_item();
    result_.open_item(row);
    return Fields(result_);
}

void Answer::row_again(std::int64_t row, std::string_view text) {
    begin_item();
    result_.item_again(row, text);
}

void Answer::end_items() {
    if (items_ == 0) open();
    result_.close_list();
    result_.name("total");
}

void Answer::close() {
    end_items();
    result_.integer(items_);
    result_.close_record();
}

void Answer::close_part_of(std::int64_t total) {
    if (total == 0) {
        close();
        return;
    }
    end_items();
    result_.number_text(total);
    result_.close_record();
}

void answer_done(ResultWriter& result) { Answer(result).close(); }

void answer_number(ResultWriter& result, std::string_view name, std::int64_t number) {
    Answer answer(result);
    answer.open_item().integer(name, number);
    answer.close_item();
    answer.close();
}

}  // namespace kimai::api
