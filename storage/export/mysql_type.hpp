// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What MySQL's columns can hold, and what ours do hold: long texts and big numbers, which Kimai would have cut.
namespace kimai::storage {

/// A type of MySQL's as Kimai's tables use it, or one of the wider ones that take what does not fit there.
struct MysqlType {
    enum class Kind {
        tinyint,
        unsigned_tinyint,
        smallint,
        integer,
        bigint,
        decimal,  ///< Two digits behind the point.
        fixed_text,
        varchar,
        text,
        mediumtext,
        longtext,
    };
    Kind kind = Kind::text;
    /// Characters of fixed_text and varchar, all digits of decimal; of whole numbers only how they are shown.
    int width = 0;

    bool is_text() const { return kind >= Kind::fixed_text; }
    /// "varchar(255)"
    std::string sql() const;
    friend bool operator==(const MysqlType&, const MysqlType&) = default;
};

/// How far values reach: a column's all together, or one value.
struct Extent {
    /// Decimals in hundredths.
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    std::size_t bytes = 0;
    std::size_t characters = 0;
    /// Characters above U+FFFF, which MySQL's utf8 has no room for.
    bool needs_utf8mb4 = false;
    /// Which fixed_text would lose.
    bool ends_with_blank = false;

    void add(const Extent& other);
};

Extent extent_of(std::int64_t number);
/// Nothing if the text is not UTF-8.
std::optional<Extent> extent_of(std::string_view text);

/// Whether values of this extent keep whole in a column of this type, whatever its character set.
bool holds(const MysqlType& type, const Extent& extent);

/// The type itself if it holds the extent, else the narrowest one of its family that does. Texts of a unique key stay
/// within what an index of InnoDB takes: nothing if that is not enough.
std::optional<MysqlType> wide_enough(const MysqlType& type, const Extent& extent, bool in_unique_key);

}  // namespace kimai::storage
