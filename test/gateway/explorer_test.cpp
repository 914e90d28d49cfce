// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/explorer.hpp"

#include "api/method_table.hpp"
#include "test/gateway/service_bench.hpp"

using namespace kimai;
using namespace kimai::test;

namespace {

std::string header(const Response& response, std::string_view name) {
    for (const ResponseHeader& field : response.headers) {
        if (field.name == name) return field.value;
    }
    return "none";
}

Response file(const std::string& path, const std::string& name = {}, const std::string& value = {}) {
    static const Explorer explorer;
    Request request = request_of("GET", path);
    if (!name.empty()) request.headers.push_back({name, value});
    return explorer.answer(request).value_or(Response{.status = 404});
}

/// What stands in the page between these words, every time.
std::vector<std::string> between(const std::string& text, const std::string& before, const std::string& behind) {
    std::vector<std::string> all;
    for (auto at = text.find(before); at != std::string::npos; at = text.find(before, at)) {
        at += before.size();
        all.push_back(text.substr(at, text.find(behind, at) - at));
    }
    return all;
}

}  // namespace

TEST_CASE("the page and what it loads") {
    const Response page = file("/");
    CHECK(page.status == 200);
    CHECK(page.content_type == "text/html; charset=utf-8");
    const auto loaded = between(page.body, "\"explorer/", "\"");
    CHECK(loaded.size() == 4);
    for (const std::string& name : loaded) {
        CAPTURE(name);
        CHECK(file("/explorer/" + name).status == 200);
    }
    for (const ExplorerFile& each : explorer_files()) {
        CAPTURE(each.path);
        for (const std::string& name : between(std::string(each.text), "from \"./", "\"")) {
            CAPTURE(name);
            CHECK(file("/explorer/" + name).content_type == "text/javascript; charset=utf-8");
        }
    }
}

TEST_CASE("nothing is loaded from elsewhere, and nothing runs that stands in the page") {
    for (const ExplorerFile& each : explorer_files()) {
        const Response answer = file(std::string(each.path));
        CAPTURE(each.path);
        const std::string policy = header(answer, "Content-Security-Policy");
        for (const std::string part : {"default-src 'none'", "script-src 'self'", "style-src 'self'",
                                       "connect-src 'self'", "form-action 'none'", "frame-ancestors 'none'"}) {
            CAPTURE(part);
            CHECK(contains(policy, part));
        }
        CHECK_FALSE(contains(policy, "unsafe"));
        CHECK(header(answer, "X-Content-Type-Options") == "nosniff");
        CHECK(header(answer, "Referrer-Policy") == "no-referrer");
        for (const std::string word : {"innerHTML", "insertAdjacent", "document.write", "eval(", "<style", " style="}) {
            CAPTURE(word);
            CHECK_FALSE(contains(answer.body, word));
        }
    }
    CHECK(between(file("/").body, "<script", "</script>") ==
          std::vector<std::string>{" type=\"module\" src=\"explorer/page.js\">"});
}

TEST_CASE("the methods are those of the table") {
    const Response answer = file("/explorer/methods.json");
    CHECK(answer.content_type == "application/json");
    for (const api::Method& method : api::methods()) {
        CAPTURE(method.name);
        CHECK(contains(answer.body, "{\"name\":\"" + std::string(method.name) + "\",\"documentation\":\""));
    }
    CHECK(contains(answer.body, R"({"name":"includeTasks","type":"truth","optional":true,"default":false})"));
    CHECK(contains(answer.body,
                   R"({"name":"projectId","type":"number or list of numbers","optional":true,"default":null})"));
    CHECK(contains(answer.body, R"({"name":"limit","type":"number","optional":true,"default":0})"));
    CHECK(contains(answer.body, R"({"name":"record","type":"record","optional":false,"record":{"name":)"));
    CHECK(contains(answer.body, R"("name":"startRecord")"));
    CHECK(contains(answer.body, R"("returns":"text"})"));
}

TEST_CASE("what a browser has is not sent again") {
    for (const std::string path : {"/", "/explorer/page.js", "/explorer/methods.json"}) {
        CAPTURE(path);
        const Response first = file(path);
        const std::string tag = header(first, "ETag");
        CHECK(header(first, "Cache-Control") == "no-cache");
        CHECK(tag.size() > 10);
        for (const auto& known : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
            CAPTURE(known);
            const Response again = file(path, "If-None-Match", known);
            CHECK(again.status == 304);
            CHECK(again.body.empty());
            CHECK(header(again, "ETag") == tag);
            CHECK(header(again, "Content-Encoding") == "none");
        }
        CHECK(file(path, "If-None-Match", "\"other\"").status == 200);
    }
    CHECK(header(file("/"), "ETag") != header(file("/explorer/page.js"), "ETag"));
}

TEST_CASE("packed for those who take it") {
    struct Case {
        std::string accepted;
        bool packed;
    };
    const Case cases[] = {{"gzip", true}, {"gzip, deflate, br", true}, {"br", false}, {"", false}, {"gzip;q=0", false}};
    for (const Case& c : cases) {
        CAPTURE(c.accepted);
        const Response answer = file("/explorer/style.css", "Accept-Encoding", c.accepted);
        CHECK(header(answer, "Content-Encoding") == (c.packed ? "gzip" : "none"));
        CHECK(answer.body.starts_with("\x1f\x8b") == c.packed);
        CHECK(header(answer, "Vary") == "Accept-Encoding");
    }
    CHECK(header(file("/", "Accept-Encoding", "gzip"), "ETag") != header(file("/"), "ETag"));
}

TEST_CASE("other paths are not the page's") {
    for (const std::string path :
         {"//", "/explorer", "/explorer/", "/explorer/page.html", "/explorer/none.js", "/x/explorer/page.js",
          "/explorer/../explorer/page.js", "/explorer/page%2ejs", "/core/json.php", ""}) {
        CAPTURE(path);
        CHECK(file(path).status == 404);
    }
}

TEST_CASE("the service with the page, and without") {
    ServiceBench with({}, 0, {}, true);
    ServiceBench without;
    for (const std::string method : {"GET", "HEAD"}) {
        CHECK(with.respond(request_of(method, "/")).content_type == "text/html; charset=utf-8");
        CHECK(with.respond(request_of(method, "/explorer/page.js")).status == 200);
        CHECK(without.respond(request_of(method, "/")).content_type == "text/plain; charset=utf-8");
        CHECK(without.respond(request_of(method, "/explorer/page.js")).status == 404);
    }
    CHECK(with.respond(request_of("POST", "/")).status == 405);
    // A base URL may be called like the page's folder.
    CHECK(with.respond(request_of("GET", "/explorer/core/json.php")).content_type == "application/json");
}
