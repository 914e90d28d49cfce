// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/record_fields.hpp"

#include <stdexcept>

#include "api/php_values.hpp"

namespace kimai::api {

const Value* RecordFields::given(std::string_view name) const {
    if (!shape_.has(name)) {
        throw std::logic_error(std::string(shape_.name) + " has no member " + std::string(name));
    }
    const Value* value = record_ == nullptr ? nullptr : find(*record_, name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

std::int64_t RecordFields::number(std::string_view name) const {
    const Value* value = given(name);
    return value == nullptr ? 0 : php_int(*value);
}

std::string RecordFields::text(std::string_view name) const {
    const Value* value = given(name);
    return value == nullptr ? std::string() : php_string(*value);
}

void RecordFields::take(std::string_view name, std::int64_t& number) const {
    if (const Value* value = given(name)) number = php_int(*value);
}

void RecordFields::take(std::string_view name, std::optional<std::int64_t>& number) const {
    if (const Value* value = given(name)) number = php_int(*value);
}

void RecordFields::take(std::string_view name, std::optional<std::string>& text) const {
    const Value* value = given(name);
    if (value == nullptr) return;
    text = php_string(*value);
    if (text->empty()) text.reset();
}

bool RecordFields::take(std::string_view name, storage::Money& money) const {
    const Value* value = given(name);
    if (value == nullptr) return true;
    const auto parsed = storage::Money::parse(php_decimal(*value));
    if (parsed) money = *parsed;
    return parsed.has_value();
}

bool RecordFields::take(std::string_view name, std::optional<storage::Money>& money) const {
    storage::Money taken;
    if (!take(name, taken)) return false;
    if (given(name) != nullptr) money = taken;
    return true;
}

}  // namespace kimai::api
