// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/date_draft.hpp"

namespace kimai::api {

namespace {

using Reader = DatePartReader;
using Special = DateShift::Special;
using WeekdayRule = DateShift::WeekdayRule;

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

bool set_day(Draft& draft, std::int64_t days) {
    draft.clear_time();
    draft.text.shift.days = days;
    return true;
}

bool ignore(Draft&, Reader&) { return true; }

bool yesterday(Draft& draft, Reader&) { return set_day(draft, -1); }

bool tomorrow(Draft& draft, Reader&) { return set_day(draft, 1); }

bool noon(Draft& draft, Reader&) {
    draft.clear_time();
    draft.times = 1;
    draft.text.hour = 12;
    return true;
}

bool midnight(Draft& draft, Reader&) {
    draft.clear_time();
    return true;
}

bool first_or_last_day_of(Draft& draft, Reader& reader) {
    draft.text.shift.month_edge = reader.is_at("Ll") ? DateShift::MonthEdge::last_day : DateShift::MonthEdge::first_day;
    return true;
}

bool read_named_amount(Draft& draft, Reader& reader, bool counts_month) {
    const std::string_view name = reader.word();
    const auto amount = amount_named(name);
    reader.skip(" \t");
    const auto unit = unit_named(reader.rest().substr(0, reader.rest().find_first_of(" \t")));
    if (!amount || !unit) return false;
    // "this" counts the day itself, and so does what counts on from the first of the month.
    bool from_the_day_on = *amount == 0;
    if (counts_month) {
        from_the_day_on = *amount >= 0;
        draft.text.shift.special = *amount > 0 ? Special::nth_weekday_of_month : Special::last_weekday_of_month;
    }
    return add_amount(draft, *amount, *unit,
                      from_the_day_on ? WeekdayRule::from_the_day_on : WeekdayRule::after_the_day);
}

bool relative_word(Draft& draft, Reader& reader) { return read_named_amount(draft, reader, false); }

bool weekday_of(Draft& draft, Reader& reader) { return read_named_amount(draft, reader, true); }

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

/// Turns round what was added so far, except microseconds.
bool ago(Draft& draft, Reader&) {
    DateShift& shift = draft.text.shift;
    bool fits = true;
    for (std::int64_t* each : {&shift.years, &shift.months, &shift.days, &shift.hours, &shift.minutes, &shift.seconds,
                               &shift.weekday, &shift.business_days}) {
        fits = negate(*each) && fits;
    }
    if (shift.weekday == 0) shift.weekday = -7;
    return fits;
}

constexpr FormReader readers[] = {
    {DateForm::yesterday, yesterday},
    {DateForm::noon, noon},
    {DateForm::midnight, midnight},
    {DateForm::tomorrow, tomorrow},
    {DateForm::first_or_last_day_of, first_or_last_day_of},
    {DateForm::weekday_of, weekday_of},
    {DateForm::ago, ago},
    {DateForm::weekday, weekday},
    {DateForm::relative_week, relative_week},
    {DateForm::relative_word, relative_word},
    {DateForm::relative_number, relative_number},
    {DateForm::now, ignore},
    {DateForm::line_end, ignore},
    {DateForm::separator, ignore},
};

}  // namespace

std::span<const FormReader> relative_forms() { return readers; }

}  // namespace kimai::api
