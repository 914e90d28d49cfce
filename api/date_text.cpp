// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/date_text.hpp"

#include "api/civil_days.hpp"
#include "api/date_grammar.hpp"
#include "api/date_words.hpp"

namespace kimai::api {

namespace {

using Reader = DatePartReader;
using Special = DateShift::Special;
using WeekdayRule = DateShift::WeekdayRule;

/// A date text as far as it has been read, with the rules on what may come twice.
struct Draft {
    DateText text;
    int times = 0;
    int zones = 0;

    void clear_time() {
        times = 0;
        text.hour = text.minute = text.second = 0;
        text.microsecond = 0;
    }

    bool begin_time() {
        if (times > 0) return false;
        clear_time();
        times = 1;
        return true;
    }

    bool begin_date() {
        if (text.has_date) return false;
        text.has_date = true;
        return true;
    }

    /// A second zone is ignored, as in "+0100 (CET)"; a third one is an error.
    enum class ZoneTurn { first, second, third };
    ZoneTurn begin_zone() {
        ++zones;
        return zones == 1 ? ZoneTurn::first : zones == 2 ? ZoneTurn::second : ZoneTurn::third;
    }
};

// ---- Parts of parts. What is false is no date. ----

bool read_zone(Draft& draft, Reader& reader) {
    reader.skip(" \t(");
    reader.skip_gmt_before_sign();
    if (reader.is_at("+-")) {
        const bool west = reader.is_at("-");
        reader.skip_one();
        const std::int64_t seconds = read_offset(reader);
        draft.text.zone = FixedOffset{west ? -seconds : seconds};
        return true;
    }
    const std::string_view name = reader.rest().substr(0, reader.rest().find_first_of(" )"));
    if (const auto seconds = offset_abbreviated(name)) {
        draft.text.zone = FixedOffset{*seconds};
        return true;
    }
    const auto zone = TimeZone::find(name);
    if (zone) draft.text.zone = *zone;
    return zone.has_value();
}

bool read_zone_if_any(Draft& draft, Reader& reader) { return reader.at_end() || read_zone(draft, reader); }

/// Hour, perhaps minute, perhaps second, perhaps a fraction of it.
void read_clock(Draft& draft, Reader& reader) {
    draft.text.hour = reader.number(2);
    if (!reader.is_at(":.")) return;
    draft.text.minute = reader.number(2);
    if (!reader.is_at(":.")) return;
    draft.text.second = reader.number(2);
    if (reader.is_at(":.")) draft.text.microsecond = reader.fraction();
}

void read_hour12_rest(Draft& draft, Reader& reader) {
    if (draft.text.hour) *draft.text.hour += reader.meridian(*draft.text.hour);
}

bool add_to(std::int64_t& sum, std::int64_t amount) { return !__builtin_add_overflow(sum, amount, &sum); }

bool negate(std::int64_t& value) { return !__builtin_sub_overflow(0, value, &value); }

/// Amounts have 13 digits at most, so that no product overflows.
bool add_amount(Draft& draft, std::int64_t amount, const DateUnit& unit, WeekdayRule rule) {
    DateShift& shift = draft.text.shift;
    switch (unit.kind) {
        case DateUnit::Kind::microsecond:
            return add_to(shift.microseconds, amount * unit.factor);
        case DateUnit::Kind::second:
            return add_to(shift.seconds, amount * unit.factor);
        case DateUnit::Kind::minute:
            return add_to(shift.minutes, amount * unit.factor);
        case DateUnit::Kind::hour:
            return add_to(shift.hours, amount * unit.factor);
        case DateUnit::Kind::day:
            return add_to(shift.days, amount * unit.factor);
        case DateUnit::Kind::month:
            return add_to(shift.months, amount * unit.factor);
        case DateUnit::Kind::year:
            return add_to(shift.years, amount * unit.factor);
        case DateUnit::Kind::weekday:
            draft.clear_time();
            shift.to_weekday = true;
            shift.weekday = unit.factor;
            shift.weekday_rule = rule;
            // The first one is found by going to the weekday, only the others are whole weeks.
            return add_to(shift.days, (amount > 0 ? amount - 1 : amount) * 7);
        case DateUnit::Kind::business_day:
            draft.clear_time();
            shift.special = Special::business_days;
            shift.business_days = amount;
            return true;
    }
    return false;
}

// ---- Relative forms ----

bool set_day(Draft& draft, std::int64_t days) {
    draft.clear_time();
    draft.text.shift.days = days;
    return true;
}

bool noon(Draft& draft) {
    draft.clear_time();
    draft.times = 1;
    draft.text.hour = 12;
    return true;
}

bool midnight(Draft& draft) {
    draft.clear_time();
    return true;
}

bool first_or_last_day_of(Draft& draft, Reader& reader) {
    draft.text.shift.month_edge = reader.is_at("Ll") ? DateShift::MonthEdge::last_day : DateShift::MonthEdge::first_day;
    return true;
}

/// A quarter past the hour, or before it. Only a small letter makes it "back": PHP looks at no other.
bool back_or_front_of(Draft& draft, Reader& reader) {
    draft.clear_time();
    draft.times = 1;
    const bool back = reader.is_at("b");
    const auto hour = reader.number(2);
    draft.text.hour = back ? hour : hour.value_or(0) - 1;
    draft.text.minute = back ? 15 : 45;
    if (!reader.at_end()) read_hour12_rest(draft, reader);
    return true;
}

bool read_named_amount(Draft& draft, Reader& reader, bool counts_month) {
    const std::string_view name = reader.word();
    const auto amount = amount_named(name);
    reader.skip(" \t");
    const auto unit = unit_named(reader.rest().substr(0, reader.rest().find_first_of(" \t")));
    if (!amount || !unit) return false;
    if (counts_month)
        draft.text.shift.special = *amount > 0 ? Special::nth_weekday_of_month : Special::last_weekday_of_month;
    // "this" counts the day itself.
    const bool from_the_day_on = counts_month || *amount == 0;
    return add_amount(draft, *amount, *unit,
                      from_the_day_on ? WeekdayRule::from_the_day_on : WeekdayRule::after_the_day);
}

bool weekday(Draft& draft, Reader& reader) {
    const auto unit = unit_named(reader.rest());
    if (!unit) return false;
    draft.clear_time();
    DateShift& shift = draft.text.shift;
    shift.to_weekday = true;
    shift.weekday = unit->factor;
    if (shift.weekday_rule != WeekdayRule::in_the_week) shift.weekday_rule = WeekdayRule::from_the_day_on;
    return true;
}

/// "next week" is Monday of that week unless the text names a weekday.
bool relative_week(Draft& draft, Reader& reader) {
    if (!read_named_amount(draft, reader, false)) return false;
    DateShift& shift = draft.text.shift;
    shift.weekday_rule = WeekdayRule::in_the_week;
    if (!shift.to_weekday) shift.weekday = 1;
    shift.to_weekday = true;
    return true;
}

bool relative_number(Draft& draft, Reader& reader) {
    const auto amount = reader.signed_number(13);
    reader.skip(" \t");
    const auto unit = unit_named(reader.rest());
    return amount && unit && add_amount(draft, *amount, *unit, WeekdayRule::from_the_day_on);
}

/// Turns round all that was added so far.
bool ago(Draft& draft) {
    DateShift& shift = draft.text.shift;
    bool fits = true;
    for (std::int64_t* each : {&shift.years, &shift.months, &shift.days, &shift.hours, &shift.minutes, &shift.seconds,
                               &shift.microseconds, &shift.weekday, &shift.business_days}) {
        fits = negate(*each) && fits;
    }
    if (shift.weekday == 0) shift.weekday = -7;
    return fits;
}

// ---- Clock times and zones ----

bool time12(Draft& draft, Reader& reader) {
    if (!draft.begin_time()) return false;
    read_clock(draft, reader);
    read_hour12_rest(draft, reader);
    return true;
}

bool time24(Draft& draft, Reader& reader) {
    if (!draft.begin_time()) return false;
    read_clock(draft, reader);
    return read_zone_if_any(draft, reader);
}

/// Four digits are a time; behind a time they are a year, as in "Tue Jan 2 10:20:30 2018".
bool time24_bare(Draft& draft, Reader& reader) {
    if (draft.times == 0) {
        draft.text.hour = reader.number(2);
        draft.text.minute = reader.number(2);
        draft.text.second = 0;
    } else if (draft.times == 1) {
        draft.text.year = reader.year();
    } else {
        return false;
    }
    ++draft.times;
    return true;
}

bool time24_bare_seconds(Draft& draft, Reader& reader) {
    if (!draft.begin_time()) return false;
    draft.text.hour = reader.number(2);
    draft.text.minute = reader.number(2);
    draft.text.second = reader.number(2);
    return read_zone_if_any(draft, reader);
}

bool zone(Draft& draft, Reader& reader) {
    switch (draft.begin_zone()) {
        case Draft::ZoneTurn::first:
            return read_zone(draft, reader);
        case Draft::ZoneTurn::second:
            return true;
        case Draft::ZoneTurn::third:
            return false;
    }
    return false;
}

/// So many seconds are added to the epoch, rather than set: "@86400 2018-01-02" is the day after that date.
bool timestamp(Draft& draft, Reader& reader) {
    draft.text.has_date = false;
    draft.text.year = draft.text.month = draft.text.day = 0;
    draft.clear_time();
    if (draft.begin_zone() != Draft::ZoneTurn::first) return draft.zones == 2;
    draft.text.year = 1970;
    draft.text.month = draft.text.day = 1;
    draft.text.zone = FixedOffset{0};
    const auto seconds = reader.signed_number(24);
    return seconds && add_to(draft.text.shift.seconds, *seconds);
}

// ---- Dates ----

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

// ---- Dates with times ----

bool date_and_time(Draft& draft, Reader& reader) {
    if (!draft.begin_time() || !draft.begin_date()) return false;
    draft.text.year = reader.year();
    draft.text.month = reader.number(2);
    draft.text.day = reader.number(2);
    draft.text.hour = reader.number(2);
    draft.text.minute = reader.number(2);
    draft.text.second = reader.number(2);
    if (reader.is_at(".")) draft.text.microsecond = reader.fraction();
    return read_zone_if_any(draft, reader);
}

bool common_log(Draft& draft, Reader& reader) {
    if (!draft.begin_time() || !day_month_name_year(draft, reader)) return false;
    read_clock(draft, reader);
    return read_zone(draft, reader);
}

bool month_name_day_time(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    draft.text.month = reader.month();
    draft.text.day = reader.number(2);
    if (!draft.begin_time()) return false;
    read_clock(draft, reader);
    return true;
}

bool month_name_day_time12(Draft& draft, Reader& reader) {
    if (!month_name_day_time(draft, reader)) return false;
    read_hour12_rest(draft, reader);
    return true;
}

bool month_name_day_time24(Draft& draft, Reader& reader) {
    return month_name_day_time(draft, reader) && read_zone_if_any(draft, reader);
}

bool take(Draft& draft, DateForm form, Reader reader) {
    switch (form) {
        case DateForm::yesterday:
            return set_day(draft, -1);
        case DateForm::now:
            return true;
        case DateForm::noon:
            return noon(draft);
        case DateForm::midnight:
            return midnight(draft);
        case DateForm::tomorrow:
            return set_day(draft, 1);
        case DateForm::timestamp:
            return timestamp(draft, reader);
        case DateForm::first_or_last_day_of:
            return first_or_last_day_of(draft, reader);
        case DateForm::back_or_front_of:
            return back_or_front_of(draft, reader);
        case DateForm::weekday_of:
            return read_named_amount(draft, reader, true);
        case DateForm::time12:
            return time12(draft, reader);
        case DateForm::time12_fraction:
            return time12(draft, reader);
        case DateForm::time24:
            return time24(draft, reader);
        case DateForm::time24_bare:
            return time24_bare(draft, reader);
        case DateForm::time24_bare_seconds:
            return time24_bare_seconds(draft, reader);
        case DateForm::month_day:
            return month_day(draft, reader);
        case DateForm::year_month_day:
            return year_month_day(draft, reader);
        case DateForm::short_year_month_day:
            return year_month_day(draft, reader);
        case DateForm::year_month:
            return year_month_day(draft, reader);
        case DateForm::day_month_name_year:
            return day_month_name_year(draft, reader);
        case DateForm::day_month_year:
            return day_month_year(draft, reader);
        case DateForm::month_name_year:
            return month_name_year(draft, reader);
        case DateForm::year_month_name:
            return year_month_name(draft, reader);
        case DateForm::month_name_day:
            return month_name_day(draft, reader);
        case DateForm::day_month_name:
            return day_month_name(draft, reader);
        case DateForm::year_month_day_bare:
            return year_month_day(draft, reader);
        case DateForm::date_and_time:
            return date_and_time(draft, reader);
        case DateForm::year_and_day:
            return year_and_day(draft, reader);
        case DateForm::iso_week:
            return iso_week(draft, reader);
        case DateForm::month_name_day_year:
            return month_name_day(draft, reader);
        case DateForm::year_month_name_day:
            return year_month_name_day(draft, reader);
        case DateForm::common_log:
            return common_log(draft, reader);
        case DateForm::year:
            draft.text.year = reader.year();
            return true;
        case DateForm::ago:
            return ago(draft);
        case DateForm::weekday:
            return weekday(draft, reader);
        case DateForm::relative_week:
            return relative_week(draft, reader);
        case DateForm::relative_word:
            return read_named_amount(draft, reader, false);
        case DateForm::month_name:
            return month_name(draft, reader);
        case DateForm::zone:
            return zone(draft, reader);
        case DateForm::month_name_day_time12:
            return month_name_day_time12(draft, reader);
        case DateForm::month_name_day_time24:
            return month_name_day_time24(draft, reader);
        case DateForm::relative_number:
            return relative_number(draft, reader);
        case DateForm::line_end:
            return true;
        case DateForm::separator:
            return true;
    }
    return false;
}

}  // namespace

std::optional<DateText> read_date_text(std::string_view text) {
    if (text.empty()) return std::nullopt;
    Draft draft;
    for (std::size_t at = 0; at < text.size();) {
        const auto part = next_date_part(text, at);
        // Any error makes PHP answer false, so that the rest needs no look.
        if (!part || !take(draft, part->form, Reader(part->text))) return std::nullopt;
        at += part->text.size();
    }
    draft.text.has_time = draft.times > 0;
    return draft.text;
}

}  // namespace kimai::api
