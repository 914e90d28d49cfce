// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/log.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <regex>
#include <sstream>

using namespace kimai::gateway;

TEST_CASE("a call's line") {
    CHECK(to_text({"5f3a-17.3", "127.0.0.1", "json-rpc", "getProjects", "ok", std::chrono::microseconds(1234)}) ==
          "call id=5f3a-17.3 client=127.0.0.1 protocol=json-rpc method=getProjects outcome=ok ms=1.234");
    CHECK(to_text({"1", "::1", "http", "", "400 bad", {}}) ==
          "call id=1 client=::1 protocol=http method=- outcome=400\\x20bad ms=0.000");
}

TEST_CASE("no client forges a field or a line") {
    CHECK(to_text({"1", "c", "p", "x outcome=ok\r\n2026 call \\x20\xc2\x85\x7f", "failed", {}}) ==
          "call id=1 client=c protocol=p method=x\\x20outcome=ok\\x0d\\x0a2026\\x20call\\x20\\x5cx20\\xc2\\x85\\x7f "
          "outcome=failed ms=0.000");
    const std::string longest(100, 'm');
    CHECK(to_text({"1", "c", "p", longest, "o", {}}).find("method=" + longest + " ") != std::string::npos);
    CHECK(to_text({"1", "c", "p", longest + "m", "o", {}}).find("method=" + longest + "... ") != std::string::npos);
}

TEST_CASE("one line an event, with time and level, none below the least level") {
    std::ostringstream stream;
    {
        Log log(LogLevel::info, stream);
        log.debug("not shown");
        log.info("hello {} %s\nforged");
        log.call({"1", "c", "p", "m", "ok", {}});
        log.warning("careful");
        log.error("broken \x1b[31m");
    }
    const std::regex form(
        "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z info hello \\{\\} %s\\\\x0aforged\n"
        "\\S+Z info call id=1 [^\n]*\n"
        "\\S+Z warning careful\n"
        "\\S+Z error broken \\\\x1b\\[31m\n");
    CAPTURE(stream.str());
    CHECK(std::regex_match(stream.str(), form));
}

TEST_CASE("calls do not show at level warning") {
    std::ostringstream stream;
    Log log(LogLevel::warning, stream);
    log.call({"1", "c", "p", "m", "ok", {}});
    CHECK(stream.str().empty());
}

TEST_CASE("the level can be changed at any time") {
    std::ostringstream stream;
    Log log(LogLevel::error, stream);
    log.warning("one");
    log.set_level(LogLevel::debug);
    log.debug("two");
    log.set_level(LogLevel::warning);
    log.info("three");
    log.warning("four");
    CHECK(std::regex_match(stream.str(), std::regex("\\S+ debug two\n\\S+ warning four\n")));
}

TEST_CASE("for the journal each line begins with its priority, and the time is left to it") {
    std::ostringstream stream;
    Log log(LogLevel::debug, stream, LogFormat::journal);
    log.debug("a");
    log.info("<0>b\n<0>c");
    log.call({"1", "c", "p", "m", "ok", {}});
    log.warning("d");
    log.error("e");
    CHECK(stream.str() ==
          "<7>a\n<6><0>b\\x0a<0>c\n<6>call id=1 client=c protocol=p method=m outcome=ok ms=0.000\n<4>d\n<3>e\n");
}

TEST_CASE("as JSON each line is an object with the same fields") {
    using namespace std::chrono;
    const LogTime time = sys_days(2026y / January / 31) + 12h + 5ms;
    CHECK(line_of(LogFormat::json, time, LogLevel::warning, "say \"hi\"\n") ==
          R"({"time":"2026-01-31T12:00:00.005Z","level":"warning","message":"say \"hi\"\u000a"})"
          "\n");
    CHECK(line_of(LogFormat::json, time, CallLine{"5f-1.2", "::1", "soap", "", "fault Client", 1234us}) ==
          R"({"time":"2026-01-31T12:00:00.005Z","level":"info","message":"call","id":"5f-1.2","client":"::1",)"
          R"("protocol":"soap","method":"","outcome":"fault Client","ms":1.234})"
          "\n");
    CHECK(line_of(LogFormat::text, time, LogLevel::warning, "x") == "2026-01-31T12:00:00.005Z warning x\n");
    const std::string longest(100, 'm');
    const auto with_method = [&](const std::string& method) {
        return line_of(LogFormat::json, time, CallLine{"1", "c", "p", method, "o", {}});
    };
    CHECK(with_method(longest).find("\"method\":\"" + longest + "\",") != std::string::npos);
    CHECK(with_method(longest + "m").find("\"method\":\"" + longest + "...\",") != std::string::npos);
}

TEST_CASE("JSON in the log is ASCII, whatever it says") {
    CHECK(json_text("") == R"("")");
    CHECK(json_text("a\\b\"c\x7f\x1b") == R"("a\\b\"c\u007f\u001b")");
    CHECK(json_text("\xc3\xa9\xe2\x82\xac\xf0\x9f\x95\x90") == R"("\u00e9\u20ac\ud83d\udd50")");
    CHECK(json_text("\xff"
                    "a\xc3") == R"("\ufffda\ufffd")");
    CHECK(json_text(std::string_view("\0", 1)) == R"("\u0000")");
}

TEST_CASE("stderr is the journal if it is what systemd said it is") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    struct ::stat status {};
    REQUIRE(::fstat(ends[1], &status) == 0);
    const std::string device = std::to_string(status.st_dev);
    CHECK(leads_to_journal(ends[1], device + ":" + std::to_string(status.st_ino)));
    CHECK_FALSE(leads_to_journal(ends[1], device + ":" + std::to_string(status.st_ino + 1)));
    CHECK_FALSE(leads_to_journal(ends[1], device));
    CHECK_FALSE(leads_to_journal(ends[1], ""));
    ::close(ends[0]);
    ::close(ends[1]);
    CHECK_FALSE(leads_to_journal(ends[1], device + ":" + std::to_string(status.st_ino)));
}
