// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/wire_call.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "gateway/log.hpp"

using namespace kimai;
using namespace kimai::gateway;

namespace {

Request soap_request(const std::string& content_type, const std::string& argument) {
    Request request;
    request.headers.push_back({"Content-Type", content_type});
    request.body = R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><getUsers><apiKey>)" +
                   argument + "</apiKey></getUsers></e:Body></e:Envelope>";
    return request;
}

}  // namespace

TEST_CASE("a SOAP body is read anew where its header says that it is something else") {
    std::ostringstream lines;
    Log log(LogLevel::debug, lines);
    KeptRequests<soap::Request> requests;
    const auto key_in = [&](const std::string& content_type) {
        const auto call = read_soap(soap_request(content_type, "k\xC3\xA9y"), soap::Limits{}, requests, log);
        return call->only_call() != nullptr ? *call->only_call()->arguments["apiKey"].if_text() : call->fault();
    };
    for (int again = 0; again < 2; ++again) {
        CHECK(key_in("text/xml") == "k\xC3\xA9y");
        CHECK(key_in("text/xml; charset=ISO-8859-1") == "k\xC3\x83\xC2\xA9y");
    }
}

TEST_CASE("the log does not quote a body that cannot be read") {
    std::ostringstream lines;
    Log log(LogLevel::debug, lines);
    KeptRequests<soap::Request> soap_requests;
    Request request = soap_request("text/xml", "");
    request.body.replace(request.body.find("getUsers"), 8, "secret12");
    request.body.replace(request.body.rfind("getUsers"), 8, "secret12");
    CHECK(read_soap(request, soap::Limits{}, soap_requests, log)->fault() == "fault Server");
    KeptRequests<rpc::Request> json_requests;
    request.body = R"({"password": secret12})";
    CHECK(read_json_rpc(request, 10, json_requests, log, {})->fault() == "fault -32700");
    CHECK(lines.str().find("request") != std::string::npos);
    CHECK(lines.str().find("secret12") == std::string::npos);
}
