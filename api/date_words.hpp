// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// What the English words and the numbers in a date text mean. Letters count in either case.
namespace kimai::api {

/// "+2 days": what is counted, and how many of it the word stands for ("fortnight" is 14 days). For a weekday the
/// factor is its number, 0 for Sunday.
struct DateUnit {
    enum class Kind { microsecond, second, minute, hour, day, month, year, weekday, business_day };
    Kind kind;
    std::int64_t factor;
};

std::optional<DateUnit> unit_named(std::string_view word);

/// "third" is 3, "next" 1, "last" and "previous" -1, "this" 0.
std::optional<std::int64_t> amount_named(std::string_view word);

/// The offset in seconds from UTC of an abbreviation that PHP knows ("CEST" is 7200), summer time included. Where
/// several zones share one, it is the one that PHP prefers: IST is Israel's, BST London's.
std::optional<std::int64_t> offset_abbreviated(std::string_view word);

/// Reads the numbers and words of a part of a date text one after the other. What has been read is gone; a NUL is as
/// good as the end.
class DatePartReader {
  public:
    explicit DatePartReader(std::string_view text) : rest_(text.substr(0, text.find('\0'))) {}

    bool at_end() const { return rest_.empty(); }
    /// Whether the next character is one of these.
    bool is_at(std::string_view characters) const;
    void skip(std::string_view characters);
    void skip_one() { rest_.remove_prefix(rest_.empty() ? 0 : 1); }
    /// "GMT", if a plus or a minus follows.
    void skip_gmt_before_sign();
    /// The "nd" of "2nd".
    void skip_day_suffix();
    /// All that is left.
    std::string_view rest() const { return rest_; }
    /// The letters from here on.
    std::string_view word();

    /// The next number of at most so many digits, whatever stands before it; nothing if there is none. One that does
    /// not fit becomes the greatest that does, as strtoll has it.
    std::optional<std::int64_t> number(std::size_t digits);
    /// The same, with every minus before it turning the sign: "--1" is 1.
    std::optional<std::int64_t> signed_number(std::size_t digits);
    /// A year of one to four digits; with fewer than four, 0 to 69 mean 2000 to 2069, and 70 to 99 mean 1970 to 1999.
    std::optional<std::int64_t> year();
    /// The next month by its name or Roman number.
    std::optional<std::int64_t> month();
    /// What an "am" or "pm" adds to that hour.
    std::int64_t meridian(std::int64_t hour);
    /// The digits behind the next ".", as microseconds.
    std::int64_t fraction();

  private:
    std::string_view digits(std::size_t most);

    std::string_view rest_;
};

/// Seconds of an offset from UTC behind its sign: "1", "01", "0130", "01:30" and so on. Nothing more is read.
std::int64_t read_offset(DatePartReader& reader);

}  // namespace kimai::api
