// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

#include "gateway/exchange.hpp"

/// Answers for people, and those of HTTP itself.
namespace kimai::gateway {

inline constexpr std::string_view json_media_type = "application/json";

Response plain_page(unsigned status, std::string text);

/// What stands at "/".
Response front_page();

/// What stands at "/healthz": the process lives.
Response alive_page();

/// What stands at "/metrics", for those who may see it and for others.
Response metrics_page(std::string text);
Response no_metrics_page();

/// What stands at "/readyz". Not ready is 503, with a text that tells no details: anybody may read it.
enum class Ready { yes, not_readable, not_writable };
Response ready_page(Ready ready);

/// 405. `allowed` is the value of Allow: "GET, HEAD".
Response method_not_allowed(const std::string& allowed);

/// For a person who opens the SOAP endpoint in a browser: names the three descriptions and says which to use.
/// `endpoint` is its URL without a query. The page loads nothing and may run nothing.
Response soap_page(std::string_view endpoint);

}  // namespace kimai::gateway
