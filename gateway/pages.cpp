// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/pages.hpp"

#include "gateway/metrics_text.hpp"
#include "gateway/version.hpp"

namespace kimai::gateway {

namespace {

/// An address as a link, shown as it is. Takes only what endpoint_url_of() gives, with or without a query of ours: of
/// what HTML minds it holds & and ' at most, as " < > are percent-encoded there.
std::string link_to(std::string_view url) {
    std::string escaped;
    for (const char c : url) {
        if (c == '&') {
            escaped += "&amp;";
        } else if (c == '\'') {
            escaped += "&#39;";
        } else {
            escaped += c;
        }
    }
    return "<a href=\"" + escaped + "\">" + escaped + "</a>";
}

}  // namespace

Response plain_page(unsigned status, std::string text) {
    return {.status = status, .content_type = "text/plain; charset=utf-8", .headers = {}, .body = std::move(text)};
}

Response front_page() {
    return plain_page(200, "Kimai Gateway " + std::string(version) +
                               "\n\nServes the remote API of Kimai 1.\n\nJSON-RPC: POST to core/json.php (GET shows "
                               "its service map)\nSOAP: POST to core/soap.php (GET says where its descriptions are)\n");
}

namespace {

/// What watches a process asks every few seconds; no proxy may answer in our place.
Response status_page(unsigned status, std::string text) {
    Response response = plain_page(status, std::move(text));
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

}  // namespace

Response alive_page() { return status_page(200, "ok\n"); }

Response metrics_page(std::string text) {
    Response response = status_page(200, std::move(text));
    response.content_type = MetricsText::media_type;
    return response;
}

Response no_metrics_page() {
    return status_page(403,
                       "Metrics are shown to this machine only, or to the addresses of --metrics-access. What a proxy "
                       "forwards counts as its client's, if the proxy is one of --trusted-proxy.\n");
}

Response ready_page(Ready ready) {
    switch (ready) {
        case Ready::yes:
            return status_page(200, "ready\n");
        case Ready::not_readable:
            return status_page(503, "not ready: the database cannot be read; the log says more\n");
        case Ready::not_writable:
            break;
    }
    return status_page(503, "not ready: the database cannot be written; the log says more\n");
}

Response method_not_allowed(const std::string& allowed) {
    Response response = plain_page(405, "This address takes " + allowed + " only.\n");
    response.headers.push_back({"Allow", allowed});
    return response;
}

Response soap_page(std::string_view endpoint) {
    const std::string url(endpoint);
    const std::string row = "<tr><td>";
    const std::string body = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Kimai Gateway: SOAP</title></head>
<body>
<h1>Kimai Gateway: SOAP</h1>
<p>Programs post SOAP 1.1 and 1.2 to )" +
                             link_to(url) + R"(. Three descriptions (WSDL) tell them how:</p>
<table>
<tr><th>Description</th><th>For</th></tr>
)" + row + link_to(url + "?wsdl") +
                             R"(</td><td>programs that were written for Kimai 1. If unsure, begin here.</td></tr>
)" + row + link_to(url + "?wsdl=offline") +
                             R"(</td><td>the same, for Python's zeep and for KDSoap where they cannot reach the
internet.</td></tr>
)" + row + link_to(url + "?wsdl=document") +
                             R"(</td><td>new programs: it names the type of every value. The only one that .NET Core,
JAX-WS and CXF take.</td></tr>
</table>
<p>The same methods are there for JSON-RPC, at core/json.php.</p>
</body>
</html>
)";
    return {.status = 200,
            .content_type = "text/html; charset=utf-8",
            .headers = {{"Content-Security-Policy",
                         "default-src 'none'; base-uri 'none'; form-action 'none'; "
                         "frame-ancestors 'none'"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Referrer-Policy", "no-referrer"}},
            .body = body};
}

}  // namespace kimai::gateway
