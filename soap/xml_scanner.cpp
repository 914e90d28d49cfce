// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/xml_scanner.hpp"

#include <algorithm>
#include <array>

#include "soap/xml_reference.hpp"

namespace kimai::soap {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 && !is_blank(c); }

bool begins_name(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte | 0x20U) - 'a' < 26U || c == '_' || byte >= 0x80;
}

bool continues_name(char c) { return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':'; }

/// U+FFFE and U+FFFF are no characters of XML; nothing else in well-formed UTF-8 above ASCII is so.
bool holds_noncharacter(std::string_view text) {
    return text.find("\xEF\xBF\xBE") != std::string_view::npos || text.find("\xEF\xBF\xBF") != std::string_view::npos;
}

/// How the characters that mean something to XML are spelt, or nothing.
std::string_view escaped(char c) {
    switch (c) {
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '&':
            return "&amp;";
        default:
            return {};
    }
}

}  // namespace

XmlScanner::XmlScanner(std::string_view document, const Limits& limits, std::string& rewritten)
    : in_(document), limits_(limits), out_(rewritten) {
    out_.clear();
}

std::optional<Fault> XmlScanner::run() {
    if (holds_noncharacter(in_)) {
        invalid("a character that XML does not have");
    } else if (skip_xml_declaration() && content()) {
        if (rewriting_) out_.append(in_, copied_);
        return std::nullopt;
    }
    return Fault{FaultCode::client, std::move(problem_)};
}

bool XmlScanner::skip_xml_declaration() {
    if (!next_is("<?xml") || in_.size() < 6 || !is_blank(in_[5])) return true;
    const std::size_t end = in_.find("?>");
    if (end == std::string_view::npos) return invalid("");
    at_ = copied_ = text_began_ = end + 2;
    return true;
}

bool XmlScanner::content() {
    for (;;) {
        if (open_.empty()) {
            skip_blanks();
            if (!more()) return root_seen_ || invalid("");
            if (in_[at_] != '<') return invalid(root_seen_ ? "something stands behind the root element" : "");
        } else {
            if (!characters('<')) return false;
            if (!more()) return invalid("");
        }
        if (!markup()) return false;
    }
}

bool XmlScanner::markup() {
    if (next_is("<!--")) return comment();
    if (next_is("<![CDATA[")) return character_data_section();
    if (next_is("<!")) return fail("DOCTYPE");
    if (next_is("<?")) return invalid("processing instructions are not allowed");
    if (at_ - text_began_ > limits_.text) return beyond("bytes in one text", limits_.text);
    if (!(next_is("</") ? end_tag() : start_tag())) return false;
    text_began_ = at_;
    return true;
}

bool XmlScanner::comment() {
    const std::size_t from = at_;
    const std::size_t end = in_.find("--", from + 4);
    if (end == std::string_view::npos) return invalid("");
    if (!in_.substr(end + 2).starts_with('>')) return invalid("a comment holds --");
    at_ = end + 3;
    if (std::ranges::any_of(in_.substr(from, at_ - from), is_control)) return invalid("a control character");
    replace(from, {});
    return true;
}

bool XmlScanner::character_data_section() {
    constexpr std::size_t opening = 9;
    constexpr std::string_view closing = "]]>";
    if (open_.empty()) return invalid("text stands beside the root element");
    const std::size_t end = in_.find(closing, at_ + opening);
    if (end == std::string_view::npos) return invalid("");
    std::size_t from = at_;
    at_ += opening;
    replace(from, {});
    while (at_ < end) {
        const char c = in_[at_];
        if (is_control(c)) return invalid("a control character");
        from = at_;
        if (c == '\r') {
            line_end();
            continue;
        }
        ++at_;
        if (const std::string_view spelling = escaped(c); !spelling.empty()) replace(from, spelling);
    }
    from = at_;
    at_ += closing.size();
    replace(from, {});
    return true;
}

bool XmlScanner::end_tag() {
    at_ += 2;
    std::string_view tag;
    if (!name(tag)) return false;
    skip_blanks();
    if (!more()) return invalid("");
    if (in_[at_] != '>' || open_.empty() || open_.back().name != tag) return invalid("tags do not match");
    ++at_;
    close_element();
    return true;
}

bool XmlScanner::start_tag() {
    ++at_;
    std::string_view tag;
    if (!name(tag)) return false;
    if (open_.empty() && root_seen_) return invalid("there are two root elements");
    root_seen_ = true;
    bool empty_element = false;
    if (!attributes(empty_element) || !open_element(tag)) return false;
    if (empty_element) close_element();
    return true;
}

bool XmlScanner::attributes(bool& empty_element) {
    attributes_.clear();
    for (;;) {
        const std::size_t from = at_;
        skip_blanks();
        if (!more()) return invalid("");
        if (in_[at_] == '>') {
            ++at_;
            return settle_attributes();
        }
        if (next_is("/>")) {
            at_ += 2;
            empty_element = true;
            return settle_attributes();
        }
        if (at_ == from) return invalid("a tag is not well-formed");
        if (!attribute(from)) return false;
    }
}

bool XmlScanner::attribute(std::size_t from) {
    Attribute attribute{.from = from};
    if (!name(attribute.name)) return false;
    if (std::ranges::find(attributes_, attribute.name, &Attribute::name) != attributes_.end()) {
        return invalid("an attribute stands twice in one tag");
    }
    if (attributes_.size() == limits_.attributes) return beyond("attributes in one element", limits_.attributes);
    skip_blanks();
    if (!more()) return invalid("");
    if (in_[at_] != '=') return invalid("an attribute has no value");
    ++at_;
    skip_blanks();
    if (!attribute_value(attribute)) return false;
    attributes_.push_back(attribute);
    return true;
}

