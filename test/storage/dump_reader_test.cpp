// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/dump_reader.hpp"

#include <doctest/doctest.h>

#include <string>
#include <variant>

using namespace kimai::storage;

namespace {

constexpr std::size_t smallest_block = 64;

std::string shown(const DumpValue& value) {
    std::string out;
    if (value.charset) out.append(*value.charset == Charset::latin1 ? "latin1 " : "utf8 ");
    switch (value.kind) {
        case DumpValue::Kind::null:
            return "null";
        case DumpValue::Kind::fallback:
            return "default";
        case DumpValue::Kind::number:
            return std::string(value.bytes);
        case DumpValue::Kind::text:
            out += "<";
            break;
        case DumpValue::Kind::bytes:
            out += "b<";
            break;
    }
    return out.append(value.bytes).append(">");
}

std::string shown(const TableName& name) {
    return name.database.empty() ? name.table : name.database + "." + name.table;
}

std::string shown(const CreateTable& table) {
    std::string out("create ");
    out.append(shown(table.name)).append(table.charset == Charset::latin1 ? " latin1 (" : " (");
    for (const ColumnDefinition& column : table.columns) {
        out.append(&column == &table.columns.front() ? "" : " ").append(column.name);
        if (column.charset == Charset::latin1) out += ":latin1";
        if (column.fallback.size() > 0) out.append("=").append(shown(column.fallback[0]));
    }
    return out + ")" + (table.auto_increment ? " next " + std::to_string(*table.auto_increment) : "");
}

std::string shown(DumpReader& reader, const InsertRows& insert) {
    reader.begin_rows();
    std::string out = insert.duplicates == InsertRows::Duplicates::refuse   ? "insert "
                      : insert.duplicates == InsertRows::Duplicates::ignore ? "insert-ignore "
                                                                            : "replace ";
    out += shown(insert.name);
    if (insert.columns) {
        out += " (";
        for (const std::string& column : *insert.columns) out.append(out.back() == '(' ? "" : " ").append(column);
        out += ")";
    }
    DumpRow row;
    while (reader.next_row(row)) {
        out += " [";
        for (std::size_t i = 0; i < row.size(); ++i) out.append(i == 0 ? "" : ",").append(shown(row[i]));
        out += "]";
    }
    return out;
}

/// Everything that the reader finds in the text, one statement a line.
std::string read(std::string_view sql, std::size_t block = DumpText::default_block, const DumpLimits& limits = {}) {
    DumpText text = DumpText::of(sql, block);
    DumpReader reader(text, limits);
    std::string out;
    while (const DumpStatement* statement = reader.next()) {
        if (!out.empty()) out += "\n";
        if (const auto* create = std::get_if<CreateTable>(statement)) out += shown(*create);
        if (const auto* insert = std::get_if<InsertRows>(statement)) out += shown(reader, *insert);
        if (const auto* next = std::get_if<SetAutoIncrement>(statement)) {
            out.append("next ").append(shown(next->name)).append(" ").append(std::to_string(next->next));
        }
        if (const auto* cleared = std::get_if<ClearTables>(statement)) {
            out += "clear";
            for (const TableName& name : cleared->names) out.append(" ").append(shown(name));
        }
        if (const auto* other = std::get_if<OtherChange>(statement)) out += other->verb + " " + shown(other->name);
    }
    return out;
}

std::string failure(std::string_view sql, const DumpLimits& limits = {}) {
    try {
        return "no failure: " + read(sql, smallest_block, limits);
    } catch (const DumpError& error) {
        return std::to_string(error.line()) + " " + error.statement() + ": " + error.reason();
    }
}

struct Case {
    const char* name;
    std::string_view sql;
    std::string_view expected;
};

}  // namespace

