// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.hpp"
#include "api/overflow.hpp"
#include "api/text_places.hpp"
#include "gateway/exchange.hpp"
#include "gateway/kept_requests.hpp"
#include "gateway/request_counts.hpp"
#include "rpc/request.hpp"
#include "soap/request.hpp"

namespace kimai::gateway {

class Log;

/// A request of one of the wires, read, on its way to its answer. The service need not know which wire it is.
/// Used by one thread at a time.
class WireCall {
  public:
    WireCall() = default;
    WireCall(const WireCall&) = delete;
    WireCall& operator=(const WireCall&) = delete;
    WireCall(WireCall&&) = delete;
    WireCall& operator=(WireCall&&) = delete;
    virtual ~WireCall() = default;

    virtual Protocol protocol() const = 0;
    /// For the log: the methods that are called, from the method table; may be empty.
    virtual std::string methods() const = 0;
    /// For the metrics.
    virtual CountedMethod counted_method() const = 0;
    /// For the log: "fault -32601" if the request is answered with one because of what it is, else empty.
    virtual std::string fault() const = 0;

    /// Where it has to run.
    virtual api::Lane lane() const = 0;

    /// The call, if it is one call that gets an answer; else nullptr.
    virtual const api::BoundCall* only_call() const = 0;
    /// All that decides, besides call and result, how the answer to only_call() looks.
    virtual std::string form() const = 0;
    /// What of its answer is the same for any request of the same call and form; empty if it failed or is long.
    virtual std::string_view lasting_part() const = 0;
    /// In that.
    virtual api::TextPlaces lasting_places() const = 0;

    // One of these makes the answer; the last one counts.

    /// Has each call run, in order. What is too long of the answer goes to `overflow`. Throws only what `report`
    /// throws, std::bad_alloc and api::AnswerTooLong.
    virtual void answer(const api::RunCall& run, const api::ReportError& report, api::Overflow& overflow) = 0;
    /// With what lasting_part() was in the answer to another request of the same call and form.
    virtual void answer_with(std::string_view lasting_part) = 0;
    /// As what the calls did was undone.
    virtual void answer_internal_error() = 0;

    /// The answer; once. `overflow` is the file that answer() was given, if it was one.
    Response response(std::shared_ptr<const OverflowFile> overflow = nullptr);

  protected:
    /// The answer without what overflowed.
    virtual Response short_response() = 0;
    /// Where in the body what overflowed belongs, if the answer is one that did.
    virtual std::optional<std::size_t> overflowed_at() const = 0;
};

/// Reads the body of a POST, which must outlive what is returned, unless it was read before. Tells the log, at level
/// debug, what is wrong with it. `headers` are further ones of the answer.
std::unique_ptr<WireCall> read_json_rpc(const Request& http, std::size_t batch_limit,
                                        KeptRequests<rpc::Request>& requests, Log& log,
                                        std::vector<ResponseHeader> headers);
std::unique_ptr<WireCall> read_soap(const Request& http, const soap::Limits& limits,
                                    KeptRequests<soap::Request>& requests, Log& log);

}  // namespace kimai::gateway
