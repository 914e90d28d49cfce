// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <exception>
#include <functional>
#include <string>
#include <string_view>

#include "api/api.hpp"
#include "gateway/log.hpp"
#include "storage/store.hpp"
#include "storage/writer.hpp"

namespace kimai::gateway {

/// One request, of either wire, on its way through the API: runs its calls against the database of the thread it is on
/// and keeps what the log wants to know. Used by one thread at a time.
class CallExecution {
  public:
    /// How the wire answers this request: it has each call run, in order, and tells of what a call throws.
    using Wire = std::function<void(const api::RunCall&, const api::ReportError&)>;

    struct Surroundings {
        const api::Api& api;
        storage::Writer& writer;
        Log& log;
        const api::Client& client;
        /// Names the request in the log.
        std::string_view request_id;
    };

    CallExecution(const Surroundings& surroundings, Wire answer)
        : surroundings_(surroundings), answer_(std::move(answer)) {}

    /// Runs all calls on this store. For a request that only reads, or on the writer.
    void run(storage::Store& store);
    /// As run(), but throws when a call did, so that what it wrote is taken back.
    void run_or_throw(storage::Store& store);
    /// Runs each call where it belongs: reads on this store, writes on the writer, waiting for each. Not on the writer.
    void run_each_in_its_place(storage::Store& store);

    /// Told when the calls could not be run or written, for whatever reason. Within the handler of that exception.
    void failed(const std::exception& error);

    /// For the log: "failed", or `fault` if there is one, or the text of the first failure, or "ok".
    std::string outcome(std::string_view fault) const;

  private:
    void run_call(storage::Store& store, const api::Method& method, const api::Arguments& arguments,
                  api::ResultWriter& result);
    void report(const api::Method* method, const std::exception& error);

    const Surroundings surroundings_;
    const Wire answer_;
    api::Outcome first_failure_ = api::success;
    std::exception_ptr thrown_;
};

}  // namespace kimai::gateway
