// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/encoded_writer.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>

#include "api/php_values.hpp"
#include "soap/envelope.hpp"
#include "soap/xml_text.hpp"
#include "wsdl/names.hpp"

namespace kimai::soap {

namespace {

constexpr std::string_view map_type = "ns2:Map";
/// Stands for the type of a list, as an item of another one.
constexpr std::string_view list_type = "Array";
constexpr std::string_view nil = "nil";
constexpr std::string_view mixed = {};

}  // namespace

EncodedWriter::EncodedWriter(std::string& out, Version version, std::string_view method, std::string_view endpoint)
    : out_(out), version_(version), words_(vocabulary_of(version)), method_(method) {
    begin_envelope(out_, version_);
    append_namespace(out_, "ns1", endpoint);
    // Room for all of them, which is what nearly all answers need: to take some away from a short answer costs nothing.
    declarations_at_ = out_.size();
    for (const Need each : {Need::instance, Need::schema, Need::map, Need::encoding}) append_declaration(out_, each);
    declarations_length_ = out_.size() - declarations_at_;
    const std::string encoding_style =
        " " + std::string(words_.prefix) + ":encodingStyle=\"" + std::string(words_.encoding_namespace) + "\"";
    const bool new_style = version_ == Version::soap_1_2;
    if (!new_style) out_ += encoding_style;
    out_ += '>';
    begin_envelope_element(out_, version_, "Body");
    if (new_style) append_namespace(out_, "rpc", "http://www.w3.org/2003/05/soap-rpc");
    out_.append("><ns1:").append(method_).append("Response");
    if (new_style) out_ += encoding_style;
    out_ += '>';
    // SOAP 1.2 part 2, 4.2.1: names the element that is the result.
    if (new_style) out_.append("<rpc:result>").append(wsdl::result_element).append("</rpc:result>");
}

void EncodedWriter::finish() {
    if (!written_) throw std::logic_error("the method wrote no result");
    // PHP declares these two in any case.
    need(Need::schema);
    need(Need::encoding);
    out_.append("</ns1:").append(method_).append("Response>");
    end_envelope(out_, version_);
    std::string declarations;
    for (const Need each : std::span(needs_).first(needed_)) append_declaration(declarations, each);
    out_.replace(declarations_at_, declarations_length_, declarations);
}

void EncodedWriter::need(Need what) {
    const auto end = needs_.begin() + static_cast<std::ptrdiff_t>(needed_);
    if (std::find(needs_.begin(), end, what) == end) needs_.at(needed_++) = what;
}

void EncodedWriter::append_declaration(std::string& out, Need what) const {
    switch (what) {
        case Need::instance:
            return append_namespace(out, "xsi", schema_instance_namespace);
        case Need::schema:
            return append_namespace(out, "xsd", schema_namespace);
        case Need::map:
            return append_namespace(out, "ns2", map_namespace);
        case Need::encoding:
            return append_namespace(out, words_.encoding_prefix, words_.encoding_namespace);
    }
}

/// What the next value, or the one that ends now, is called.
std::string_view EncodedWriter::element() const {
    if (open_.empty()) return wsdl::result_element;
    return open_.back().is_list ? wsdl::item_element : "value";
}

/// Begins the tag of a value, and before it that of the list which now has an item.
void EncodedWriter::begin(std::string_view type) {
    written_ = true;
    if (!open_.empty() && open_.back().is_list) {
        Open& list = open_.back();
        if (list.count == 0) {
            begin_list_with(type);
        } else if (list.item_type != type) {
            list.item_type = mixed;
        }
        ++list.count;
    }
    out_.append("<").append(element());
}

void EncodedWriter::begin_list_with(std::string_view item_type) {
    if (item_type == map_type) need(Need::map);
    if (item_type.starts_with("xsd:")) need(Need::schema);
    need(Need::encoding);
    Open& list = open_.back();
    list.item_type = item_type == nil ? mixed : item_type;
    list.described_at = out_.size();
    const std::string described = description(list.item_type, 1);
    list.described_length = described.size();
    out_ += described;
    out_ += '>';
}

/// The attributes of an array.
std::string EncodedWriter::description(std::string_view item_type, std::size_t count) const {
    const std::string prefix(words_.encoding_prefix);
    const bool new_style = version_ == Version::soap_1_2;
    std::string type(item_type);
    if (item_type == list_type) type = prefix + ":Array";
    if (item_type == mixed) type = new_style ? "xsd:anyType" : "xsd:ur-type";
    const std::string number = std::to_string(count);
    return (new_style ? " " + prefix + ":itemType=\"" + type + "\" " + prefix + ":arraySize=\"" + number + "\""
                      : " " + prefix + ":arrayType=\"" + type + "[" + number + "]\"") +
           " xsi:type=\"" + prefix + ":Array\"";
}

void EncodedWriter::open_record() {
    begin(map_type);
    out_.append(" xsi:type=\"").append(map_type).append("\">");
    open_.push_back({.is_list = false});
}

void EncodedWriter::name(std::string_view name) {
    ++open_.back().count;
    out_ += "<item><key xsi:type=\"xsd:string\">";
    append_xml_text(out_, name);
    out_ += "</key>";
    need(Need::instance);
}

void EncodedWriter::close_record() {
    const bool empty = open_.back().count == 0;
    open_.pop_back();
    need(Need::map);
    need(Need::instance);
    if (empty) {
        out_.back() = '/';
        out_ += '>';
        end_member();
    } else {
        end_tag();
    }
}

void EncodedWriter::open_list() {
    begin(list_type);
    open_.push_back({.is_list = true});
}

void EncodedWriter::close_list() {
    const Open list = open_.back();
    open_.pop_back();
    need(Need::encoding);
    if (list.count == 0) {
        out_ += description(mixed, 0);
        out_ += "/>";
        end_member();
    } else {
        out_.replace(list.described_at, list.described_length, description(list.item_type, list.count));
        end_tag();
    }
    need(Need::schema);
    need(Need::instance);
}

void EncodedWriter::text(std::string_view value) {
    begin_typed("xsd:string");
    append_xml_text(out_, value);
    end_tag();
}

void EncodedWriter::integer(std::int64_t value) {
    begin_typed("xsd:int");
    out_ += std::to_string(value);
    end_tag();
}

void EncodedWriter::real(double value) {
    begin_typed("xsd:float");
    // PHP writes the last one as a word that the schema does not know.
    out_ += std::isnan(value) ? "NaN" : api::php_number_text(value);
    end_tag();
}

void EncodedWriter::boolean(bool value) {
    begin_typed("xsd:boolean");
    out_ += value ? "true" : "false";
    end_tag();
}

void EncodedWriter::null() {
    begin(nil);
    out_ += " xsi:nil=\"true\"/>";
    need(Need::instance);
    end_member();
}

void EncodedWriter::begin_typed(std::string_view type) {
    begin(type);
    out_.append(" xsi:type=\"").append(type).append("\">");
    need(Need::schema);
    need(Need::instance);
}

void EncodedWriter::end_tag() {
    out_.append("</").append(element()).append(">");
    end_member();
}

/// Ends the item that holds a key and its value.
void EncodedWriter::end_member() {
    if (!open_.empty() && !open_.back().is_list) out_ += "</item>";
}

}  // namespace kimai::soap
