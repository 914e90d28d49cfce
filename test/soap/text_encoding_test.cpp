// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/text_encoding.hpp"

#include <doctest/doctest.h>

using kimai::soap::decode;
using kimai::soap::Fault;

namespace {

using namespace std::string_literals;

std::string decoded(const std::string& body, const std::string& content_type) {
    std::string converted;
    const auto result = decode(body, content_type, converted);
    if (const auto* fault = std::get_if<Fault>(&result)) return fault->text;
    return std::string(std::get<std::string_view>(result));
}

std::string declared(const std::string& encoding, const std::string& rest) {
    return "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>" + rest;
}

std::string wide(const std::string& ascii, bool big) {
    std::string text;
    for (const char c : ascii) {
        if (big) text += '\0';
        text += c;
        if (!big) text += '\0';
    }
    return text;
}

}  // namespace

TEST_CASE("A mark counts before the declaration, and that before the charset") {
    struct Case {
        std::string name;
        std::string content_type;
        std::string body;
        std::string expected;
    };
    const std::string utf_8 = "<a>ü</a>";
    const std::string latin_1 = "<a>\xFC</a>";
    const std::string no_utf_8 = "Invalid XML: the text is not UTF-8";
    const std::string unknown = "Invalid XML: this encoding is not read here, UTF-8 is";
    const Case cases[] = {
        {"nothing said", "", utf_8, utf_8},
        {"nothing said, but Latin-1", "", latin_1, no_utf_8},
        {"no charset", "text/xml", utf_8, utf_8},
        {"charset", "text/xml; charset=utf-8", utf_8, utf_8},
        {"charset in quotes", "text/xml; charset=\"UTF-8\"", utf_8, utf_8},
        {"charset without blank", "text/xml;charset=UTF-8", utf_8, utf_8},
        {"charset among others", "application/soap+xml; action=\"x\"; Charset = iso-8859-1 ;x=y", latin_1, utf_8},
        {"charset without value", "text/xml; charset", utf_8, utf_8},
        {"empty charset", "text/xml; charset=", utf_8, utf_8},
        {"charset Latin-1", "text/xml; charset=ISO-8859-1", latin_1, utf_8},
        {"charset Windows-1252", "text/xml; charset=windows-1252", "<a>\x80</a>", "<a>€</a>"},
        {"declared Latin-1", "text/xml", declared("ISO-8859-1", latin_1), declared("ISO-8859-1", utf_8)},
        {"declared in single quotes", "", "<?xml version='1.0' encoding = 'latin1'?>" + latin_1,
         "<?xml version='1.0' encoding = 'latin1'?>" + utf_8},
        {"declared UTF-8", "", declared("utf-8", utf_8), declared("utf-8", utf_8)},
        {"declared without quotes", "", "<?xml encoding=latin1?>" + utf_8, "<?xml encoding=latin1?>" + utf_8},
        {"declared elsewhere", "", "<a encoding='latin1'>ü</a>", "<a encoding='latin1'>ü</a>"},
        {"declaration before charset", "text/xml; charset=utf-8", declared("latin1", latin_1),
         declared("latin1", utf_8)},
        {"declared UTF-8 before charset", "text/xml; charset=latin1", declared("utf-8", utf_8),
         declared("utf-8", utf_8)},
        {"declaration without encoding", "text/xml; charset=latin1", "<?xml version='1.0'?>" + latin_1,
         "<?xml version='1.0'?>" + utf_8},
        {"mark before charset", "text/xml; charset=latin1", "\xEF\xBB\xBF" + utf_8, utf_8},
        {"mark before declaration", "", "\xEF\xBB\xBF" + declared("latin1", utf_8), declared("latin1", utf_8)},
        {"unknown charset", "text/xml; charset=koi8-r", utf_8, utf_8},
        {"unknown charset, not UTF-8", "text/xml; charset=koi8-r", latin_1, no_utf_8},
        {"unknown charset, declared", "text/xml; charset=none", declared("latin1", latin_1), declared("latin1", utf_8)},
        {"charset none", "text/xml; charset=none", utf_8, utf_8},
        {"charset unicode", "text/xml; charset=unicode", utf_8, utf_8},
        {"charset and more", "text/xml; charset=utf-8, text/xml", utf_8, utf_8},
        {"charset with half a quote", "text/xml; charset=\"utf-8", utf_8, utf_8},
        {"charset of a locale", "text/xml; charset=ANSI_X3.4-1968", utf_8, utf_8},
        {"charset UTF-16, is UTF-8", "text/xml; charset=utf-16", utf_8, utf_8},
        {"charset UTF-16LE, is UTF-8", "text/xml; charset=utf-16le", utf_8, utf_8},
        {"unknown declared, charset", "text/xml; charset=utf-8", declared("utf-7", "<a/>"), unknown},
        {"claims UTF-16LE, is UTF-8", "", declared("utf-16le", utf_8), declared("utf-16le", utf_8)},
        {"unknown declared", "", declared("utf-7", "<a/>"), unknown},
        {"claims UTF-16, is UTF-8", "", declared("utf-16", utf_8), declared("utf-16", utf_8)},
        {"overlong", "", "<a>\xC0\xAF</a>", no_utf_8},
        {"surrogate", "", "<a>\xED\xA0\x80</a>", no_utf_8},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(decoded(c.body, c.content_type) == c.expected);
    }
}

TEST_CASE("UTF-16 is read in either order of bytes") {
    struct Case {
        std::string name;
        std::string content_type;
        std::string body;
        std::string expected;
    };
    const std::string no_utf_16 = "Invalid XML: the text is not UTF-16";
    const Case cases[] = {
        {"little, mark", "", "\xFF\xFE" + wide("<a/>", false), "<a/>"},
        {"big, mark", "text/xml; charset=utf-16", "\xFE\xFF" + wide("<a/>", true), "<a/>"},
        {"mark against charset", "text/xml; charset=utf-8", "\xFF\xFE" + wide("<a/>", false), "<a/>"},
        {"little, no mark", "", wide("<a/>", false), "<a/>"},
        {"big, no mark", "text/xml", wide("<a/>", true), "<a/>"},
        {"big, charset", "text/xml; charset=UTF-16BE", wide(" <a/>", true), " <a/>"},
        {"little, charset", "text/xml; charset=UTF-16LE", wide(" <a/>", false), " <a/>"},
        {"any, charset", "text/xml; charset=UTF-16", wide("<a/>", false), "<a/>"},
        {"letters", "", "\xFF\xFE\xFC\x00\xAC\x20\x3D\xD8\x00\xDE"s, "ü€😀"},
        {"odd", "", "\xFF\xFE<\0/"s, no_utf_16},
        {"high surrogate alone", "", "\xFF\xFE\x3D\xD8"s, no_utf_16},
        {"high surrogate twice", "", "\xFF\xFE\x3D\xD8\x3D\xD8"s, no_utf_16},
        {"low surrogate alone", "", "\xFF\xFE\x00\xDE"s, no_utf_16},
        {"high surrogate, letter", "", "\xFF\xFE\x3D\xD8\x61\x00"s, no_utf_16},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(decoded(c.body, c.content_type) == c.expected);
    }
}
