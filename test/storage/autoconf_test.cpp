// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/autoconf.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace kimai::storage;

TEST_CASE("a file as Kimai's installer writes it") {
    const Autoconf autoconf = read_autoconf(R"php(<?php
/**
 * $password_salt = "of the comment";
 */

// $password_salt = "of a comment";
# $password_salt = "of another comment";
$server_hostname = "localhost";
$server_password = "a\"b\$c";
$server_prefix   = "kimai_";
$password_salt   = "xAqZ3mfP7sLw9Rt2KvYd"; // the salt
$defaultTimezone = 'Europe/Berlin';
$billable        = array (
  0 => 0,
  1 => ';',
);
$settings['x'] = "y";
if (true) { $language = "de"; $password_salt = "x"; }
)php");
    CHECK(autoconf.problem.empty());
    CHECK(autoconf.settings.at("server_prefix").text == "kimai_");
    CHECK(autoconf.settings.at("password_salt").text == "xAqZ3mfP7sLw9Rt2KvYd");
    CHECK(autoconf.settings.at("password_salt").line == 11);
    CHECK(autoconf.settings.at("defaultTimezone").text == "Europe/Berlin");
    CHECK(autoconf.settings.at("server_password").text == "a\"b$c");
    CHECK_FALSE(autoconf.settings.at("billable").text);
    CHECK_FALSE(autoconf.settings.contains("settings"));
}

TEST_CASE("quoting") {
    using namespace std::string_view_literals;
    struct Case {
        const char* name;
        std::string_view php;
        std::optional<std::string_view> expected;
    };
    const Case cases[] = {
        {"single quotes", R"('a\'b\\c\n$d {$e}')", R"(a'b\c\n$d {$e})"},
        {"double quotes", R"("a\"b\\c\n\r\t\v\e\f\$d\q$")", "a\"b\\c\n\r\t\v\x1B\f$d\\q$"},
        {"octal, hexadecimal, Unicode", R"("\101\0\x41\x4\u{e4}\u{20AC}\u{1F600}\xg")",
         "A\0A\x04\u00e4\u20ac\U0001f600\\xg"sv},
        {"dollars that begin no variable", R"("a$ $5 { $")", "a$ $5 { $"},
        {"variable", R"("a$b")", std::nullopt},
        {"variable in brackets", R"("a${b}")", std::nullopt},
        {"expression in brackets", R"("a{$b['c']}")", std::nullopt},
        {"sum of texts", R"("a" . "b")", std::nullopt},
        {"call", "date_default_timezone_get()", std::nullopt},
        {"constant", "SALT", std::nullopt},
        {"number", "5", std::nullopt},
        {"call with a text", "getenv('SALT')", std::nullopt},
    };
    for (const Case& test : cases) {
        CAPTURE(test.name);
        const Autoconf autoconf = read_autoconf("<?php\n$x =\n" + std::string(test.php) + ";$y = 'z';");
        CHECK(autoconf.problem.empty());
        const AutoconfSetting& setting = autoconf.settings.at("x");
        REQUIRE(setting.text.has_value() == test.expected.has_value());
        if (setting.text) CHECK(*setting.text == *test.expected);
        CHECK(setting.text.has_value() == setting.problem.empty());
        CHECK(setting.line == 2);
        CHECK(autoconf.settings.at("y").text == "z");
    }
}

TEST_CASE("the last assignment counts, the end of the code ends it") {
    const Autoconf autoconf = read_autoconf("<?php $a = 'b'; $a = \"c\"; ?>\n$a = 'd';");
    CHECK(autoconf.settings.at("a").text == "c");
}

TEST_CASE("what is no such file") {
    const auto problem = [](std::string_view php) { return read_autoconf(php).problem; };
    CHECK(problem("") == "line 1: there is no <?php");
    CHECK(problem("$a = 'b';") == "line 1: there is no <?php");
    CHECK(problem("<?php\n\n$a = 'b") == "line 3: a text does not end");
    CHECK(problem("<?php\n/* $a = 'b';") == "line 2: a comment does not end");
    CHECK(problem("<?php $a = 'b'") == "line 1: a statement does not end");
    CHECK(problem("<?php $a = <<<X\nb\nX;\n") == "line 1: a heredoc is not read");
    CHECK(problem("<?php $a = \"\\u{110000}\";") == "line 1: a \\u{...} is not right");
    CHECK(problem("<?php $a = \"\\").find("does not end") != std::string::npos);
}
