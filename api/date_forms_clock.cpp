// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/date_draft.hpp"

namespace kimai::api {

namespace {

using Reader = DatePartReader;

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
    return seconds && !__builtin_add_overflow(draft.text.shift.seconds, *seconds, &draft.text.shift.seconds);
}

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
    if (!draft.begin_time() || !draft.begin_date()) return false;
    draft.text.day = reader.number(2);
    draft.text.month = reader.month();
    draft.text.year = reader.year();
    read_clock(draft, reader);
    return read_zone(draft, reader);
}

bool begin_month_name_day_time(Draft& draft, Reader& reader) {
    if (!draft.begin_date()) return false;
    draft.text.month = reader.month();
    draft.text.day = reader.number(2);
    return draft.begin_time();
}

bool month_name_day_time12(Draft& draft, Reader& reader) {
    if (!begin_month_name_day_time(draft, reader)) return false;
    read_clock(draft, reader);
    read_hour12_rest(draft, reader);
    return true;
}

/// Here PHP takes seconds only behind a colon: behind a full stop they are no zone, "Jan 2 10.20.30" is no date.
bool month_name_day_time24(Draft& draft, Reader& reader) {
    if (!begin_month_name_day_time(draft, reader)) return false;
    draft.text.hour = reader.number(2);
    draft.text.minute = reader.number(2);
    if (reader.is_at(":")) draft.text.second = reader.number(2);
    return read_zone_if_any(draft, reader);
}

constexpr FormReader readers[] = {
    {DateForm::time12, time12},
    {DateForm::time12_fraction, time12},
    {DateForm::time24, time24},
    {DateForm::time24_bare, time24_bare},
    {DateForm::time24_bare_seconds, time24_bare_seconds},
    {DateForm::back_or_front_of, back_or_front_of},
    {DateForm::zone, zone},
    {DateForm::timestamp, timestamp},
    {DateForm::date_and_time, date_and_time},
    {DateForm::common_log, common_log},
    {DateForm::month_name_day_time12, month_name_day_time12},
    {DateForm::month_name_day_time24, month_name_day_time24},
};

}  // namespace

std::span<const FormReader> clock_forms() { return readers; }

}  // namespace kimai::api
