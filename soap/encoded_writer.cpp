// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/encoded_writer.hpp"

#include <cmath>
#include <span>
#include <stdexcept>

#include "api/php_values.hpp"
#include "soap/envelope.hpp"
#include "soap/xml_text.hpp"
#include "storage/short_text.hpp"
#include "wsdl/names.hpp"

namespace kimai::soap {

namespace {

constexpr std::string_view map_type = "ns2:Map";
/// Stands for the type of a list, as an item of another one.
constexpr std::string_view list_type = "Array";
constexpr std::string_view nil = "nil";
constexpr std::string_view mixed = {};

}  // namespace

EncodedWriter::EncodedWriter(api::TextBuffer& out, Version version, std::string_view method, std::string_view endpoint)
    : out_(out), version_(version), words_(vocabulary_of(version)), method_(method) {
    begin_envelope(out_, version_);
    append_namespace(out_, "ns1", endpoint);
    // Room for all of them, which is what nearly all answers need: to take some away from a short answer costs nothing.
    declarations_at_ = out_.size();
    for (const Need each : {Need::instance, Need::schema, Need::map, Need::encoding}) append_declaration(out_, each);
    declarations_length_ = out_.size() - declarations_at_;
    const bool new_style = version_ == Version::soap_1_2;
    if (!new_style) append_encoding_style();
    out_ += '>';
    begin_envelope_element(out_, version_, "Body");
    if (new_style) append_namespace(out_, "rpc", "http://www.w3.org/2003/05/soap-rpc");
    out_.append("><ns1:").append(method_).append("Response");
    if (new_style) append_encoding_style();
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
    api::TextBuffer declarations;
    for (const Need each : std::span(needs_).first(needed_)) append_declaration(declarations, each);
    out_.replace(declarations_at_, declarations_length_, declarations.view());
}

void EncodedWriter::append_encoding_style() {
    out_.append(" ").append(words_.prefix).append(":encodingStyle=\"").append(words_.encoding_namespace).append("\"");
}

void EncodedWriter::need_now(Need what) {
    known_[static_cast<std::size_t>(what)] = true;
    needs_[needed_++] = what;
}

void EncodedWriter::append_declaration(api::TextBuffer& out, Need what) const {
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

/// A value comes; if it is the first item of a list, the tag of the list ends.
void EncodedWriter::count_value(std::string_view type) {
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
}

void EncodedWriter::begin(std::string_view type) {
    count_value(type);
    out_.append("<", element());
}

void EncodedWriter::begin_list_with(std::string_view item_type) {
    if (item_type == map_type) need(Need::map);
    if (item_type.starts_with("xsd:")) need(Need::schema);
    need(Need::encoding);
    Open& list = open_.back();
    list.item_type = item_type == nil ? mixed : item_type;
    list.described_at = out_.size();
    append_description(out_, list.item_type, 1);
    list.described_length = out_.size() - list.described_at;
    out_ += '>';
}

/// The attributes of an array.
void EncodedWriter::append_description(api::TextBuffer& out, std::string_view item_type, std::size_t count) const {
    const std::string_view prefix = words_.encoding_prefix;
    const bool new_style = version_ == Version::soap_1_2;
    storage::ShortText<20> number;
    number.append_number(count);
    out.append(" ").append(prefix).append(new_style ? ":itemType=\"" : ":arrayType=\"");
    if (item_type == list_type) {
        out.append(prefix).append(":Array");
    } else if (item_type == mixed) {
        out.append(new_style ? "xsd:anyType" : "xsd:ur-type");
    } else {
        out.append(item_type);
    }
    if (new_style) {
        out.append("\" ").append(prefix).append(":arraySize=\"").append(number);
    } else {
        out.append("[").append(number).append("]");
    }
    out.append("\" xsi:type=\"").append(prefix).append(":Array\"");
}

void EncodedWriter::open_record() {
    count_value(map_type);
    begin_map();
}

void EncodedWriter::begin_map() {
    out_.append("<", element(), " xsi:type=\"", map_type, "\">");
    open_.push_back({.is_list = false});
}

void EncodedWriter::name(std::string_view name) {
    ++open_.back().count;
    out_.append("<item><key xsi:type=\"xsd:string\">", name, "</key>");
    need(Need::instance);
}

void EncodedWriter::close_record() {
    const bool empty = open_.back().count == 0;
    open_.pop_back();
    need(Need::map);
    need(Need::instance);
    if (empty) {
        out_.truncate(out_.size() - 1);
        out_ += "/>";
        end_member();
    } else {
        end_tag();
    }
    settled();
}

/// What is filled in later stands in the Envelope, and in the tags of the lists that are open.
void EncodedWriter::settled() {
    if (!open_.empty() && open_.back().is_list) {
        out_.settled(open_.back().described_at + open_.back().described_length);
    }
}

void EncodedWriter::open_item(std::int64_t row) {
    count_value(map_type);
    out_.begin_item(row);
    begin_map();
}

void EncodedWriter::close_item() {
    close_record();
    out_.end_item();
}

void EncodedWriter::item_again(std::int64_t row, std::string_view text) {
    count_value(map_type);
    out_.begin_item(row);
    out_ += text;
    out_.end_item();
    for (const Need each : {Need::instance, Need::schema, Need::map}) need(each);
    settled();
}

void EncodedWriter::part_again(std::string_view text) {
    ++open_.back().count;
    open_part();
    out_ += text;
    close_part();
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
        append_description(out_, mixed, 0);
        out_ += "/>";
        end_member();
    } else {
        api::TextBuffer description;
        append_description(description, list.item_type, list.count);
        out_.replace(list.described_at, list.described_length, description.view());
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

void EncodedWriter::number_text(std::int64_t value) {
    begin_typed("xsd:string");
    append_number(value);
    end_tag();
}

void EncodedWriter::integer(std::int64_t value) {
    begin_typed("xsd:int");
    append_number(value);
    end_tag();
}

void EncodedWriter::time(std::int64_t now) {
    begin_typed("xsd:int");
    out_.begin_time();
    append_number(now);
    end_tag();
}

void EncodedWriter::real(double value) {
    begin_typed("xsd:float");
    // PHP writes the last one as a word that the schema does not know.
    if (std::isnan(value)) {
        out_ += "NaN";
    } else {
        out_ += api::php_number_text(value);
    }
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
    out_.append(" xsi:type=\"", type, "\">");
    need(Need::schema);
    need(Need::instance);
}

void EncodedWriter::append_number(std::int64_t value) {
    out_.written_to(api::write_number(value, out_.room(api::longest_number)));
}

void EncodedWriter::end_tag() {
    out_.append("</", element(), ">");
    end_member();
}

/// Ends the item that holds a key and its value.
void EncodedWriter::end_member() {
    if (!open_.empty() && !open_.back().is_list) out_ += "</item>";
}

}  // namespace kimai::soap