TEST_CASE("values of INSERT") {
    using namespace std::string_view_literals;
    const Case cases[] = {
        {"numbers", "INSERT INTO t VALUES (1,-2,+3,.5,1.50,1e3,-1.5E-3,0);",
         "insert t [1,-2,+3,.5,1.50,1e3,-1.5E-3,0]"},
        {"words", "insert into t values (NULL,null,TRUE,false,DEFAULT);", "insert t [null,null,1,0,default]"},
        {"escapes", R"(INSERT INTO t VALUES ('a\0b\'c\"d\\e\nf\rg\th\bi\Zj\%k\_l\xm');)",
         "insert t [<a\0b'c\"d\\e\nf\rg\th\bi\x1Aj\\%k\\_lxm>]"sv},
        {"doubled quotes", R"(INSERT INTO t VALUES ('it''s', "say ""hi""", '''', "'", '"');)",
         R"(insert t [<it's>,<say "hi">,<'>,<'>,<">])"},
        {"texts side by side", "INSERT INTO t VALUES ('a' 'b'\n'c', 'd');", "insert t [<abc>,<d>]"},
        {"hexadecimal", "INSERT INTO t VALUES (0x4A4b, x'4a4B', X'', 0x123);", "insert t [b<JK>,b<JK>,b<>,b<\x01#>]"},
        {"bits", "INSERT INTO t VALUES (b'1', B'100000001', 0b01000001, b'');",
         "insert t [b<\x01>,b<\x01\x01>,b<A>,b<>]"},
        {"introducers",
         "INSERT INTO t VALUES (_binary 'x', _binary'y', _utf8mb4'z', _latin1 'w', _latin1 x'41', N'n');",
         "insert t [b<x>,b<y>,utf8 <z>,latin1 <w>,latin1 <A>,utf8 <n>]"},
        {"things that end statements, in texts", "INSERT INTO t VALUES (';-- /* # */ `'),(\")\");",
         "insert t [<;-- /* # */ `>] [<)>]"},
        {"line ends in texts", "INSERT INTO t VALUES ('a\r\nb\n');\r\n", "insert t [<a\r\nb\n>]"},
        {"empty row", "INSERT INTO t () VALUES ();", "insert t () []"},
    };
    for (const Case& test : cases) {
        CAPTURE(test.name);
        CHECK(read(test.sql) == test.expected);
        CHECK(read(test.sql, smallest_block) == test.expected);
    }
}

TEST_CASE("forms of INSERT") {
    const Case cases[] = {
        {"columns", "INSERT INTO `t` (`a`, b, `t`.`c``d`) VALUES (1,2,3);", "insert t (a b c`d) [1,2,3]"},
        {"without blanks", "INSERT INTO`t`(`a`)VALUES(1),(2);", "insert t (a) [1] [2]"},
        {"REPLACE", "REPLACE INTO t VALUES (1);", "replace t [1]"},
        {"IGNORE", "INSERT LOW_PRIORITY IGNORE t VALUES (1);", "insert-ignore t [1]"},
        {"DELAYED", "INSERT DELAYED INTO t VALUE (1);", "insert t [1]"},
        {"SET", "INSERT INTO t SET a=1, `b` = 'x';", "insert t (a b) [1,<x>]"},
        {"ON DUPLICATE KEY", "INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a='x;y';INSERT INTO u VALUES (2);",
         "insert t [1]\ninsert u [2]"},
        {"rows as MySQL 8 may write them", "INSERT INTO t VALUES ROW(1,2), ROW(3,4);", "insert t [1,2] [3,4]"},
        {"quoted as in ANSI mode", R"(INSERT INTO "t" ("a") VALUES ('x');)", "insert t (a) [<x>]"},
        {"database in the name", "INSERT INTO `d`.`t` VALUES (1);INSERT INTO d . t VALUES (2);",
         "insert d.t [1]\ninsert d.t [2]"},
        {"USE", "USE `a`; INSERT INTO t VALUES (1); INSERT INTO b.t VALUES (2); use c; INSERT INTO t VALUES (3);",
         "insert a.t [1]\ninsert b.t [2]\ninsert c.t [3]"},
        {"comments everywhere",
         "# one\n-- two\n--\n/* three */INSERT/**/INTO t -- four\n VALUES # five\n (1, /* ; */ 2 /*!40000 , 3 */);",
         "insert t [1,2,3]"},
        {"NO_BACKSLASH_ESCAPES",
         R"(SET @OLD=@@SQL_MODE, SQL_MODE='ANSI,NO_BACKSLASH_ESCAPES';INSERT INTO t VALUES ('a\');)"
         R"(SET SQL_MODE=@OLD;INSERT INTO t VALUES ('a\'');)",
         R"(insert t [<a\>]
insert t [<a'>])"},
    };
    for (const Case& test : cases) {
        CAPTURE(test.name);
        CHECK(read(test.sql) == test.expected);
        CHECK(read(test.sql, smallest_block) == test.expected);
    }
}

TEST_CASE("definitions") {
    const Case cases[] = {
        {"mysqldump",
         "CREATE TABLE `t` (\n  `id` int(10) NOT NULL AUTO_INCREMENT,\n  `a` varchar(9) CHARACTER SET latin1 NOT NULL "
         "DEFAULT 'x,)',\n"
         "  `b` decimal(10,2) DEFAULT -0.50 COMMENT 'it''s (b)',\n  `c` text DEFAULT NULL,\n"
         "  `d` timestamp NOT NULL DEFAULT current_timestamp(),\n  PRIMARY KEY (`id`),\n  UNIQUE KEY `a` (`a`,`b`)\n"
         ") ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;",
         "create t (id a:latin1=<x,)> b=-0.50 c=null d) next 9"},
        {"charset of the table",
         "CREATE TABLE IF NOT EXISTS d.t (a text, b text COLLATE utf8_bin, c text) TYPE=MyISAM CHARACTER SET = latin1;",
         "create d.t latin1 (a:latin1 b c:latin1)"},
        {"collation only", "CREATE TABLE t (a text) COLLATE=latin1_german1_ci;", "create t latin1 (a:latin1)"},
        {"names like keywords", "CREATE TABLE t (`key` int, `primary` int, PRIMARY KEY (`key`));",
         "create t (key primary)"},
        {"executable comments", "/*!50001 CREATE TABLE t (a int /*!50600 , b int */) */;", "create t (a b)"},
        {"like", "CREATE TABLE t LIKE u;", "create t ()"},
        {"phpMyAdmin's keys behind the rows",
         "ALTER TABLE `t` ADD PRIMARY KEY (`id`);ALTER TABLE `t`\n  MODIFY `id` int(10) NOT NULL AUTO_INCREMENT, "
         "AUTO_INCREMENT=112;",
         "next t 112"},
        {"emptied tables", "DROP TABLE IF EXISTS `a`, b.c;TRUNCATE `d`;TRUNCATE TABLE e;DELETE FROM f;",
         "clear a b.c\nclear d\nclear e\nclear f"},
        {"other changes",
         "UPDATE a SET x=';';DELETE FROM b WHERE x=1;LOAD DATA INFILE 'x' INTO TABLE c;RENAME TABLE d TO e;",
         "UPDATE a\nDELETE ... WHERE b\nLOAD c\nRENAME d"},
    };
    for (const Case& test : cases) {
        CAPTURE(test.name);
        CHECK(read(test.sql) == test.expected);
        CHECK(read(test.sql, smallest_block) == test.expected);
    }
}

TEST_CASE("what is stepped over") {
    const Case cases[] = {
        {"nothing", "", ""},
        {"byte order mark", "\xEF\xBB\xBFINSERT INTO t VALUES (1);", "insert t [1]"},
        {"empty statements", ";;\n ; INSERT INTO t VALUES (1);;", "insert t [1]"},
        {"sandbox line", "/*M!999999\\- enable the sandbox mode */ \nINSERT INTO t VALUES (1);", "insert t [1]"},
        {"MariaDB's comments", "/*M!100616 INSERT INTO t VALUES (1)*/;", "insert t [1]"},
        {"locks, views, routines",
         "LOCK TABLES `t` WRITE;/*!40000 ALTER TABLE `t` DISABLE KEYS */;/*!50001 CREATE VIEW `v` AS SELECT 1 AS `x` "
         "*/;"
         "CREATE PROCEDURE p() SELECT ';';UNLOCK TABLES;DROP VIEW v;CREATE DATABASE d;SELECT 1;INSERT INTO t VALUES "
         "(1);",
         "insert t [1]"},
        {"trigger",
         "DELIMITER ;;\r\n/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`%`*/ /*!50003 TRIGGER x BEFORE INSERT ON t FOR EACH "
         "ROW "
         "BEGIN INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); END */;;\nDELIMITER ;\nINSERT INTO t VALUES (3);",
         "insert t [3]"},
        {"delimiter that looks like a comment", "DELIMITER //\nINSERT INTO t VALUES (1)//\nDELIMITER ;\n",
         "insert t [1]"},
        {"delimiter of dollars", "DELIMITER $$\nCREATE FUNCTION f() BEGIN ; END$$\nINSERT INTO t VALUES (1)$$",
         "insert t [1]"},
    };
    for (const Case& test : cases) {
        CAPTURE(test.name);
        CHECK(read(test.sql) == test.expected);
        CHECK(read(test.sql, smallest_block) == test.expected);
    }
}

TEST_CASE("rows that nobody asks for may hold anything") {
    const std::string_view sql =
        "INSERT INTO x SELECT a, 'b;' FROM y;INSERT INTO x VALUES (NOW(), ST_GeomFromText('POINT(1 1);'), 0xZZ);"
        "INSERT INTO t VALUES (1);";
    DumpText text = DumpText::of(sql, smallest_block);
    DumpReader reader(text);
    std::string tables;
    while (const DumpStatement* statement = reader.next()) tables += std::get<InsertRows>(*statement).name.table;
    CHECK(tables == "xxt");
    CHECK(reader.statement_number() == 3);
}

TEST_CASE("connection character set") {
    const auto charset_after = [](std::string_view sql) {
        DumpText text = DumpText::of(sql);
        DumpReader reader(text);
        while (reader.next() != nullptr) {
        }
        return reader.connection_charset();
    };
    CHECK(charset_after("") == std::nullopt);
    CHECK(charset_after("/*!40101 SET NAMES utf8mb4 */;") == Charset::utf8);
    CHECK(charset_after("SET NAMES 'latin1' COLLATE 'latin1_german1_ci';") == Charset::latin1);
    CHECK(charset_after("SET CHARACTER SET latin1;") == Charset::latin1);
    CHECK(charset_after("SET NAMES binary;") == std::nullopt);
    CHECK(charset_after("SET NAMES koi8r;") == Charset::other);
    CHECK(charset_after("SET NAMES latin1;SET @s = @@character_set_client;SET character_set_client = utf8;") ==
          Charset::utf8);
    CHECK(charset_after("SET NAMES latin1;SET @s = @@character_set_client;SET character_set_client = utf8;"
                        "SET character_set_client = @s;") == Charset::latin1);
    CHECK(charset_after("SET @s=@@CHARACTER_SET_CLIENT;SET NAMES latin1;SET CHARACTER_SET_CLIENT=@s;") == std::nullopt);
}

TEST_CASE("what is refused, and where") {
    const Case cases[] = {
        {"statement without end", "INSERT INTO t VALUES (1)",
         "1 INSERT INTO t: the file ends inside of a statement: it is cut off"},
        {"row without end", "\n\nINSERT INTO t\nVALUES (1,",
         "4 INSERT INTO t: the file ends inside of a statement: it is cut off"},
        {"text without end", "INSERT INTO t VALUES ('a\\'",
         "1 INSERT INTO t: the file ends inside of a quoted text: it is cut off"},
        {"escape without end", "INSERT INTO t VALUES ('a\\",
         "1 INSERT INTO t: the file ends inside of a quoted text: it is cut off"},
        {"skipped text without end", "LOCK 'a\\", "1 LOCK: the file ends inside of a quoted text: it is cut off"},
        {"skipped statement without end", "COMMIT", "1 COMMIT: the file ends inside of a statement: it is cut off"},
        {"comment without end", "/* a", "1 : the file ends inside of a comment: it is cut off"},
        {"executable comment without end", "/*!40101 SET NAMES utf8;",
         "1 : the file ends inside of a comment: it is cut off"},
        {"columns without end", "CREATE TABLE t (a int;", "1 CREATE TABLE t: the list of columns does not end"},
        {"function", "INSERT INTO t VALUES (NOW());", "1 INSERT INTO t: 'NOW' would have to be computed"},
        {"minus minus without a blank is no comment", "INSERT INTO t VALUES (1--1);",
         "1 INSERT INTO t: a value is followed by something that would have to be computed"},
        {"sum", "INSERT INTO t VALUES (1+1);",
         "1 INSERT INTO t: a value is followed by something that would have to be computed"},
        {"empty value", "INSERT INTO t VALUES (1,,2);", "1 INSERT INTO t: a value was expected"},
        {"a sign alone", "INSERT INTO t VALUES (-);", "1 INSERT INTO t: a value was expected"},
        {"digits that are none", "INSERT INTO t VALUES (0x4G);",
         "1 INSERT INTO t: a hexadecimal value has a digit that is none"},
        {"bits that are none", "INSERT INTO t VALUES (b'12');",
         "1 INSERT INTO t: a bit value has a digit that is none"},
        {"introducer without text", "INSERT INTO t VALUES (_utf8 5);",
         "1 INSERT INTO t: a text was expected behind _utf8"},
        {"no comma between rows", "INSERT INTO t VALUES (1)(2);",
         "1 INSERT INTO t: ',' or the end of the statement was expected"},
        {"query", "INSERT INTO t SELECT 1;", "1 INSERT INTO t: only INSERT ... VALUES and INSERT ... SET are read"},
        {"prose", "\nmysqldump: [Warning] is insecure.\n;", "2 : this is no SQL statement: 'mysqldump'"},
        {"JSON", "[{\"a\":1}]", "1 : this is no SQL statement: '['"},
        {"XML", "<?xml version=\"1.0\"?>",
         "1 : the file is an XML dump: make one of SQL statements (mysqldump without --xml)"},
        {"zip", "PK\x03\x04 and so on", "1 : the file is a zip archive: unpack it first"},
    };
    for (const Case& test : cases) {
        CAPTURE(test.name);
        CHECK(failure(test.sql) == test.expected);
    }
}

TEST_CASE("limits") {
    DumpLimits limits;
    limits.literal = 100;
    limits.row = 250;
    limits.columns = 5;
    const auto row_of = [](std::size_t texts, std::size_t length) {
        std::string sql = "INSERT INTO t VALUES (";
        for (std::size_t i = 0; i < texts; ++i) sql.append(i == 0 ? "'" : ",'").append(length, 'a').append("'");
        return sql + ");";
    };
    CHECK_NOTHROW(read(row_of(1, 100), smallest_block, limits));
    CHECK(failure(row_of(1, 101), limits) == "1 INSERT INTO t: a text is longer than 100 bytes");
    CHECK_NOTHROW(read(row_of(5, 50), smallest_block, limits));
    CHECK(failure(row_of(3, 90), limits) == "1 INSERT INTO t: a text is longer than 70 bytes");
    CHECK(failure(row_of(6, 1), limits) == "1 INSERT INTO t: a row has more than 5 values");
    CHECK(failure("INSERT INTO t VALUES ('" + std::string(60, 'a') + "' '" + std::string(60, 'b') + "');", limits) ==
          "1 INSERT INTO t: a text is longer than 40 bytes");
    CHECK(failure("INSERT INTO t VALUES (0x" + std::string(500, 'a') + ");", limits).find("longer than") !=
          std::string::npos);
    CHECK(failure("INSERT INTO t VALUES (x'" + std::string(500, 'a') + "');", limits).find("longer than") !=
          std::string::npos);
    SUBCASE("what is skipped has none") {
        CHECK(read("LOCK '" + std::string(100000, 'a') + "';", smallest_block, limits).empty());
    }
}

TEST_CASE("the closing comment of a dump program") {
    const auto misses = [](std::string_view sql) {
        DumpText text = DumpText::of(sql);
        DumpReader reader(text);
        while (reader.next() != nullptr) {
        }
        return reader.misses_closing_comment();
    };
    CHECK(misses("-- MySQL dump 10.13  Distrib 5.7\n--\nCOMMIT;\n"));
    CHECK(misses("-- MariaDB dump 10.19\nCOMMIT;\n"));
    CHECK_FALSE(misses("-- MySQL dump 10.13\nCOMMIT;\n-- Dump completed on 2018-01-01  0:00:00\n"));
    CHECK_FALSE(misses("-- phpMyAdmin SQL Dump\nCOMMIT;\n"));
}
