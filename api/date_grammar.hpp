// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace kimai::api {

/// The forms that a part of a date text can have, after PHP's manual ("Supported Date and Time Formats"). Of forms that
/// match equally much of a text the first named here counts: "2018" is 20:18 o'clock, and "1960" is a year.
enum class DateForm {
    yesterday,
    now,
    noon,
    midnight,
    tomorrow,
    timestamp,
    first_or_last_day_of,
    back_or_front_of,
    weekday_of,
    time12,
    time12_fraction,
    time24,
    time24_bare,
    time24_bare_seconds,
    month_day,
    year_month_day,
    short_year_month_day,
    year_month,
    day_month_name_year,
    day_month_year,
    month_name_year,
    year_month_name,
    month_name_day,
    day_month_name,
    year_month_day_bare,
    date_and_time,
    year_and_day,
    iso_week,
    month_name_day_year,
    year_month_name_day,
    common_log,
    year,
    ago,
    weekday,
    relative_week,
    relative_word,
    month_name,
    zone,
    month_name_day_time12,
    month_name_day_time24,
    relative_number,
    line_end,
    separator,
};

constexpr std::size_t date_forms = static_cast<std::size_t>(DateForm::separator) + 1;

struct DatePart {
    DateForm form;
    /// What was matched; never empty.
    std::string_view text;
};

/// The longest part of `text` that begins at `from` (less than its size) and has one of the forms, or nothing. From any
/// thread.
std::optional<DatePart> next_date_part(std::string_view text, std::size_t from);

}  // namespace kimai::api
