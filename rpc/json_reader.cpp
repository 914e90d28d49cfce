// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/json_reader.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "api/equal_names.hpp"

namespace kimai::rpc {

namespace {

using api::List;
using api::Number;
using api::Record;
using api::Value;

/// Takes the parser's events. Values wait on one stack until the list or record that holds them closes, names on
/// another.
class Builder {
  public:
    explicit Builder(std::size_t most_values) : most_values_(most_values) {}

    using error_code = boost::json::error_code;
    using string_view = boost::json::string_view;

    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(error_code&) {
        // Enough for most calls, which saves the first few growths.
        constexpr std::size_t usual = 16;
        values_.reserve(usual);
        names_.reserve(usual);
        return true;
    }
    bool on_document_end(error_code&) { return true; }
    bool on_array_begin(error_code& error) { return admit(error); }
    bool on_object_begin(error_code& error) { return admit(error); }

    bool on_array_end(std::size_t count, error_code&) {
        const auto first = values_.end() - static_cast<std::ptrdiff_t>(count);
        List items(std::make_move_iterator(first), std::make_move_iterator(values_.end()));
        values_.erase(first, values_.end());
        values_.emplace_back(std::move(items));
        return true;
    }

    bool on_object_end(std::size_t count, error_code&) {
        Record members;
        members.reserve(count);
        const std::size_t first_value = values_.size() - count;
        const std::size_t first_name = names_.size() - count;
        for (std::size_t i = 0; i < count; ++i) {
            members.push_back({std::move(names_[first_name + i]), std::move(values_[first_value + i])});
        }
        values_.resize(first_value);
        names_.resize(first_name);
        api::unite_equal_names(members);
        values_.emplace_back(std::move(members));
        return true;
    }

    bool on_key_part(string_view part, std::size_t, error_code&) { return take_part(part); }
    bool on_key(string_view rest, std::size_t, error_code&) {
        names_.push_back(whole(rest));
        return true;
    }
    bool on_string_part(string_view part, std::size_t, error_code&) { return take_part(part); }
    bool on_string(string_view rest, std::size_t, error_code& error) {
        values_.emplace_back(whole(rest));
        return admit(error);
    }
    bool on_number_part(string_view part, error_code&) { return take_part(part); }
    bool on_int64(std::int64_t, string_view rest, error_code& error) { return add_number(rest, error); }
    bool on_uint64(std::uint64_t, string_view rest, error_code& error) { return add_number(rest, error); }
    bool on_double(double number, string_view rest, error_code& error) {
        if (!add_number(rest, error)) return false;
        if (std::isfinite(number)) return true;
        // The parser's own reading is not exact at the edge: it makes no number of "0e400".
        if (std::isfinite(std::strtod(values_.back().if_number()->text.c_str(), nullptr))) return true;
        error = make_error_code(boost::system::errc::result_out_of_range);
        return false;
    }
    bool on_bool(bool truth, error_code& error) {
        values_.emplace_back(truth);
        return admit(error);
    }
    bool on_null(error_code& error) {
        values_.emplace_back();
        return admit(error);
    }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

    Value take() { return std::move(values_.back()); }

  private:
    bool take_part(string_view part) {
        parts_.append(part.data(), part.size());
        return true;
    }

    std::string whole(string_view rest) {
        if (parts_.empty()) return {rest.data(), rest.size()};
        parts_.append(rest.data(), rest.size());
        return std::exchange(parts_, {});
    }

    bool add_number(string_view rest, error_code& error) {
        values_.emplace_back(Number{whole(rest)});
        return admit(error);
    }

    /// Counts a value, since each takes some twenty times the memory of the two bytes that "0," has.
    bool admit(error_code& error) {
        if (++admitted_ <= most_values_) return true;
        error = make_error_code(boost::json::error::array_too_large);
        return false;
    }

    std::vector<Value> values_;
    std::vector<std::string> names_;
    std::size_t most_values_;
    std::size_t admitted_ = 0;
    /// What came so far of a text that comes in parts.
    std::string parts_;
};

}  // namespace

std::variant<Value, ParseError> read_json(std::string_view text, std::size_t most_values) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    const std::size_t skipped = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    text.remove_prefix(skipped);

    boost::json::parse_options options;
    options.max_depth = max_nesting;
    boost::json::basic_parser<Builder> parser(options, most_values);
    boost::json::error_code error;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    if (!error && read < text.size()) error = make_error_code(boost::json::error::extra_data);
    if (error) return ParseError{skipped + read, error.message()};
    return parser.handler().take();
}

}  // namespace kimai::rpc
