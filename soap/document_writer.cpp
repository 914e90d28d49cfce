// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/document_writer.hpp"

#include <stdexcept>
#include <string>

#include "api/php_values.hpp"
#include "soap/envelope.hpp"
#include "soap/xml_text.hpp"
#include "storage/short_text.hpp"
#include "wsdl/names.hpp"

namespace kimai::soap {

DocumentWriter::DocumentWriter(api::TextBuffer& out, Version version, std::string_view method)
    : out_(out), version_(version), method_(method) {
    begin_envelope(out_, version_);
    append_namespace(out_, "xsi", schema_instance_namespace);
    out_ += '>';
    begin_envelope_element(out_, version_, "Body");
    out_.append("><").append(method_).append("Response");
    append_namespace(out_, "", wsdl::document_namespace);
    out_ += '>';
}

void DocumentWriter::finish() {
    if (!written_) throw std::logic_error("the method wrote no result");
    out_.append("</").append(method_).append("Response>");
    end_envelope(out_, version_);
}

void DocumentWriter::begin(std::string_view name) {
    out_ += '<';
    current_ = {.name_at = out_.size(), .name_length = name.size(), .is_list = false};
    out_ += name;
}

void DocumentWriter::name(std::string_view name) { begin(name); }

/// Begins the tag of a value that has no name of its own.
void DocumentWriter::begin_value() {
    written_ = true;
    if (open_.empty()) {
        begin(wsdl::result_element);
    } else if (open_.back().is_list) {
        begin(wsdl::item_element);
    }
}

void DocumentWriter::end(const Element& element) {
    out_ += "</";
    out_.append_again(element.name_at, element.name_length);
    out_ += '>';
}

void DocumentWriter::open(bool is_list) {
    begin_value();
    out_ += '>';
    open_.push_back(current_);
    open_.back().is_list = is_list;
}

void DocumentWriter::close() {
    end(open_.back());
    open_.pop_back();
    settled();
}

void DocumentWriter::open_item(std::int64_t row) {
    out_.begin_item(row);
    open_record();
}

void DocumentWriter::close_item() {
    close();
    out_.end_item();
}

void DocumentWriter::item_again(std::int64_t row, std::string_view text) {
    out_.begin_item(row);
    out_ += text;
    out_.end_item();
    settled();
}

void DocumentWriter::part_again(std::string_view text) {
    open_part();
    out_ += text;
    close_part();
}

/// Of what is open the names are needed once more.
void DocumentWriter::settled() {
    if (!open_.empty()) out_.settled(open_.back().name_at + open_.back().name_length);
}

void DocumentWriter::text(std::string_view value) {
    begin_value();
    out_ += '>';
    append_xml_text(out_, value);
    end(current_);
}

void DocumentWriter::integer(std::int64_t value) {
    storage::ShortText<20> digits;
    digits.append_number(value);
    text(digits);
}

void DocumentWriter::time(std::int64_t now) {
    begin_value();
    out_ += '>';
    out_.begin_time();
    out_ += std::to_string(now);
    end(current_);
}

void DocumentWriter::real(double value) { text(api::php_json_number(value)); }

void DocumentWriter::boolean(bool value) { text(value ? "true" : "false"); }

void DocumentWriter::null() {
    begin_value();
    out_ += " xsi:nil=\"true\"/>";
}

}  // namespace kimai::soap
