// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/mysql_type.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace kimai::storage;
using Kind = MysqlType::Kind;

namespace {

constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

std::string wider(const MysqlType& type, const Extent& extent, bool in_unique_key = false) {
    const auto found = wide_enough(type, extent, in_unique_key);
    return found ? found->sql() : "none";
}

std::string wider_text(const MysqlType& type, const std::string& text, bool in_unique_key = false) {
    return wider(type, extent_of(std::string_view(text)).value(), in_unique_key);
}

std::string text_of(std::size_t length) { return std::string(length, 'a'); }

}  // namespace

TEST_CASE("numbers stay in their column up to its limits") {
    struct Row {
        MysqlType type;
        std::int64_t number;
        const char* wanted;
    };
    const Row rows[] = {
        {{Kind::tinyint, 1}, 127, "tinyint(1)"},
        {{Kind::tinyint, 1}, 128, "smallint(6)"},
        {{Kind::tinyint, 1}, -128, "tinyint(1)"},
        {{Kind::tinyint, 1}, -129, "smallint(6)"},
        {{Kind::unsigned_tinyint, 1}, 255, "tinyint(1) unsigned"},
        {{Kind::unsigned_tinyint, 1}, 256, "smallint(6)"},
        {{Kind::unsigned_tinyint, 1}, -1, "smallint(6)"},
        {{Kind::smallint, 6}, 32767, "smallint(6)"},
        {{Kind::smallint, 6}, 32768, "int(11)"},
        {{Kind::smallint, 6}, -32769, "int(11)"},
        {{Kind::integer, 10}, 2147483647, "int(10)"},
        {{Kind::integer, 10}, 2147483648, "bigint(20)"},
        {{Kind::integer, 10}, -2147483648, "int(10)"},
        {{Kind::integer, 10}, -2147483649, "bigint(20)"},
        {{Kind::integer, 10}, smallest, "bigint(20)"},
        {{Kind::decimal, 10}, 9999999999, "decimal(10,2)"},
        {{Kind::decimal, 10}, 10000000000, "decimal(20,2)"},
        {{Kind::decimal, 10}, -9999999999, "decimal(10,2)"},
        {{Kind::decimal, 10}, -10000000000, "decimal(20,2)"},
        {{Kind::decimal, 10}, largest, "decimal(20,2)"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.type.sql());
        CAPTURE(row.number);
        CHECK(wider(row.type, extent_of(row.number)) == row.wanted);
    }
    Extent both = extent_of(std::int64_t{-1});
    both.add(extent_of(std::int64_t{200}));
    CHECK(wider({Kind::unsigned_tinyint, 1}, both) == "smallint(6)");
}

TEST_CASE("texts stay in their column up to its limits") {
    const MysqlType varchar{Kind::varchar, 50};
    const MysqlType fixed{Kind::fixed_text, 32};
    const std::string two_bytes = "ä";
    std::string fifty;
    for (int i = 0; i < 50; ++i) fifty += two_bytes;
    CHECK(wider_text(varchar, fifty) == "varchar(50)");
    CHECK(wider_text(varchar, fifty + "a") == "varchar(255)");
    CHECK(wider_text(varchar, std::string(255, 'a')) == "varchar(255)");
    CHECK(wider_text(varchar, std::string(256, 'a')) == "text");
    CHECK(wider_text({Kind::varchar, 255}, std::string(256, 'a')) == "text");
    CHECK(wider_text(fixed, std::string(32, 'a')) == "char(32)");
    CHECK(wider_text(fixed, std::string(33, 'a')) == "varchar(255)");
    CHECK(wider_text(fixed, "MySQL cuts blanks at the end ") == "varchar(255)");
    CHECK(wider_text({Kind::text, 0}, std::string(65535, 'a')) == "text");
    CHECK(wider_text({Kind::text, 0}, std::string(65536, 'a')) == "mediumtext");
    CHECK(wider_text({Kind::text, 0}, std::string(65534, 'a') + two_bytes) == "mediumtext");
    CHECK(wider_text({Kind::text, 0}, text_of(16777215)) == "mediumtext");
    CHECK(wider_text({Kind::text, 0}, text_of(16777216)) == "longtext");
}

TEST_CASE("texts of a unique key stay within what an index takes") {
    const MysqlType option{Kind::varchar, 190};
    CHECK(wider_text(option, std::string(190, 'a'), true) == "varchar(190)");
    CHECK(wider_text(option, std::string(191, 'a'), true) == "varchar(700)");
    CHECK(wider_text(option, std::string(700, 'a'), true) == "varchar(700)");
    CHECK(wider_text(option, std::string(701, 'a'), true) == "none");
}

TEST_CASE("characters are counted and looked at") {
    CHECK(extent_of("").value().characters == 0);
    CHECK(extent_of("a\u00e4\u65b0").value().characters == 3);
    CHECK(extent_of("a\u00e4\u65b0").value().bytes == 6);
    CHECK_FALSE(extent_of("\uffff").value().needs_utf8mb4);
    CHECK(extent_of("\U00010000").value().needs_utf8mb4);
    CHECK(extent_of("\U0010ffff").value().characters == 1);
    for (const char* broken : {"\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xe6\x96",
                               "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "a\xff"}) {
        CAPTURE(broken);
        CHECK_FALSE(extent_of(std::string_view(broken)));
    }
}
