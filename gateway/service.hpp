// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>

#include "api/api.hpp"
#include "gateway/exchange.hpp"
#include "gateway/log.hpp"
#include "gateway/routes.hpp"
#include "gateway/workers.hpp"
#include "rpc/service_map.hpp"
#include "soap/limits.hpp"
#include "storage/store.hpp"
#include "storage/writer.hpp"
#include "wsdl/descriptions.hpp"

namespace kimai::gateway {

class CallExecution;

/// What the services of all I/O threads share. All of it outlives them and is safe on any thread.
struct ServiceParts {
    const api::Api& api;
    storage::Writer& writer;
    Workers& workers;
    const rpc::ServiceMap& service_map;
    const wsdl::Descriptions& descriptions;
    Log& log;
    /// Calls in one JSON-RPC batch at most.
    std::size_t batch_limit;
    /// What one SOAP request may cost.
    soap::Limits soap_limits;
};

/// Turns HTTP requests into calls, has each run where it belongs (api::Lane) and answers. One for each I/O thread, with
/// that thread's own reading connection.
class Service {
  public:
    Service(const ServiceParts& parts, storage::Connection connection) : parts_(parts), store_(std::move(connection)) {}

    /// Answers every request; throws only std::bad_alloc.
    boost::asio::awaitable<Response> respond(const Request& request);

  private:
    /// Answers a call on either wire.
    boost::asio::awaitable<Response> call_json_rpc(const Request& request);
    boost::asio::awaitable<Response> call_soap(const Request& request);
    /// Has the calls of a request run where the lane says; false if what they did was undone.
    boost::asio::awaitable<bool> execute(CallExecution& execution, api::Lane lane);

    /// Answers what is no call.
    Response page(Route route, const Request& request) const;
    Response json_rpc_page(const Request& request) const;
    Response soap_page(const Request& request) const;

    const ServiceParts& parts_;
    storage::Store store_;
};

}  // namespace kimai::gateway
