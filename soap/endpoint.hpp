// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "api/call.hpp"
#include "api/overflow.hpp"
#include "api/text_places.hpp"
#include "soap/request.hpp"

/// What a SOAP request is answered with. Free of HTTP: the caller sends a body with status 200, a fault with 500
/// (SOAP 1.1 section 6.2; recorded for both versions).
namespace kimai::soap {

struct Answer {
    std::string body = {};
    /// Value of Content-Type.
    std::string_view media_type = {};
    bool is_fault = false;
    /// Where in the body what the Overflow took belongs, if it took anything.
    std::optional<std::size_t> overflowed_at = std::nullopt;
    /// In the body.
    api::TextPlaces places = {};
};

/// Runs the call of a request, if it has one, and writes the answer in the request's version and style. `endpoint` is
/// the URL that the description gives: answers in the rpc style are named after it. Of a call that throws, what it
/// wrote is taken back; it is reported and answered with a fault without details. `overflow` is given what is too long
/// of the answer; nullptr: all of it stays in the body. Throws only what `report` throws, std::bad_alloc and
/// api::AnswerTooLong.
Answer answer(const Request& request, std::string_view endpoint, const api::RunCall& run,
              const api::ReportError& report, api::Overflow* overflow = nullptr);

/// The answer to a request whose body is known already. Nothing runs.
Answer answer_with(const Request& request, std::string_view body);

/// The answer when what the call did was undone afterwards, as by a commit that failed: a call is answered with a fault
/// without details, a fault stays what it was. Nothing runs.
Answer internal_error(const Request& request);

}  // namespace kimai::soap
