// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/csv_reader.hpp"

#include "storage/charset.hpp"

namespace kimai::storage {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string text_of(CsvPlace place) {
    std::string text = "line " + std::to_string(place.line);
    if (place.column > 0) text += ", column " + std::to_string(place.column);
    return text;
}

/// UTF-16 is what some spreadsheets mean by "Unicode".
bool is_utf16(std::string_view text) { return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"); }

}  // namespace

CsvError::CsvError(CsvPlace place, const std::string& what)
    : std::runtime_error(text_of(place) + ": " + what), place_(place) {}

CsvReader::CsvReader(std::string_view text, char delimiter, const CsvLimits& limits)
    : text_(text), delimiter_(delimiter), limits_(limits) {
    if (is_utf16(text_)) throw CsvError({}, "the file is in UTF-16; save it as UTF-8");
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
}

bool CsvReader::next(std::vector<std::string>& fields) {
    while (at_ < text_.size() && skip_line_end()) {
    }
    if (at_ == text_.size()) return false;
    first_line_ = line_;
    if (first_line_ > limits_.lines) {
        throw CsvError({.line = first_line_}, "more than " + std::to_string(limits_.lines) + " lines; divide the file");
    }
    std::size_t column = 0;
    while (true) {
        ++column;
        if (column > limits_.fields) {
            throw CsvError({.line = first_line_}, "more than " + std::to_string(limits_.fields) + " columns");
        }
        if (fields.size() < column) fields.emplace_back();
        read_field(fields[column - 1], column);
        if (at_ == text_.size() || text_[at_] != delimiter_) break;
        ++at_;
    }
    fields.resize(column);
    skip_line_end();
    return true;
}

/// LF, CR LF, or CR alone, at the place where reading is. False if there is none.
bool CsvReader::skip_line_end() {
    if (at_ == text_.size() || (text_[at_] != '\n' && text_[at_] != '\r')) return false;
    at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
    ++line_;
    return true;
}

bool CsvReader::at_field_end() const {
    return at_ == text_.size() || text_[at_] == delimiter_ || text_[at_] == '\n' || text_[at_] == '\r';
}

void CsvReader::read_field(std::string& field, std::size_t column) {
    field.clear();
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted(field, column);
    const std::size_t begin = at_;
    while (!at_field_end()) {
        if (text_[at_] == '"') {
            throw CsvError({line_, column},
                           "a quote within a field that does not begin with one; write the field in "
                           "quotes, and each quote in it twice");
        }
        ++at_;
    }
    field = text_.substr(begin, at_ - begin);
    check(field, column);
}

void CsvReader::read_quoted(std::string& field, std::size_t column) {
    const CsvPlace begin{line_, column};
    ++at_;
    while (true) {
        if (at_ == text_.size()) throw CsvError(begin, "the quote that begins the field is never closed");
        if (text_[at_] == '"') {
            ++at_;
            if (at_ == text_.size() || text_[at_] != '"') break;
        }
        if (field.size() > limits_.field)
            break;  // Said below; perhaps a quote is missing, and all of the file follows.
        const std::size_t before = at_;
        if (skip_line_end()) {
            field += text_.substr(before, at_ - before);
        } else {
            field += text_[at_++];
        }
    }
    check(field, column);
    if (!at_field_end()) {
        throw CsvError({line_, column}, "text behind the closing quote; write each quote within a field twice");
    }
}

void CsvReader::check(const std::string& field, std::size_t column) const {
    if (field.size() > limits_.field) {
        throw CsvError({first_line_, column},
                       "a field of more than " + std::to_string(limits_.field) + " bytes; is a closing quote missing?");
    }
    std::string unused;
    if (!to_utf8(Charset::utf8, field, unused)) {
        throw CsvError({first_line_, column}, "the text is not UTF-8; save the file as UTF-8");
    }
}

}  // namespace kimai::storage
