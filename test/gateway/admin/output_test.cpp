// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/output.hpp"

#include <boost/json/array.hpp>
#include <doctest/doctest.h>

#include <sstream>
#include <stdexcept>

using namespace kimai::gateway::admin;

namespace {

struct Printed {
    std::string out;
    std::string notes;
};

template <class Work>
Printed printed(Form form, const Work& work) {
    std::ostringstream out;
    std::ostringstream notes;
    Output output(form, out, notes);
    work(output);
    CHECK(out.str().empty());
    output.print();
    return {out.str(), notes.str()};
}

const std::vector<Record> two{
    {{"number", 7},
     {"last_used", nullptr},
     {"groups", boost::json::array{Record{{"group", "A"}, {"role", "Chief"}}, "B"}}},
    {{"number", 123}, {"last_used", "t\xC3\xA4g"}, {"groups", boost::json::array{}}},
};

}  // namespace

TEST_CASE("A list is a table with its columns aligned, numbers to the right") {
    CHECK(printed(Form::readable, [](Output& output) { output.list(two); }).out ==
          "number  last used  groups\n"
          "     7             A (Chief), B\n"
          "   123  t\xC3\xA4g\n");
}

TEST_CASE("For scripts a list is one array") {
    CHECK(printed(Form::json, [](Output& output) { output.list(two); }).out ==
          R"([
{"number":7,"last_used":null,"groups":[{"group":"A","role":"Chief"},"B"]},
{"number":123,"last_used":"täg","groups":[]}
]
)");
    CHECK(printed(Form::json, [](Output& output) { output.list({}); }).out == "[]\n");
}

TEST_CASE("An empty list is a note to people, since an empty table says nothing") {
    const Printed empty = printed(Form::readable, [](Output& output) { output.list({}); });
    CHECK(empty.out.empty());
    CHECK(empty.notes == "There are none.\n");
}

TEST_CASE("A single thing has a line for each member") {
    const auto show = [](Output& output) { output.record({{"name", "anna"}, {"has_key", true}, {"mail", nullptr}}); };
    CHECK(printed(Form::readable, show).out == "name     anna\nhas key  yes\nmail\n");
    CHECK(printed(Form::json, show).out == "{\"name\":\"anna\",\"has_key\":true,\"mail\":null}\n");
}

TEST_CASE("What was done is a sentence for people and a record for scripts") {
    const auto one = [](Output& output) { output.done("Done.", Record{{"number", 1}}); };
    CHECK(printed(Form::readable, one).out == "Done.\n");
    CHECK(printed(Form::json, one).out == "{\"number\":1}\n");
    const auto several = [](Output& output) {
        output.done(std::vector<Deed>{{"Done.", {{"number", 1}}}, {"That, too.", {{"number", 2}}}});
    };
    CHECK(printed(Form::readable, several).out == "Done.\nThat, too.\n");
    CHECK(printed(Form::json, several).out == "[\n{\"number\":1},\n{\"number\":2}\n]\n");
}

TEST_CASE("A result that cannot be printed is an error") {
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    std::ostringstream notes;
    Output output(Form::readable, out, notes);
    output.done("Done.", Record{});
    CHECK_THROWS_AS(output.print(), std::runtime_error);
}

TEST_CASE("Names cannot steer a terminal") {
    CHECK(printable("a\x1B[31mb\x7F\n") == "a\\x1b[31mb\\x7f\\x0a");
    CHECK(printable("\xC2\x9B"
                    "31m") == "\\x9b31m");
    CHECK(printable("J\xC3\xBCrgen") == "J\xC3\xBCrgen");
    CHECK(printable("\xFF") == "\xEF\xBF\xBD");
}

TEST_CASE("Moments are UTC") {
    CHECK(time_value(1800000000) == "2027-01-15T08:00:00Z");
    CHECK(time_value(0) == "1970-01-01T00:00:00Z");
    CHECK(time_value(std::nullopt).is_null());
}
