// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/value_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "api/equal_names.hpp"
#include "soap/scalars.hpp"
#include "storage/ascii.hpp"
#include "storage/charset.hpp"

namespace kimai::soap {

namespace {

using api::List;
using api::Record;
using api::Value;

constexpr std::string_view list_item = "item";

/// How often a reference may be followed for each value. Looking for the form of a record follows some twice or so.
constexpr std::size_t most_followed = 4;

/// What an xsi:type says of the content.
enum class Content : std::uint8_t { unsaid, text, word, number, boolean, base64, record, list };

struct Named {
    std::string_view type;
    Content content;
};

/// By local name: XML Schema's types and SOAP's encoded ones have the same, and some stacks mix their prefixes up.
/// Blanks around a word do not count, such as a date.
constexpr std::array types = {
    Named{"string", Content::text},
    Named{"normalizedString", Content::text},
    Named{"int", Content::number},
    Named{"boolean", Content::boolean},
    Named{"integer", Content::number},
    Named{"long", Content::number},
    Named{"short", Content::number},
    Named{"byte", Content::number},
    Named{"double", Content::number},
    Named{"float", Content::number},
    Named{"decimal", Content::number},
    Named{"base64Binary", Content::base64},
    Named{"base64", Content::base64},
    Named{"token", Content::word},
    Named{"date", Content::word},
    Named{"dateTime", Content::word},
    Named{"time", Content::word},
    Named{"unsignedInt", Content::number},
    Named{"unsignedLong", Content::number},
    Named{"unsignedShort", Content::number},
    Named{"unsignedByte", Content::number},
    Named{"nonNegativeInteger", Content::number},
    Named{"positiveInteger", Content::number},
    Named{"nonPositiveInteger", Content::number},
    Named{"negativeInteger", Content::number},
    Named{"Map", Content::record},
    Named{"Struct", Content::record},
    Named{"Array", Content::list},
};

Content content_of(std::string_view type) {
    const auto* const found = std::ranges::find(types, type, &Named::type);
    return found == types.end() ? Content::unsaid : found->content;
}

/// Whether the elements are entries of a list: all of one name, and a single one only if it is called an item.
bool is_list(const Part& part) {
    const std::string_view name = part.first->name;
    if (part.first->next == nullptr) return same_letters(name, list_item);
    for (const Part* child = part.first->next; child != nullptr; child = child->next) {
        if (name != child->name) return false;
    }
    return true;
}

Wanted wanted_by(const api::Parameter& parameter) {
    switch (parameter.type) {
        case api::ParameterType::text:
            return Wanted::text;
        case api::ParameterType::integer:
        case api::ParameterType::integer_or_list:
        case api::ParameterType::date:
            return Wanted::number;
        case api::ParameterType::boolean:
        case api::ParameterType::truth:
            return Wanted::boolean;
        case api::ParameterType::record:
            break;
    }
    return Wanted::anything;
}

}  // namespace

ValueReader::ValueReader(const Reading& reading) : reading_(reading), references_(reading.identified) {}

Value ValueReader::argument(const Part& part, const api::Parameter& parameter) {
    return read(part, wanted_by(parameter));
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as elements and references may be.
Value ValueReader::read(const Part& part, Wanted wanted) {
    const Part* const meant = resolved(part);
    if (meant == nullptr) return {};
    if (depth_ == reading_.limits.depth) {
        return fail("References deeper than " + std::to_string(reading_.limits.depth) + " levels");
    }
    if (values_ == reading_.limits.elements) {
        return fail("References make more than " + std::to_string(reading_.limits.elements) + " values");
    }
    ++values_;
    ++depth_;
    Value value = read_content(*meant, wanted);
    --depth_;
    return fault_ ? Value() : std::move(value);
}

// NOLINTNEXTLINE(misc-no-recursion)
Value ValueReader::read_content(const Part& part, Wanted wanted) {
    if (part.nil) return {};
    if (part.first != nullptr) return read_elements(part);
    return read_scalar(part, wanted);
}

Value ValueReader::read_scalar(const Part& part, Wanted wanted) {
    const std::string_view text = part.text;
    switch (content_of(part.type)) {
        case Content::unsaid:
            return read_untyped(text, wanted);
        case Content::text:
            return text_value(std::string(text));
        case Content::word:
            return text_value(std::string(trimmed(text)));
        case Content::number:
            return read_untyped(text, Wanted::number);
        case Content::boolean:
            return read_untyped(text, Wanted::boolean);
        case Content::base64:
            if (auto bytes = read_base64(text)) return text_value(std::move(*bytes));
            return fail("base64Binary that is no base64");
        case Content::record:
            return Value(Record{});
        case Content::list:
            return Value(List{});
    }
    return {};
}

Value ValueReader::read_untyped(std::string_view text, Wanted wanted) {
    switch (wanted) {
        case Wanted::text:
        case Wanted::anything:
            return text_value(std::string(text));
        case Wanted::flag:
            return read_flag(text);
        case Wanted::number:
        case Wanted::boolean:
            break;
    }
    text = trimmed(text);
    if (text.empty()) return {};
    if (wanted == Wanted::boolean) {
        if (const auto truth = read_boolean(text)) return Value(*truth);
    } else if (auto number = read_number(text)) {
        return Value(std::move(*number));
    }
    return text_value(std::string(text));
}

Value ValueReader::read_flag(std::string_view text) {
    const auto truth = read_boolean(text);
    const bool is_word = truth && !read_number(text);
    return is_word ? Value(*truth) : text_value(std::string(text));
}

// NOLINTNEXTLINE(misc-no-recursion)
Value ValueReader::read_elements(const Part& part) {
    if (is_list(part)) {
        List list;
        for (const Part* child = part.first; child != nullptr && !fault_; child = child->next) {
            list.push_back(read(*child, Wanted::anything));
        }
        return Value(std::move(list));
    }
    Record record;
    for (const Part* child = part.first; child != nullptr && !fault_; child = child->next) {
        record.push_back({child->name, read(*child, Wanted::anything)});
    }
    api::unite_equal_names(record);
    return Value(std::move(record));
}

/// A text is bounded here because references can make it come any number of times.
Value ValueReader::text_value(std::string text) {
    std::string converted;
    text_bytes_ += text.size();
    if (text_bytes_ > reading_.length + reading_.limits.repeated_text) {
        return fail("References make more than " + std::to_string(reading_.limits.repeated_text) + " bytes of text");
    }
    if (!storage::to_utf8(storage::Charset::utf8, text, converted)) return fail("base64Binary that is no UTF-8 text");
    return Value(std::move(text));
}

const Part* ValueReader::resolved(const Part& part) {
    const Part* meant = &part;
    for (std::size_t steps = 0; *meant->reference != '\0'; ++steps) {
        if (++followed_ > most_followed * reading_.limits.elements) {
            fail("References make more than " + std::to_string(reading_.limits.elements) + " values");
            return nullptr;
        }
        if (steps == reading_.limits.depth) {
            fail("References deeper than " + std::to_string(reading_.limits.depth) + " levels");
            return nullptr;
        }
        const References::Target target = references_.find(meant->reference);
        if (target.part == nullptr) {
            fail(target.ambiguous ? "Two elements have the same id" : "Unresolved reference");
            return nullptr;
        }
        meant = target.part;
    }
    return meant;
}

Value ValueReader::fail(std::string text) {
    if (!fault_) fault_ = Fault{FaultCode::client, std::move(text)};
    return {};
}

}  // namespace kimai::soap