/// What is to be said in a plainer way is only noted: the attribute may be left out.
bool XmlScanner::attribute_value(Attribute& attribute) {
    if (!more()) return invalid("");
    const char quote = in_[at_];
    if (quote != '"' && quote != '\'') return invalid("an attribute's value has no quotes");
    const std::size_t from = ++at_;
    noting_ = true;
    noted_ = false;
    const bool good = characters(quote);
    noting_ = false;
    if (!good) return false;
    if (!more()) return invalid("");
    if (in_[at_] != quote) return invalid("an attribute's value holds <");
    if (at_ - from > limits_.text) return beyond("bytes in one attribute", limits_.text);
    attribute.value = in_.substr(from, at_ - from);
    attribute.plainer_wanted = noted_;
    attribute.end = ++at_;
    return true;
}

/// A declaration holds for the attributes before it, too, so all have to be there.
bool XmlScanner::settle_attributes() {
    const std::size_t end = at_;
    const std::size_t outside = scope_.size();
    for (const Attribute& attribute : attributes_) {
        if (is_declaration(attribute.name)) scope_.declare(attribute.name, attribute.value);
    }
    own_declarations_ = scope_.size() - outside;
    for (const Attribute& attribute : attributes_) {
        if (!settle(attribute)) return false;
    }
    at_ = end;
    return true;
}

bool XmlScanner::settle(const Attribute& attribute) {
    if (!is_declaration(attribute.name)) {
        const auto meaning = scope_.meaning_of(attribute.name, attribute.value);
        if (meaning == AttributeScope::Meaning::none) {
            at_ = attribute.end;
            replace(attribute.from, {});
            return true;
        }
        // gSOAP would cut it.
        if (meaning == AttributeScope::Meaning::reference && attribute.value.size() > limits_.name) {
            return beyond("bytes in an id or a reference", limits_.name);
        }
    }
    passed_names_.insert(attribute.name);
    if (passed_names_.size() > limits_.attribute_names) {
        return beyond("different names of attributes", limits_.attribute_names);
    }
    if (!attribute.plainer_wanted) return true;
    at_ = attribute.end - 1 - attribute.value.size();
    return characters(in_[attribute.end - 1]);
}

/// Up to that character, a < or the end.
bool XmlScanner::characters(char stop) {
    const std::size_t from = at_;
    while (more()) {
        const char c = in_[at_];
        if (c == stop || c == '<') return true;
        if (c == '&') {
            if (!reference()) return false;
        } else if (c == '\r') {
            line_end();
        } else if (is_control(c)) {
            return invalid("a control character");
        } else if (c == '>' && stop == '<' && in_.substr(from, at_ - from).ends_with("]]")) {
            return invalid("]]> without a beginning");
        } else {
            ++at_;
        }
    }
    return true;
}

bool XmlScanner::reference() {
    const std::size_t from = at_;
    const auto read = read_xml_reference(in_.substr(at_));
    if (!read.problem.empty()) return invalid(read.problem);
    at_ += read.length;
    if (!read.plainer.empty()) replace(from, read.plainer);
    return true;
}

/// A carriage return, and a line feed behind it, is one line feed (XML 1.0 section 2.11).
void XmlScanner::line_end() {
    const std::size_t from = at_++;
    if (more() && in_[at_] == '\n') ++at_;
    replace(from, "\n");
}

bool XmlScanner::name(std::string_view& name) {
    const std::size_t from = at_;
    if (!more()) return invalid("");
    if (!begins_name(in_[at_])) return invalid("a name is not well-formed");
    while (more() && continues_name(in_[at_])) ++at_;
    name = in_.substr(from, at_ - from);
    if (name.size() > limits_.name) return beyond("bytes in a name", limits_.name);
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos) return true;
    const std::string_view local = name.substr(colon + 1);
    if (local.empty() || !begins_name(local.front()) || local.find(':') != std::string_view::npos) {
        return invalid("a name is not well-formed");
    }
    return true;
}

bool XmlScanner::open_element(std::string_view name) {
    if (open_.size() == limits_.depth) return beyond("levels of elements", limits_.depth);
    if (++elements_ > limits_.elements) return beyond("elements", limits_.elements);
    if (scope_.size() > limits_.declarations) return beyond("namespaces declared at once", limits_.declarations);
    open_.push_back({name, own_declarations_});
    return true;
}

void XmlScanner::close_element() {
    scope_.drop(open_.back().declarations);
    open_.pop_back();
}

bool XmlScanner::fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
}

bool XmlScanner::invalid(std::string_view cause) {
    return fail(cause.empty() ? "Invalid XML" : "Invalid XML: " + std::string(cause));
}

bool XmlScanner::beyond(std::string_view what, std::size_t limit) {
    return fail("More than " + std::to_string(limit) + " " + std::string(what));
}

void XmlScanner::skip_blanks() {
    while (more() && is_blank(in_[at_])) ++at_;
}

void XmlScanner::replace(std::size_t from, std::string_view text) {
    if (noting_) {
        noted_ = true;
        return;
    }
    rewriting_ = true;
    out_.append(in_, copied_, from - copied_);
    out_.append(text);
    copied_ = at_;
}

}  // namespace kimai::soap
