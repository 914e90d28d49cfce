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
#include "rpc/request.hpp"

/// What a JSON-RPC request is answered with. Free of HTTP: the caller sends a body with status 200 (recorded, errors
/// too), no body with 204.
namespace kimai::rpc {

struct Answer {
    /// Nothing if there is nothing to answer: notifications that went well.
    std::optional<std::string> body = std::nullopt;
    /// Where in the body what the Overflow took belongs, if it took anything.
    std::optional<std::size_t> overflowed_at = std::nullopt;
    /// In the body.
    api::TextPlaces places = {};
};

/// Runs the calls of a request, one after the other in their order, and writes the answer. Of a call that throws, what
/// it wrote is taken back; it is reported and answered with -32603 without details, while the rest of a batch goes on.
/// `overflow` is given what is too long of the answer; nullptr: all of it stays in the body. Throws only what `report`
/// throws, std::bad_alloc and api::AnswerTooLong.
Answer answer(const Request& request, const api::RunCall& run, const api::ReportError& report,
              api::Overflow* overflow = nullptr);

/// The result in the answer to a request of one call with an id, as JSON; empty in any other answer, and in one of
/// which an Overflow has a part.
std::string_view result_of(const Request& request, const Answer& answer);

/// The answer to a request of one call with an id, with a result that is known already. Nothing runs.
Answer answer_with(const Request& request, std::string_view result);

/// The answer when what the calls did was undone afterwards, as by a commit that failed: every call is answered with
/// -32603, faults stay what they were. Nothing runs.
Answer internal_error(const Request& request);

}  // namespace kimai::rpc
