// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/civil_days.hpp"
#include "api/date_draft.hpp"

namespace kimai::api {

namespace {

using Reader = DatePartReader;

bool month_day(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    draft.text.month = reader.number(2);
    draft.text.day = reader.number(2);
    if (reader.is_at("/")) draft.text.year = reader.year();
    return true;
}

/// Also without a day, which is then the first.
bool year_month_day(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    const bool before_christ = reader.is_at("-");
    draft.text.year = reader.year();
    if (before_christ && draft.text.year) *draft.text.year *= -1;
    draft.text.month = reader.number(2);
    draft.text.day = reader.number(2).value_or(1);
    return true;
}

bool day_month_year(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    draft.text.day = reader.number(2);
    draft.text.month = reader.number(2);
    draft.text.year = reader.year();
    return true;
}

bool day_month_name(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    draft.text.day = reader.number(2);
    reader.skip_day_suffix();
    draft.text.month = reader.month();
    return true;
}

bool day_month_name_year(Draft& draft, Reader& reader) {
    if (!day_month_name(draft, reader)) return false;
    draft.text.year = reader.year();
    return true;
}

bool month_name_year(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    draft.text.month = reader.month();
    draft.text.year = reader.year();
    draft.text.day = 1;
    return true;
}

bool year_month_name(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    draft.text.year = reader.year();
    draft.text.month = reader.month();
    draft.text.day = 1;
    return true;
}

/// The year may be missing: then it is open again, even if the text named one before.
bool month_name_day(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    draft.text.month = reader.month();
    draft.text.day = reader.number(2);
    draft.text.year = reader.year();
    return true;
}

bool year_month_name_day(Draft& draft, Reader& reader) {
    if (!year_month_name(draft, reader)) return false;
    draft.text.day = reader.number(2);
    return true;
}

bool month_name(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    draft.text.month = reader.month();
    return true;
}

bool year_and_day(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    draft.text.year = reader.year();
    draft.text.month = 1;
    draft.text.day = reader.number(3);
    return true;
}

/// The first week of a year is the one with its first Thursday.
bool iso_week(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    const std::int64_t year = reader.year().value_or(0);
    const std::int64_t week = reader.number(2).value_or(1);
    const std::int64_t day = reader.number(1).value_or(1);
    draft.text.year = year;
    draft.text.month = draft.text.day = 1;
    const std::int64_t first = weekday_of(days_before_month(year, 1));
    draft.text.shift.days = (week - 1) * 7 + day - (first > 4 ? first - 7 : first);
    return true;
}

bool year(Draft& draft, Reader& reader) {
    draft.text.year = reader.year();
    return true;
}

constexpr FormReader readers[] = {
    {DateForm::month_day, month_day},
    {DateForm::year_month_day, year_month_day},
    {DateForm::short_year_month_day, year_month_day},
    {DateForm::year_month, year_month_day},
    {DateForm::year_month_day_bare, year_month_day},
    {DateForm::day_month_year, day_month_year},
    {DateForm::day_month_name, day_month_name},
    {DateForm::day_month_name_year, day_month_name_year},
    {DateForm::month_name_year, month_name_year},
    {DateForm::year_month_name, year_month_name},
    {DateForm::month_name_day, month_name_day},
    {DateForm::month_name_day_year, month_name_day},
    {DateForm::year_month_name_day, year_month_name_day},
    {DateForm::month_name, month_name},
    {DateForm::year_and_day, year_and_day},
    {DateForm::iso_week, iso_week},
    {DateForm::year, year},
};

}  // namespace

std::span<const FormReader> calendar_forms() { return readers; }

}  // namespace kimai::api
