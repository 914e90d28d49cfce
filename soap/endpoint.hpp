// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

#include "api/call.hpp"
#include "soap/request.hpp"

/// What a SOAP request is answered with. Free of HTTP: the caller sends a body with status 200, a fault with 500
/// (SOAP 1.1 section 6.2; recorded for both versions).
namespace kimai::soap {

struct Answer {
    std::string body = {};
    /// Value of Content-Type.
    std::string_view media_type = {};
    bool is_fault = false;
};

/// Runs the call of a request, if it has one, and writes the answer in the request's version and style. `endpoint` is
/// the URL that the description gives: answers in the rpc style are named after it. Of a call that throws, what it
/// wrote is taken back; it is reported and answered with a fault without details. Throws only what `report` throws and
/// std::bad_alloc.
Answer answer(const Request& request, std::string_view endpoint, const api::RunCall& run,
              const api::ReportError& report);

/// The answer to a request whose body is known already. Nothing runs.
Answer answer_with(const Request& request, std::string_view body);

/// The answer when what the call did was undone afterwards, as by a commit that failed: a call is answered with a fault
/// without details, a fault stays what it was. Nothing runs.
Answer internal_error(const Request& request);

}  // namespace kimai::soap
