// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/mysql_type.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace kimai::storage {

namespace {

using Kind = MysqlType::Kind;

/// From dev.mysql.com, "Data Type Storage Requirements".
constexpr std::size_t text_bytes = 65535;
constexpr std::size_t mediumtext_bytes = 16777215;

/// An index of InnoDB has at most 3072 bytes, and a character up to 4; the rest is for a number beside the text.
constexpr int most_key_characters = 700;

constexpr std::array wider_numbers{MysqlType{Kind::smallint, 6}, MysqlType{Kind::integer, 11},
                                   MysqlType{Kind::bigint, 20}};
/// Holds all hundredths of 64 bits.
constexpr MysqlType wider_decimal{Kind::decimal, 20};
constexpr std::array wider_texts{MysqlType{Kind::varchar, 255}, MysqlType{Kind::text, 0},
                                 MysqlType{Kind::mediumtext, 0}, MysqlType{Kind::longtext, 0}};

bool is_within(const Extent& extent, std::int64_t lowest, std::int64_t highest) {
    return extent.lowest >= lowest && extent.highest <= highest;
}

template <typename Integer>
bool is_within(const Extent& extent) {
    return is_within(extent, std::numeric_limits<Integer>::min(), std::numeric_limits<Integer>::max());
}

bool is_within_digits(const Extent& extent, int digits) {
    if (digits > std::numeric_limits<std::int64_t>::digits10) return true;
    std::int64_t beyond = 1;
    for (int i = 0; i < digits; ++i) beyond *= 10;
    return is_within(extent, 1 - beyond, beyond - 1);
}

template <std::size_t count>
std::optional<MysqlType> first_that_holds(const std::array<MysqlType, count>& types, const Extent& extent) {
    const auto* const found =
        std::find_if(types.begin(), types.end(), [&](const MysqlType& type) { return holds(type, extent); });
    if (found == types.end()) return std::nullopt;
    return *found;
}

constexpr unsigned byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// Bytes of the UTF-8 character that begins there; 0 if none does. (Unicode standard, table 3-7.)
std::size_t character_size(std::string_view text, std::size_t at) {
    const unsigned first = byte_at(text, at);
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xC2 && first <= 0xDF ? 2 : (first & 0xF0U) == 0xE0 ? 3 : first <= 0xF4 ? 4 : 0;
    if (size == 0 || first < 0xC2 || text.size() - at < size) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte_at(text, at + i) & 0xC0U) != 0x80) return 0;
    }
    const unsigned second = byte_at(text, at + 1);
    const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                       (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    return wrong ? 0 : size;
}

}  // namespace

std::string MysqlType::sql() const {
    const std::string size = "(" + std::to_string(width);
    switch (kind) {
        case Kind::tinyint:
            return "tinyint" + size + ")";
        case Kind::unsigned_tinyint:
            return "tinyint" + size + ") unsigned";
        case Kind::smallint:
            return "smallint" + size + ")";
        case Kind::integer:
            return "int" + size + ")";
        case Kind::bigint:
            return "bigint" + size + ")";
        case Kind::decimal:
            return "decimal" + size + ",2)";
        case Kind::fixed_text:
            return "char" + size + ")";
        case Kind::varchar:
            return "varchar" + size + ")";
        case Kind::text:
            return "text";
        case Kind::mediumtext:
            return "mediumtext";
        case Kind::longtext:
            return "longtext";
    }
    return {};
}

void Extent::add(const Extent& other) {
    lowest = std::min(lowest, other.lowest);
    highest = std::max(highest, other.highest);
    bytes = std::max(bytes, other.bytes);
    characters = std::max(characters, other.characters);
    needs_utf8mb4 = needs_utf8mb4 || other.needs_utf8mb4;
    ends_with_blank = ends_with_blank || other.ends_with_blank;
}

Extent extent_of(std::int64_t number) {
    Extent extent;
    extent.lowest = std::min<std::int64_t>(number, 0);
    extent.highest = std::max<std::int64_t>(number, 0);
    return extent;
}

std::optional<Extent> extent_of(std::string_view text) {
    Extent extent;
    extent.bytes = text.size();
    extent.ends_with_blank = text.ends_with(' ');
    for (std::size_t at = 0; at < text.size(); ++extent.characters) {
        const std::size_t size = character_size(text, at);
        if (size == 0) return std::nullopt;
        if (size == 4) extent.needs_utf8mb4 = true;
        at += size;
    }
    return extent;
}

bool holds(const MysqlType& type, const Extent& extent) {
    switch (type.kind) {
        case Kind::tinyint:
            return is_within<std::int8_t>(extent);
        case Kind::unsigned_tinyint:
            return is_within<std::uint8_t>(extent);
        case Kind::smallint:
            return is_within<std::int16_t>(extent);
        case Kind::integer:
            return is_within<std::int32_t>(extent);
        case Kind::bigint:
            return true;
        case Kind::decimal:
            return is_within_digits(extent, type.width);
        case Kind::fixed_text:
            return !extent.ends_with_blank && extent.characters <= static_cast<std::size_t>(type.width);
        case Kind::varchar:
            return extent.characters <= static_cast<std::size_t>(type.width);
        case Kind::text:
            return extent.bytes <= text_bytes;
        case Kind::mediumtext:
            return extent.bytes <= mediumtext_bytes;
        case Kind::longtext:  // 4 GiB, which is more than a text of ours can have.
            return true;
    }
    return false;
}

std::optional<MysqlType> wide_enough(const MysqlType& type, const Extent& extent, bool in_unique_key) {
    if (holds(type, extent)) return type;
    if (type.kind == Kind::decimal) return wider_decimal;
    if (!type.is_text()) return first_that_holds(wider_numbers, extent);
    if (in_unique_key) return first_that_holds(std::array{MysqlType{Kind::varchar, most_key_characters}}, extent);
    return first_that_holds(wider_texts, extent);
}

}  // namespace kimai::storage
