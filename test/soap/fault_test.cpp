// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/fault.hpp"

#include <doctest/doctest.h>

using namespace kimai::soap;

namespace {

std::string written(Version version, const Fault& fault) {
    kimai::api::TextBuffer out;
    append_fault(out, version, fault);
    return out.text();
}

struct Case {
    FaultCode code;
    std::string name;
    std::string new_name;
};
const Case cases[] = {
    {FaultCode::client, "Client", "Sender"},
    {FaultCode::server, "Server", "Receiver"},
    {FaultCode::version_mismatch, "VersionMismatch", "VersionMismatch"},
    {FaultCode::must_understand, "MustUnderstand", "MustUnderstand"},
};

}  // namespace

TEST_CASE("Faults of SOAP 1.1 are written as PHP writes them") {
    for (const Case& c : cases) {
        CHECK(name_of(c.code) == c.name);
        CHECK(written(Version::soap_1_1, {c.code, "Procedure 'x' not present"}) ==
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              R"(<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>)"
              "<SOAP-ENV:Fault><faultcode>SOAP-ENV:" +
                  c.name +
                  "</faultcode><faultstring>Procedure 'x' not present</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body>"
                  "</SOAP-ENV:Envelope>\n");
    }
}

TEST_CASE("Faults of SOAP 1.2 say their language") {
    for (const Case& c : cases) {
        CHECK(written(Version::soap_1_2, {c.code, "Missing parameter"}) ==
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              R"(<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body><env:Fault>)"
              "<env:Code><env:Value>env:" +
                  c.new_name +
                  "</env:Value></env:Code><env:Reason><env:Text xml:lang=\"en\">Missing parameter</env:Text>"
                  "</env:Reason></env:Fault></env:Body></env:Envelope>\n");
    }
}

TEST_CASE("What a caller wrote cannot break out of a fault") {
    const std::string hostile = "</faultstring><x a=\"\x01\xFF";
    const std::string harmless = "&lt;/faultstring&gt;&lt;x a=\"\ufffd\ufffd<";
    CHECK(written(Version::soap_1_1, {FaultCode::client, hostile}).find(harmless) != std::string::npos);
    CHECK(written(Version::soap_1_2, {FaultCode::client, hostile}).find(harmless) != std::string::npos);
}
