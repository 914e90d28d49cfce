// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/log.hpp"

#include <doctest/doctest.h>

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
