// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/exchange.hpp"

namespace kimai::gateway {

/// What a path leads to.
enum class Route { front_page, json_rpc, soap, alive, ready, metrics, not_found };

/// Finds the route of a request's path (still percent-encoded). People type a base URL into their clients, so
/// "core/json.php" and "core/soap.php" may have any prefix and doubled slashes ("/kimai//core/json.php"), as on a web
/// server that has Kimai in some folder. Encoded letters are decoded; an encoded slash or zero byte and a '%' without
/// two digits lead nowhere, since they mean different things to different servers. Names are case-sensitive.
/// "/healthz", "/readyz" and "/metrics" are for those who watch the process, and stand there and nowhere else.
Route route_of(std::string_view path);

/// The value of the first parameter of that name, in any case, in a query ("a=b&c", still percent-encoded); empty for
/// one without a value, nothing if there is none. A value that is encoded badly counts as it stands.
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

/// The URL under which the client reached us, query included; for the service map's `target`.
/// Scheme from Request::https, then the Host header, or the local address where there is none or it is not a host,
/// then the target. Has no byte that a URL may not have (quotes, angle brackets, backslash, blanks, control characters
/// and everything outside ASCII are percent-encoded), so it can inject nothing wherever it is written.
std::string url_of(const Request& request);

/// The same without the query: the name of an endpoint.
std::string endpoint_url_of(const Request& request);

/// The answer that sends the client of a plain HTTP request to https at a port (308, which keeps method and body), to
/// the same host and target. Nothing for requests that came over https, and for those who watch the process.
std::optional<Response> https_redirect(const Request& request, std::uint16_t port);

}  // namespace kimai::gateway
