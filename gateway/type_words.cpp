// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/type_words.hpp"

namespace kimai::gateway {

std::string_view type_words(api::ParameterType type) {
    switch (type) {
        case api::ParameterType::text:
            return "text";
        case api::ParameterType::integer:
            return "number";
        case api::ParameterType::integer_or_list:
            return "number or list of numbers";
        case api::ParameterType::date:
            return "date";
        case api::ParameterType::boolean:
            return "boolean";
        case api::ParameterType::truth:
            return "truth";
        case api::ParameterType::record:
            return "record";
    }
    return {};
}

std::string_view type_words(api::MemberType type) {
    switch (type) {
        case api::MemberType::text:
            return "text";
        case api::MemberType::number:
            return "number";
        case api::MemberType::decimal:
            return "decimal number";
        case api::MemberType::real:
            return "floating point number";
        case api::MemberType::boolean:
            return "boolean";
        case api::MemberType::date:
            return "date";
        case api::MemberType::record:
            return "record";
        case api::MemberType::list_of_records:
            return "list of records";
    }
    return {};
}

}  // namespace kimai::gateway
