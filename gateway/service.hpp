// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "api/api.hpp"
#include "gateway/awaitable.hpp"
#include "gateway/cors.hpp"
#include "gateway/database_health.hpp"
#include "gateway/exchange.hpp"
#include "gateway/kept_answers.hpp"
#include "gateway/kept_requests.hpp"
#include "gateway/log.hpp"
#include "gateway/metrics.hpp"
#include "gateway/networks.hpp"
#include "gateway/readiness.hpp"
#include "gateway/respond.hpp"
#include "gateway/routes.hpp"
#include "gateway/wire_call.hpp"
#include "gateway/workers.hpp"
#include "rpc/service_map.hpp"
#include "soap/limits.hpp"
#include "storage/current_marks.hpp"
#include "storage/store.hpp"
#include "storage/writer.hpp"
#include "wsdl/descriptions.hpp"

namespace kimai::gateway {

class CallExecution;
class Explorer;

/// What the services of all I/O threads share. All of it outlives them and is safe on any thread.
struct ServiceParts {
    const api::Api& api;
    storage::Writer& writer;
    Workers& workers;
    const rpc::ServiceMap& service_map;
    const wsdl::Descriptions& descriptions;
    Log& log;
    DatabaseHealth& health;
    Readiness& readiness;
    const Metrics& metrics;
    /// Whose addresses may see the metrics.
    Networks metrics_access;
    /// Calls in one JSON-RPC batch at most.
    std::size_t batch_limit;
    /// What one SOAP request may cost.
    soap::Limits soap_limits;
    /// Where what is too long of an answer for memory is kept while it is sent.
    std::string temporary_folder;
    KeptAnswers& kept_answers;
    /// Which pages of other origins may call over JSON-RPC.
    CorsPolicy cors = {};
    /// The web page; nullptr: there is none.
    const Explorer* explorer = nullptr;
    /// The port of https that who comes by plain HTTP is sent to; 0: he is answered.
    std::uint16_t redirect_http = 0;
};

/// Turns HTTP requests into calls, has each run where it belongs (api::Lane) and answers. One for each I/O thread, with
/// that thread's own reading connection.
class Service {
  public:
    Service(const ServiceParts& parts, storage::Connection connection, std::shared_ptr<IoCounts> counts)
        : parts_(parts), store_(std::move(connection)), counts_(std::move(counts)), marks_(store_.connection) {}

    /// Answers every request; throws only std::bad_alloc. The request must outlive a coroutine that is returned.
    Answering respond(const Request& request);

  private:
    using Clock = std::chrono::steady_clock;

    /// Answers a call on either wire: reads at once, as far as may be with an answer that was kept, unless the answer
    /// turns out to be a long one.
    Answering respond_to_call(Route route, const Request& http);
    Awaitable<Response> respond_from_elsewhere(const Request& http, std::unique_ptr<WireCall> call,
                                               Clock::time_point began);
    /// Has the calls of a request run on this thread, or where the lane says; false if what they did was undone. The
    /// first one throws api::AnswerTooLong if the Overflow does.
    bool execute_here(CallExecution& execution);
    Awaitable<bool> execute_elsewhere(CallExecution& execution, api::Lane lane);

    /// The key under which the answer to a call is kept; empty if it can't be.
    std::string key_of(const WireCall& call) const;
    /// Whether an answer was kept and is right, and may be given to the client: one whose address has tried too many
    /// wrong API keys gets none.
    bool may_give(const KeptAnswers::AnswerPointer& kept, const std::string& client);
    bool is_right(const Lasting& lasting);

    /// Counts the call and writes its line into the log.
    void record(const Request& http, const WireCall& call, Ending ending, std::string_view outcome,
                Clock::time_point began) const;

    /// Answers who asks whether the database can be read and written.
    Awaitable<Response> ready(const Request& request);
    bool can_read();

    void record_page(const Request& request, const Response& response, Clock::time_point began) const;

    /// Answers what is no call.
    Response page(Route route, const Request& request) const;
    Response json_rpc_page(const Request& request) const;
    Response soap_page(const Request& request) const;
    Response metrics(const Request& request) const;

    const ServiceParts& parts_;
    storage::Store store_;
    std::shared_ptr<IoCounts> counts_;
    storage::CurrentMarks marks_;
    KeptRequests<rpc::Request> json_rpc_requests_;
    KeptRequests<soap::Request> soap_requests_;
};

}  // namespace kimai::gateway
