// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/method_arguments.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "gateway/call/request_text.hpp"

using namespace kimai::gateway;

namespace {

/// The values as JSON, or what is wrong.
std::string read(const char* method, const std::vector<std::string>& words) {
    const auto read = read_arguments(*kimai::api::find_method(method), words, "KEY");
    if (const auto* problem = std::get_if<ArgumentProblem>(&read)) return problem->text;
    const auto& values = std::get<std::vector<kimai::api::Value>>(read);
    return json_text(kimai::api::Value(kimai::api::List(values.begin(), values.end())));
}

struct Row {
    const char* method;
    std::vector<std::string> words;
    const char* expected;
};

void check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.method);
        for (const std::string& word : row.words) CAPTURE(word);
        CHECK(read(row.method, row.words) == row.expected);
    }
}

}  // namespace

TEST_CASE("words become the arguments that the method table says") {
    check({
        {"getVersion", {}, "[]"},
        {"getUsers", {}, R"(["KEY"])"},
        {"authenticate", {"anna", "password=a=b"}, R"(["anna","a=b"])"},
        {"startRecord", {"3", "4"}, R"(["KEY",3,4])"},
        {"startRecord", {"activityId=4", "3"}, R"(["KEY",3,4])"},
        {"stopRecord", {}, R"(["KEY",null])"},
        {"getTimesheet", {"last monday", "0", "1"}, R"(["KEY","last monday",0,1,0,0])"},
        {"getTimesheet", {"limit=5"}, R"(["KEY",0,0,-1,0,5])"},
        {"getTimesheet", {"from=007"}, R"(["KEY",7,0,-1,0,0])"},
        {"getTimesheet", {"2026-01-31 8:00"}, R"(["KEY","2026-01-31 8:00",0,-1,0,0])"},
        {"getTimesheet", {"=="}, R"(["KEY","==",0,-1,0,0])"},
        {"getProjects", {"true"}, R"(["KEY",true])"},
        {"getProjects", {"includeTasks=0"}, R"(["KEY",false])"},
        {"getTasks", {"7"}, R"(["KEY",7])"},
        {"getTasks", {"1, 2"}, R"(["KEY",[1,2]])"},
        {"getTasks", {"[3]"}, R"(["KEY",[3]])"},
        {"getTasks", {"[]"}, R"(["KEY",[]])"},
        {"setTimesheetRecord", {"doUpdate=true"}, R"(["KEY",{},true])"},
        {"setTimesheetRecord",
         {"record.projectId=3", "record.rate=12.50", "record.start=1 May", "record.description=a=b"},
         R"(["KEY",{"projectId":3,"rate":"12.50","start":"1 May","description":"a=b"},null])"},
        {"setTimesheetRecord",
         {R"({"projectId":"3"})", "record.taskId=4", "false"},
         R"(["KEY",{"projectId":"3","taskId":4},false])"},
    });
}

TEST_CASE("what does not fit is refused with what would") {
    check({
        {"getVersion", {"1"}, "takes no more than nothing: what is 1?"},
        {"startRecord", {"1", "2", "3"}, "takes no more than projectId, activityId: what is 3?"},
        {"startRecord", {"abc"}, "cannot take that: projectId wants a whole number, not abc"},
        {"startRecord", {"1.5"}, "cannot take that: projectId wants a whole number, not 1.5"},
        {"startRecord", {""}, "cannot take that: projectId wants a whole number, not "},
        {"startRecord", {"-"}, "cannot take that: projectId wants a whole number, not -"},
        {"startRecord",
         {"1234567890123456789"},
         "cannot take that: projectId wants a whole number, not 1234567890123456789"},
        {"startRecord", {"123456789012345678"}, R"(["KEY",123456789012345678,null])"},
        {"startRecord", {"1", "projectId=2"}, "was given projectId twice"},
        {"startRecord", {"projectID=1"}, "has no parameter projectID; near: projectId"},
        {"getTimesheet", {"form=1 May"}, "has no parameter form; near: from"},
        {"getTimesheet", {"from.x=1"}, "has no parameter from.x; near: from"},
        {"getUsers", {"apiKey=KEY"}, "takes its key from --key-file or KIMAI_GATEWAY_KEY, not from here"},
        {"getProjects", {"maybe"}, "cannot take that: includeTasks wants true or false, not maybe"},
        {"getTasks", {"1,b"}, "cannot take that: projectId wants whole numbers with commas between them, not b"},
        {"updateActiveRecording",
         {"[1]"},
         "cannot take that: record wants a JSON object, {\"projectID\":...}, or its members one by one, "
         "record.MEMBER=VALUE"},
        {"updateActiveRecording",
         {R"({"discription":"x"})"},
         "cannot take that: record has no member discription; near: description"},
        {"updateActiveRecording",
         {"record.descr=x"},
         "cannot take that: record has no member descr; near: description"},
        {"updateActiveRecording",
         {"record.projectID=x"},
         "cannot take that: record.projectID wants a whole number, not x"},
        {"updateActiveRecording", {"record.start=1", "record.start=2"}, "was given record.start twice"},
        {"updateActiveRecording", {"record.start=1", "record={}"}, "was given record twice"},
    });
}
