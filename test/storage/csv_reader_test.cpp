// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/csv_reader.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace kimai::storage;

namespace {

using Records = std::vector<std::vector<std::string>>;

Records records_of(std::string_view text, char delimiter = ',', const CsvLimits& limits = {}) {
    CsvReader reader(text, delimiter, limits);
    Records records;
    std::vector<std::string> fields;
    while (reader.next(fields)) records.push_back(fields);
    CHECK(reader.position() == reader.size());
    return records;
}

std::string error_of(std::string_view text, const CsvLimits& limits = {}) {
    try {
        records_of(text, ',', limits);
        return "none";
    } catch (const CsvError& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("Records are read as RFC 4180 has them, and as they are common besides") {
    struct Row {
        const char* name;
        std::string text;
        Records records;
    };
    const std::vector<Row> rows{
        {"empty", "", {}},
        {"only line ends", "\r\n\n\r", {}},
        {"plain", "a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
        {"CR LF", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
        {"CR", "a,b\rc,d\r", {{"a", "b"}, {"c", "d"}}},
        {"no last line end", "a,b\nc,d", {{"a", "b"}, {"c", "d"}}},
        {"empty lines", "\na\n\n\nb\n\n", {{"a"}, {"b"}}},
        {"empty fields", ",\n\"\",,x\n", {{"", ""}, {"", "", "x"}}},
        {"a delimiter at the end", "a,", {{"a", ""}}},
        {"blanks stay", " a , b\n", {{" a ", " b"}}},
        {"quotes", "\"a,b\",\"c\"\"d\"\"\"\n", {{"a,b", "c\"d\""}}},
        {"a line break in quotes", "\"a\r\nb\",c\n", {{"a\r\nb", "c"}}},
        {"byte order mark", "\xEF\xBB\xBF\"a\",b\n", {{"a", "b"}}},
        {"other scripts", "ä,日本\n", {{"ä", "日本"}}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(records_of(row.text) == row.records);
    }
    CHECK(records_of("a;b,c\n", ';') == Records{{"a", "b,c"}});
    CHECK(records_of("a\tb\n", '\t') == Records{{"a", "b"}});
}

TEST_CASE("Lines are those of the file") {
    CsvReader reader("a\n\n\"b\nb\"\nc", ',');
    std::vector<std::string> fields;
    std::vector<std::size_t> lines;
    while (reader.next(fields)) lines.push_back(reader.line());
    CHECK(lines == std::vector<std::size_t>{1, 3, 5});
}

TEST_CASE("What is wrong is said with its place") {
    struct Row {
        std::string text;
        const char* beginning;
    };
    for (const Row& row : std::vector<Row>{
             {"a,b\nc,\"d", "line 2, column 2: the quote that begins the field is never closed"},
             {"a,b\n\"c\"d,e", "line 2, column 1: text behind the closing quote"},
             {"a,b\nc,d\"e\"\n", "line 2, column 2: a quote within a field"},
             {"a\nb,\xE4,c\n", "line 2, column 2: the text is not UTF-8"},
             {"a\nb,\"\xC0\x80\"\n", "line 2, column 2: the text is not UTF-8"},
             {std::string("\xFF\xFE") + "a", "line 1: the file is in UTF-16"},
         }) {
        CAPTURE(row.text);
        CHECK(error_of(row.text).starts_with(row.beginning));
    }
}

TEST_CASE("Limits hold to the byte") {
    const CsvLimits limits{.lines = 3, .field = 4, .fields = 2};
    CHECK(error_of("a\nb\nc", limits) == "none");
    CHECK(error_of("a\nb\n\nd", limits).starts_with("line 4: more than 3 lines"));
    CHECK(error_of("1234,\"1234\"", limits) == "none");
    CHECK(error_of("a,12345", limits).starts_with("line 1, column 2: a field of more than 4 bytes"));
    CHECK(error_of("a,\"12345\"", limits).starts_with("line 1, column 2: a field of more than 4 bytes"));
    CHECK(error_of("a,b", limits) == "none");
    CHECK(error_of("a,b,c", limits).starts_with("line 1: more than 2 columns"));
    // A quote that is missing would make one field of the whole file.
    CHECK(error_of("a,\"b\n" + std::string(1'000'000, 'x'), limits).find("is a closing quote missing?") !=
          std::string::npos);
}
