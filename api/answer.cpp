// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/answer.hpp"

#include <array>
#include <charconv>

namespace kimai::api {

namespace {

void write_number_text(ResultWriter& result, std::int64_t value) {
    std::array<char, 24> buffer{};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    result.text({buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data())});
}

}  // namespace

void Fields::text(std::string_view name, std::string_view value) {
    result_.name(name);
    result_.text(value);
}

void Fields::number_text(std::string_view name, std::int64_t value) {
    result_.name(name);
    write_number_text(result_, value);
}

void Fields::number_text(std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) {
        number_text(name, *value);
    } else {
        null(name);
    }
}

void Fields::money(std::string_view name, storage::Money value) {
    result_.name(name);
    result_.text(value.text());
}

void Fields::money(std::string_view name, const std::optional<storage::Money>& value) {
    if (value) {
        money(name, *value);
    } else {
        null(name);
    }
}

void Fields::integer(std::string_view name, std::int64_t value) {
    result_.name(name);
    result_.integer(value);
}

void Fields::real(std::string_view name, double value) {
    result_.name(name);
    result_.real(value);
}

void Fields::null(std::string_view name) {
    result_.name(name);
    result_.null();
}

void Answer::open() {
    result_.open_record();
    result_.name("success");
    result_.boolean(true);
    result_.name("items");
    result_.open_list();
}

Fields Answer::open_item() {
    if (items_ == 0) open();
    ++items_;
    result_.open_record();
    return Fields(result_);
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
    write_number_text(result_, total);
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
