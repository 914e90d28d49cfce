// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/service.hpp"
#include "rpc/endpoint.hpp"

namespace kimai::gateway {

/// One JSON-RPC request on its way through the API: runs its calls against the database of the thread it is on and
/// keeps what the log wants to know. Used by one thread at a time.
class RpcExecution {
  public:
    RpcExecution(const ServiceParts& parts, const api::Client& client, std::string_view request_id,
                 const rpc::Request& request)
        : parts_(parts), client_(client), request_id_(request_id), request_(request) {}

    /// Runs all calls on this store. For a request that only reads, or on the writer.
    rpc::Answer run(storage::Store& store);
    /// As run(), but throws when a call did, so that what it wrote is taken back.
    rpc::Answer run_or_throw(storage::Store& store);
    /// Runs each call where it belongs: reads on this store, writes on the writer, waiting for each. Not on the writer.
    rpc::Answer run_each_in_its_place(storage::Store& store);

    /// The answer when the writer could not write, for whatever reason.
    rpc::Answer failed(const std::exception& error);

    /// "ok", "failed", "fault -32601", or the text of the first failure.
    std::string outcome() const;

  private:
    void run_call(storage::Store& store, const api::Method& method, const api::Arguments& arguments,
                  api::ResultWriter& result);
    void report(const api::Method* method, const std::exception& error);

    const ServiceParts& parts_;
    const api::Client& client_;
    std::string_view request_id_;
    const rpc::Request& request_;
    api::Outcome first_failure_ = api::success;
    std::exception_ptr thrown_;
};

}  // namespace kimai::gateway
