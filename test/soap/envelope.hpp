// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "soap/request.hpp"

namespace kimai::test {

/// An envelope of SOAP 1.1 with this in its body, and the usual prefixes.
inline std::string envelope(const std::string& body) {
    return "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" "
           "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:s=\"http://www.w3.org/2001/XMLSchema\" "
           "xmlns:c=\"http://schemas.xmlsoap.org/soap/encoding/\" xmlns:m=\"http://xml.apache.org/xml-soap\"><e:Body>" +
           body + "</e:Body></e:Envelope>";
}

inline soap::Request read(const std::string& document, const soap::Limits& limits = {}) {
    return soap::read_request(document, "text/xml; charset=utf-8", limits);
}

/// The call that the body of an envelope holds.
inline api::BoundCall call_of(soap::Request request) {
    if (const auto* fault = std::get_if<soap::Fault>(&request.content)) FAIL_CHECK(fault->text);
    REQUIRE(std::holds_alternative<api::BoundCall>(request.content));
    return std::get<api::BoundCall>(std::move(request.content));
}

inline soap::Fault fault_of(soap::Request request) {
    REQUIRE(std::holds_alternative<soap::Fault>(request.content));
    return std::get<soap::Fault>(std::move(request.content));
}

}  // namespace kimai::test
