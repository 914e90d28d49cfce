// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/date_grammar.hpp"

#include <iterator>
#include <vector>

#include "api/longest_match.hpp"

namespace kimai::api {

namespace {

/// What the forms are made of. An "lz" stands for "with leading zero".
// clang-format off: one definition a line
constexpr LongestMatch::Definition definitions[] = {
    {"space", R"([ \t]+)"},
    {"gap", R"([ .\t-]*)"},

    {"hour24", R"([01]?[0-9] | "2"[0-4])"},
    {"hour24lz", R"([01][0-9] | "2"[0-4])"},
    {"hour12", R"("0"?[1-9] | "1"[0-2])"},
    {"minute", R"([0-5]?[0-9])"},
    {"minutelz", R"([0-5][0-9])"},
    {"second", R"(<minute> | "60")"},
    {"secondlz", R"(<minutelz> | "60")"},
    {"fraction", R"("." [0-9]+)"},
    // It must be followed by a blank or the end, so "10amx" is no time.
    {"meridian", R"([AaPp] "."? [Mm] "."? [\0\t ])"},
    {"timeshort12", R"(<hour12> [:.] <minutelz> <space>? <meridian>)"},
    {"timelong12", R"(<hour12> [:.] <minute> [:.] <secondlz> <space>? <meridian>)"},
    {"timeshort24", R"('t'? <hour24> [:.] <minute>)"},
    {"timelong24", R"('t'? <hour24> [:.] <minute> [:.] <second>)"},

    {"zonename", R"([(]? [A-Za-z]{1,6} [)]? | [A-Z][a-z]+ ([_/-][A-Za-z]+)+)"},
    {"zoneoffset", R"("GMT"? [+-] <hour24> ":"? <minute>?)"},

    {"day", R"(([0-2]?[0-9] | "3"[01]) ("st" | "nd" | "rd" | "th")?)"},
    {"daylz", R"("0"[0-9] | [1-2][0-9] | "3"[01])"},
    {"dayofyear", R"("00"[1-9] | "0"[1-9][0-9] | [1-2][0-9]{2} | "3"[0-5][0-9] | "36"[0-6])"},
    {"month", R"("0"?[0-9] | "1"[0-2])"},
    {"monthlz", R"("0"[0-9] | "1"[0-2])"},
    {"monthshort", R"('jan' | 'feb' | 'mar' | 'apr' | 'may' | 'jun' | 'jul' | 'aug' | 'sep' | 'sept' | 'oct' | 'nov' |
                      'dec')"},
    {"monthlong", R"('january' | 'february' | 'march' | 'april' | 'may' | 'june' | 'july' | 'august' | 'september' |
                     'october' | 'november' | 'december')"},
    {"monthroman", R"("I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX" | "X" | "XI" | "XII")"},
    {"monthname", R"(<monthlong> | <monthshort> | <monthroman>)"},
    {"year", R"([0-9]{1,4})"},
    {"year4", R"([0-9]{4})"},
    {"week", R"("0"[1-9] | [1-4][0-9] | "5"[0-3])"},
    // Only the end of the text, or one of these, closes a month and a day without a year.
    {"monthday", R"(<monthname> <gap> <day> ([,.stndrh\t ]+ | [\0]))"},

    {"dayname", R"('sunday' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' |
                   'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat')"},
    {"ordinal", R"('first' | 'second' | 'third' | 'fourth' | 'fifth' | 'sixth' | 'seventh' | 'eight' | 'eighth' |
                   'ninth' | 'tenth' | 'eleventh' | 'twelfth')"},
    {"which", R"('next' | 'last' | 'previous' | 'this')"},
    // No plural of weekdays: PHP 7.4 reads "mondays" as "monday" in the zone "s".
    {"unit", R"('ms' | 'µs' | ('msec' | 'millisecond' | 'µsec' | 'microsecond' | 'usec' | 'sec' | 'second' | 'min' |
                'minute' | 'hour' | 'day' | 'fortnight' | 'forthnight' | 'month' | 'year') 's'? | 'weeks' |
                <dayname> | 'weekday' 's'?)"},
};
// clang-format on

struct Rule {
    DateForm form;
    std::string_view pattern;
};

/// In the order of DateForm.
constexpr Rule rules[] = {
    {DateForm::yesterday, R"('yesterday')"},
    {DateForm::now, R"('now')"},
    {DateForm::noon, R"('noon')"},
    {DateForm::midnight, R"('midnight' | 'today')"},
    {DateForm::tomorrow, R"('tomorrow')"},
    {DateForm::timestamp, R"("@" "-"? [0-9]+)"},
    {DateForm::first_or_last_day_of, R"(('first' | 'last') ' day of')"},
    {DateForm::back_or_front_of, R"(('back of ' | 'front of ') <hour24> (<space>? <meridian>)?)"},
    {DateForm::weekday_of, R"((<ordinal> | <which>) <space> <dayname> <space> 'of')"},
    {DateForm::time12, R"(<hour12> <space>? <meridian> | <timeshort12> | <timelong12>)"},
    {DateForm::time12_fraction, R"(<hour12> ":" <minutelz> ":" <secondlz> [:.] [0-9]+ <meridian>)"},
    {DateForm::time24, R"('t' <hour24> | <timeshort24> | <timelong24> <fraction>?)"},
    {DateForm::time24_bare, R"('t'? <hour24lz> <minutelz>)"},
    {DateForm::time24_bare_seconds, R"('t'? <hour24lz> <minutelz> <secondlz>)"},
    {DateForm::month_day, R"(<month> "/" <day> ("/" <year>)?)"},
    {DateForm::year_month_day,
     R"([+-]? <year4> "-" <monthlz> "-" <daylz> | <year4> "/" (<monthlz> "/" <daylz> "/"? | <month> "/" <day>))"},
    {DateForm::short_year_month_day, R"(<year> "-" <month> "-" <day>)"},
    {DateForm::year_month, R"(<year4> "-" <month>)"},
    {DateForm::day_month_name_year, R"(<day> <gap> <monthname> <gap> <year>)"},
    {DateForm::day_month_year, R"(<day> [.\t-] <month> [.-] <year4> | <day> [.\t] <month> "." [0-9]{2})"},
    {DateForm::month_name_year, R"(<monthname> <gap> <year4>)"},
    {DateForm::year_month_name, R"(<year4> <gap> <monthname>)"},
    {DateForm::month_name_day, R"(<monthname> <gap> <day> [,.stndrh\t ]+ <year> | <monthday>)"},
    {DateForm::day_month_name, R"(<day> <gap> <monthname>)"},
    {DateForm::year_month_day_bare, R"(<year4> <monthlz> <daylz>)"},
    {DateForm::date_and_time,
     R"(<year4> <monthlz> <daylz> ("T" <hour24> ":" <minutelz> ":" <secondlz> | 't' <hour24> <minutelz> <secondlz>) |
        <year4> "-" <monthlz> "-" <daylz> "T" <hour24lz> ":" <minutelz> ":" <secondlz> <fraction> <zoneoffset>? |
        <year4> "-" <month> "-" <day> "T" <hour24> ":" <minute> ":" <second> |
        <year4> ":" <monthlz> ":" <daylz> " " <hour24lz> ":" <minutelz> ":" <secondlz>)"},
    {DateForm::year_and_day, R"(<year4> "."? <dayofyear>)"},
    {DateForm::iso_week, R"(<year4> "-"? "W" <week> ("-"? [0-7])?)"},
    {DateForm::month_name_day_year, R"(<monthshort> "-" <daylz> "-" <year>)"},
    {DateForm::year_month_name_day, R"(<year> "-" <monthshort> "-" <daylz>)"},
    {DateForm::common_log,
     R"(<day> "/" <monthshort> "/" <year4> ":" <hour24lz> ":" <minutelz> ":" <secondlz> <space> <zoneoffset>)"},
    {DateForm::year, R"(<year4>)"},
    {DateForm::ago, R"('ago')"},
    {DateForm::weekday, R"(<dayname> | 'weekday' 's'?)"},
    {DateForm::relative_week, R"(<which> <space> 'week')"},
    {DateForm::relative_word, R"((<ordinal> | <which>) <space> <unit>)"},
    {DateForm::month_name, R"(<monthlong> | <monthshort>)"},
    {DateForm::zone, R"(<zoneoffset> | <zonename>)"},
    {DateForm::month_name_day_time12, R"(<monthday> (<timeshort12> | <timelong12>))"},
    {DateForm::month_name_day_time24,
     R"(<monthday> (<timeshort24> | <timelong24> |
                    't'? <hour24> [:.] <minute> [:.] <secondlz> <space>? (<zoneoffset> | <zonename>)))"},
    {DateForm::relative_number, R"([+-]* [ \t]* [0-9]{1,13} <space>? (<unit> | 'week'))"},
    {DateForm::line_end, R"([\0\n])"},
    // A run of blanks as one part: were they taken singly, each would look for a number behind all the others.
    {DateForm::separator, R"([ \t]+ | [.,])"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(rules); ++i) {
        if (static_cast<std::size_t>(rules[i].form) != i) return false;
    }
    return std::size(rules) == date_forms;
}
static_assert(in_order());

LongestMatch make_automaton() {
    std::vector<std::string_view> patterns;
    for (const Rule& rule : rules) patterns.push_back(rule.pattern);
    return {definitions, patterns};
}

}  // namespace

std::optional<DatePart> next_date_part(std::string_view text, std::size_t from) {
    static const LongestMatch automaton = make_automaton();
    const auto match = automaton.at(text, from);
    if (!match) return std::nullopt;
    // A match may include the NUL behind the end: substr leaves it out.
    return DatePart{rules[match->pattern].form, text.substr(from, match->length)};
}

}  // namespace kimai::api
