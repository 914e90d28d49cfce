// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/output.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ostream>
#include <stdexcept>

#include "api/utf8.hpp"
#include "storage/ascii.hpp"

namespace kimai::gateway::admin {

namespace {

using boost::json::kind;
using boost::json::value;

std::string heading(std::string_view name) {
    std::string text(name);
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::string cell(const value& content);

std::string joined(const boost::json::array& list) {
    std::string text;
    for (const value& item : list) text += (text.empty() ? "" : ", ") + cell(item);
    return text;
}

/// The first value, and the others that say something in parentheses.
std::string in_parentheses(const Record& record) {
    std::string first;
    std::string others;
    bool is_first = true;
    for (const auto& member : record) {
        const std::string text = cell(member.value());
        if (is_first) {
            first = text;
        } else if (!text.empty()) {
            others += (others.empty() ? "" : ", ") + text;
        }
        is_first = false;
    }
    return others.empty() ? first : first + " (" + others + ")";
}

std::string cell(const value& content) {
    switch (content.kind()) {
        case kind::null:
            return {};
        case kind::bool_:
            return content.get_bool() ? "yes" : "no";
        case kind::string:
            return printable(std::string_view(content.get_string().data(), content.get_string().size()));
        case kind::array:
            return joined(content.get_array());
        case kind::object:
            return in_parentheses(content.get_object());
        case kind::int64:
        case kind::uint64:
        case kind::double_:
            return boost::json::serialize(content);
    }
    return {};
}

/// In code points: enough for names.
std::size_t width(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += api::code_point_at(text, at).length) ++count;
    return count;
}

struct Cell {
    std::string text;
    bool is_number = false;
};

/// Columns side by side, numbers to the right. The last column is not filled up.
std::string table(const std::vector<std::vector<Cell>>& lines) {
    std::vector<std::size_t> widths(lines.front().size());
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width(line[i].text));
    }
    std::string text;
    for (const auto& line : lines) {
        std::string row;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const std::string blanks(widths[i] - width(line[i].text), ' ');
            row += line[i].is_number ? blanks + line[i].text : line[i].text + blanks;
            row += "  ";
        }
        row.erase(row.find_last_not_of(' ') + 1);
        text += row + "\n";
    }
    return text;
}

}  // namespace

void Output::add_list(const std::vector<Record>& records) {
    text_ += "[";
    for (const Record& record : records) {
        text_ += (&record == records.data() ? "\n" : ",\n") + boost::json::serialize(record);
    }
    text_ += records.empty() ? "]\n" : "\n]\n";
}

void Output::list(const std::vector<Record>& records) {
    if (form_ == Form::json) return add_list(records);
    if (records.empty()) return note("There are none.");
    std::vector<std::vector<Cell>> lines(1);
    for (const auto& member : records.front()) {
        lines.front().push_back({heading({member.key().data(), member.key().size()}), member.value().is_number()});
    }
    for (const Record& record : records) {
        auto& line = lines.emplace_back();
        for (const auto& member : record) line.push_back({cell(member.value()), member.value().is_number()});
    }
    text_ += table(lines);
}

void Output::record(const Record& record) {
    if (form_ == Form::json) {
        text_ += boost::json::serialize(record) + "\n";
        return;
    }
    std::vector<std::vector<Cell>> lines;
    for (const auto& member : record) {
        lines.push_back({{heading({member.key().data(), member.key().size()})}, {cell(member.value())}});
    }
    text_ += table(lines);
}

void Output::done(const std::string& sentence, const Record& record) {
    if (form_ == Form::json) return this->record(record);
    text_ += sentence + "\n";
}

void Output::done(const std::vector<Deed>& deeds) {
    if (form_ == Form::json) {
        std::vector<Record> records;
        records.reserve(deeds.size());
        for (const Deed& deed : deeds) records.push_back(deed.record);
        return add_list(records);
    }
    for (const Deed& deed : deeds) text_ += deed.sentence + "\n";
}

void Output::note(std::string_view sentence) { noted_.append(sentence) += "\n"; }

void Output::print() {
    out_ << std::exchange(text_, {}) << std::flush;
    if (!out_) throw std::runtime_error("the result cannot be printed");
    notes_ << std::exchange(noted_, {}) << std::flush;
}

value time_value(std::optional<std::int64_t> moment) {
    if (!moment) return nullptr;
    using namespace std::chrono;
    const sys_seconds time{seconds(*moment)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    std::array<char, 48> text{};
    const int size = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return boost::json::string(std::string_view(text.data(), static_cast<std::size_t>(size)));
}

value text_value(std::optional<std::string_view> text) {
    if (!text) return nullptr;
    return boost::json::string(boost::json::string_view(text->data(), text->size()));
}

std::string printable(std::string_view text) {
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    constexpr std::string_view digits = "0123456789abcdef";
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        const api::CodePoint next = api::code_point_at(text, at);
        const std::string_view bytes = text.substr(at, next.length);
        constexpr char32_t first_c1 = 0x80;
        constexpr char32_t last_c1 = 0x9f;
        if (is_control(bytes.front()) || (next.value >= first_c1 && next.value <= last_c1)) {
            shown += {'\\', 'x', digits[(next.value >> 4) & 15], digits[next.value & 15]};
        } else {
            shown += next.value == api::replacement_character ? replacement : bytes;
        }
        at += next.length;
    }
    return shown;
}

}  // namespace kimai::gateway::admin
