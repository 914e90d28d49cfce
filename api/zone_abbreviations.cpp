// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>

#include "api/date_words.hpp"
#include "storage/ascii.hpp"

namespace kimai::api {

namespace {

constexpr int hour = 3600;
constexpr int minute = 60;

struct Abbreviation {
    std::string_view name;
    int seconds;
};

/// Today's and yesterday's, by region. For those of North America see below.
constexpr Abbreviation abbreviations[] = {
    {"utc", 0},
    {"uct", 0},
    {"gmt", 0},
    // Europe
    {"wet", 0},
    {"west", hour},
    {"wemt", 2 * hour},
    {"bst", hour},
    {"bdst", 2 * hour},
    {"cet", hour},
    {"cest", 2 * hour},
    {"cemt", 3 * hour},
    {"met", hour},
    {"mest", 2 * hour},
    {"eet", 2 * hour},
    {"eest", 3 * hour},
    {"msk", 3 * hour},
    {"msd", 4 * hour},
    // Africa
    {"wat", hour},
    {"wast", 2 * hour},
    {"cat", 2 * hour},
    {"sast", 2 * hour},
    {"eat", 3 * hour},
    // Asia
    {"ist", 2 * hour},
    {"idt", 3 * hour},
    {"iddt", 4 * hour},
    {"pkt", 5 * hour},
    {"pkst", 6 * hour},
    {"wib", 7 * hour},
    {"wita", 8 * hour},
    {"wit", 9 * hour},
    {"hkt", 8 * hour},
    {"hkst", 9 * hour},
    {"jst", 9 * hour},
    {"jdt", 10 * hour},
    {"kst", 8 * hour + 30 * minute},
    {"kdt", 10 * hour},
    // Australia and the Pacific
    {"awst", 8 * hour},
    {"awdt", 9 * hour},
    {"cast", 9 * hour + 30 * minute},
    {"acst", 9 * hour + 30 * minute},
    {"acdt", 10 * hour + 30 * minute},
    {"aest", 10 * hour},
    {"aedt", 11 * hour},
    {"chst", 10 * hour},
    {"gst", 10 * hour},
    {"gdt", 11 * hour},
    {"nzmt", 11 * hour + 30 * minute},
    {"nzst", 12 * hour},
    {"nzdt", 13 * hour},
    {"sst", -11 * hour},
    {"hst", -10 * hour},
    {"hdt", -9 * hour - 30 * minute},
    {"hwt", -9 * hour - 30 * minute},
    {"hpt", -9 * hour - 30 * minute},
    {"ahst", -10 * hour},
    {"ahdt", -9 * hour},
    {"bdt", -10 * hour},
    {"akst", -9 * hour},
    {"akdt", -8 * hour},
    // Newfoundland
    {"nst", -3 * hour - 30 * minute},
    {"ndt", -9052},
    {"nwt", -2 * hour - 30 * minute},
    {"npt", -2 * hour - 30 * minute},
    {"nddt", -hour - 30 * minute},
    // Local mean times of the 19th century
    {"amt", -13840},
    {"bmt", -14309},
    {"cmt", -15408},
    {"dmt", -1521},
    {"emt", -26248},
    {"ffmt", -14660},
    {"fmt", -4056},
    {"hmt", -19776},
    {"imt", 25025},
    {"jmt", 8440},
    {"kmt", 5736},
    {"lst", 9394},
    {"mdst", 16279},
    {"mmt", 9017},
    {"plmt", 25590},
    {"pmt", -13236},
    {"ppmt", -17340},
    {"qmt", -18840},
    {"rmt", 5794},
    {"sdmt", -16800},
    {"sjmt", -20173},
    {"smt", -13884},
    {"tbmt", 10751},
    {"tmt", 12344},
    {"wmt", 5040},
};

/// Atlantic, Eastern, Central, Mountain, Pacific and Yukon: each a letter, an hour apart.
constexpr std::string_view american_letters = "aecmpy";
/// Standard, daylight, war, peace and double daylight time: each an ending, with the hours it adds.
constexpr Abbreviation american_endings[] = {{"st", 0}, {"dt", 1}, {"wt", 1}, {"pt", 1}, {"ddt", 2}};

std::optional<std::int64_t> american(std::string_view word) {
    const std::size_t letter = american_letters.find(word.front());
    if (letter == std::string_view::npos) return std::nullopt;
    for (const Abbreviation& ending : american_endings) {
        if (ending.name == word.substr(1)) return (ending.seconds - 4 - static_cast<int>(letter)) * hour;
    }
    return std::nullopt;
}

/// "A" to "M" are one to twelve hours east of Greenwich, "N" to "Y" as many west, "Z" is Greenwich. There is no "J".
std::optional<std::int64_t> military(char letter) {
    constexpr std::string_view east = "abcdefghiklm";
    constexpr std::string_view west = "nopqrstuvwxy";
    if (letter == 'z') return 0;
    if (const auto at = east.find(letter); at != std::string_view::npos) return (static_cast<int>(at) + 1) * hour;
    if (const auto at = west.find(letter); at != std::string_view::npos) return (static_cast<int>(at) + 1) * -hour;
    return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> offset_abbreviated(std::string_view word) {
    constexpr std::size_t longest = 4;
    if (word.empty() || word.size() > longest) return std::nullopt;
    std::string name(word);
    for (char& c : name) c = ascii_lower(c);
    if (name.size() == 1) return military(name.front());
    for (const Abbreviation& each : abbreviations) {
        if (each.name == name) return each.seconds;
    }
    return american(name);
}

}  // namespace kimai::api
