// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/kept_requests.hpp"

#include <doctest/doctest.h>

#include <variant>

using namespace kimai;
using gateway::KeptRequests;

namespace {

std::string body_of(const std::string& method, const std::string& value) {
    return "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><m:" + method +
           " xmlns:m=\"urn:x\"><a>" + value + "</a></m:" + method + "></e:Body></e:Envelope>";
}

const api::BoundCall* call_of(const std::shared_ptr<const soap::Request>& request) {
    return std::get_if<api::BoundCall>(&request->content);
}

}  // namespace

TEST_CASE("the same bytes are read once, other bytes or another content type are read anew") {
    KeptRequests requests{soap::Limits{}};
    const std::string body = body_of("getUsers", "key");
    const auto first = requests.read(body, "text/xml");
    REQUIRE(call_of(first) != nullptr);
    CHECK(call_of(first)->method->name == "getUsers");
    CHECK(requests.read(body, "text/xml") == first);
    CHECK(requests.read(body, "text/xml; charset=utf-16") != first);
    const auto other = requests.read(body_of("getUsers", "other"), "text/xml");
    CHECK(call_of(other)->arguments["apiKey"] == api::Value("other"));
    CHECK(call_of(first)->arguments["apiKey"] == api::Value("key"));
}

TEST_CASE("only calls that read are remembered, and only short ones") {
    KeptRequests requests{soap::Limits{}};
    requests.read(body_of("authenticate", "name"), "text/xml");
    requests.read(body_of("startRecord", "key"), "text/xml");
    requests.read("no XML", "text/xml");
    requests.read(body_of("noMethod", ""), "text/xml");
    CHECK(requests.count() == 0);
    const std::size_t around = body_of("getUsers", "").size() + std::string("text/xml").size();
    requests.read(body_of("getUsers", std::string(KeptRequests::longest - around + 1, 'k')), "text/xml");
    CHECK(requests.count() == 0);
    requests.read(body_of("getUsers", std::string(KeptRequests::longest - around, 'k')), "text/xml");
    CHECK(requests.count() == 1);
}

TEST_CASE("their number is bounded") {
    KeptRequests requests{soap::Limits{}};
    for (std::size_t i = 0; i < KeptRequests::most; ++i) requests.read(body_of("getUsers", std::to_string(i)), "");
    CHECK(requests.count() == KeptRequests::most);
    requests.read(body_of("getUsers", "one more"), "");
    CHECK(requests.count() == 1);
}
