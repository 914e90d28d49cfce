// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/xml_value_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "api/equal_names.hpp"
#include "soap/scalars.hpp"
#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

using api::Value;

struct Tag {
    std::string_view name = {};
    std::string_view type = {};  // of xsi:type
    bool nil = false;
    bool is_end = false;
    bool is_empty = false;
};

std::string_view local_name(std::string_view name) { return name.substr(name.rfind(':') + 1); }

/// Takes the text up to one of the characters off, or all of it.
std::string_view take_until(std::string_view& rest, std::string_view stops) {
    const std::size_t end = std::min(rest.find_first_of(stops), rest.size());
    const std::string_view taken = rest.substr(0, end);
    rest.remove_prefix(end);
    return taken;
}

/// The character of a reference without & and ;, such as amp or #xFC.
void append_reference(std::string& out, std::string_view reference) {
    constexpr std::array<std::pair<std::string_view, char>, 5> entities{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    for (const auto& [name, character] : entities) {
        if (reference == name) out += character;
    }
    if (!reference.starts_with('#')) return;
    const bool hexadecimal = reference.starts_with("#x");
    const std::string_view digits = reference.substr(hexadecimal ? 2 : 1);
    constexpr int sixteen = 16;
    constexpr int ten = 10;
    std::uint32_t code = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? sixteen : ten);
    append_utf8(out, code);
}

std::string resolved(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        out += take_until(text, "&");
        if (text.empty()) break;
        const std::string_view reference = take_until(text, ";");
        append_reference(out, reference.substr(1));
        text.remove_prefix(std::min<std::size_t>(1, text.size()));
    }
    return out;
}

/// Goes through a document tag by tag.
class Document {
  public:
    explicit Document(std::string_view text) : rest_(text) {}

    /// The next tag, and in text() the characters in front of it. At the end one without a name.
    Tag next() {
        text_ = take_until(rest_, "<");
        if (rest_.empty()) return {};
        rest_.remove_prefix(1);
        Tag tag;
        tag.is_end = rest_.starts_with('/');
        if (tag.is_end) rest_.remove_prefix(1);
        tag.name = local_name(take_until(rest_, " \t\r\n/>"));
        read_attributes(tag);
        return tag;
    }

    std::string text() const { return resolved(text_); }

  private:
    void read_attributes(Tag& tag) {
        while (!rest_.empty() && rest_.front() != '>') {
            tag.is_empty = rest_.front() == '/';
            rest_.remove_prefix(1);
            const std::string_view name = take_until(rest_, "= \t\r\n/>");
            if (name.empty()) continue;
            take_until(rest_, "\"'");
            const std::string_view quote = rest_.substr(0, 1);
            rest_.remove_prefix(quote.size());
            const std::string_view value = take_until(rest_, quote);
            rest_.remove_prefix(quote.size());
            if (local_name(name) == "type") tag.type = local_name(value);
            if (local_name(name) == "nil") tag.nil = value == "true" || value == "1";
        }
        if (!rest_.empty()) rest_.remove_prefix(1);
    }

    std::string_view rest_;
    std::string_view text_;
};

bool is_numeric(std::string_view type) {
    constexpr std::array numeric{std::string_view("int"), std::string_view("long"), std::string_view("float"),
                                 std::string_view("double"), std::string_view("integer")};
    return std::ranges::find(numeric, type) != numeric.end();
}

/// What is not what its type says stays a text.
Value scalar(std::string_view type, std::string text) {
    if (is_numeric(type)) {
        if (auto number = soap::read_number(text)) return Value(std::move(*number));
    } else if (type == "boolean") {
        if (const auto truth = soap::read_boolean(text)) return Value(*truth);
    }
    return Value(std::move(text));
}

Value read_value(Document& document, const Tag& begin);

/// The items of a Map, from the first one's tag on.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the guard lets elements be.
Value read_map(Document& document, Tag item) {
    api::Record record;
    for (; !item.is_end && !item.name.empty(); item = document.next()) {
        const Value entry = item.is_empty ? Value() : read_value(document, item);
        const api::Record* const pair = entry.if_record();
        const Value* const key = pair != nullptr ? find(*pair, "key") : nullptr;
        const Value* const value = pair != nullptr ? find(*pair, "value") : nullptr;
        if (key == nullptr || key->if_text() == nullptr) continue;
        record.push_back({*key->if_text(), value != nullptr ? *value : Value()});
    }
    api::unite_equal_names(record);
    return Value(std::move(record));
}

// NOLINTNEXTLINE(misc-no-recursion)
Value read_elements(Document& document, Tag child, bool is_list) {
    api::List list;
    api::Record record;
    for (; !child.is_end && !child.name.empty(); child = document.next()) {
        Value value = read_value(document, child);
        if (is_list) {
            list.push_back(std::move(value));
        } else {
            record.push_back({std::string(child.name), std::move(value)});
        }
    }
    if (is_list) return Value(std::move(list));
    api::unite_equal_names(record);
    return Value(std::move(record));
}

/// From behind an element's tag to behind its end.
// NOLINTNEXTLINE(misc-no-recursion)
Value read_value(Document& document, const Tag& begin) {
    const Tag next = begin.is_empty ? begin : document.next();
    if (begin.is_empty || next.is_end) {
        if (begin.nil) return {};
        if (begin.type == "Map") return Value(api::Record{});
        if (begin.type == "Array") return Value(api::List{});
        return scalar(begin.type, begin.is_empty ? std::string() : document.text());
    }
    if (begin.type == "Map") return read_map(document, next);
    return read_elements(document, next, begin.type == "Array");
}

}  // namespace

std::optional<XmlValue> read_xml_body(std::string_view text) {
    Document document(text);
    if (document.next().name != "Envelope") return std::nullopt;
    Tag tag = document.next();
    if (tag.name == "Header") {
        if (!tag.is_empty) read_value(document, tag);
        tag = document.next();
    }
    if (tag.name != "Body" || tag.is_empty) return std::nullopt;
    tag = document.next();
    if (tag.name.empty() || tag.is_end) return std::nullopt;
    std::string name(tag.name);
    return XmlValue{std::move(name), read_value(document, tag)};
}

}  // namespace kimai::gateway
