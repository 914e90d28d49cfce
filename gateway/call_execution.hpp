// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "api/api.hpp"
#include "gateway/database_health.hpp"
#include "gateway/kept_answers.hpp"
#include "gateway/metrics.hpp"
#include "gateway/wire_call.hpp"
#include "storage/store.hpp"
#include "storage/writer.hpp"

namespace kimai::gateway {

/// One request, of either wire, on its way through the API: runs its calls against the database of the thread it is on
/// and keeps what the log wants to know. Used by one thread at a time.
class CallExecution {
  public:
    struct Surroundings {
        const api::Api& api;
        storage::Writer& writer;
        DatabaseHealth& health;
        /// Where the time that reading takes is counted.
        storage::SharedTimeHistogram& read_times;
        const api::Client& client;
        /// Names the request in the log.
        std::string_view request_id;
        /// Takes what is too long of the answer.
        api::Overflow& overflow;
        /// Whether it is worth finding out how long the answer lasts.
        bool may_keep = false;
        /// What the only call was answered earlier, if it is known; else nullptr.
        const KeptAnswers::Answer* earlier = nullptr;
    };

    /// The call must outlive this.
    CallExecution(const Surroundings& surroundings, WireCall& call) : surroundings_(surroundings), call_(call) {}

    // All of these throw api::AnswerTooLong if the Overflow does: then it is as if nothing had run yet.

    /// Runs all calls on this store. For a request that only reads, or on the writer.
    void run(storage::Store& store);
    /// As run(), but throws when a call did, so that what it wrote is taken back.
    void run_or_throw(storage::Store& store);
    /// Runs each call where it belongs: reads on this store, writes on the writer, waiting for each. Not on the writer.
    void run_each_in_its_place(storage::Store& store);

    /// Told when the calls could not be run or written, for whatever reason. Within the handler of that exception.
    void failed(const std::exception& error);

    /// How long the answer of the only call lasts, if it was read with success and does.
    const std::optional<Lasting>& lasting() const { return lasting_; }

    Ending ending() const;
    /// For the log: "failed", or what fault it is answered with, or the text of the first failure, or "ok".
    std::string outcome() const;

  private:
    void run_call(storage::Store& store, const api::Method& method, const api::Arguments& arguments,
                  api::ResultWriter& result);
    api::EarlierAnswer earlier_answer(storage::Store& store) const;
    void report(const api::Method* method, const std::exception& error);

    const Surroundings surroundings_;
    WireCall& call_;
    api::Outcome first_failure_ = api::success;
    std::optional<Lasting> lasting_;
    std::exception_ptr thrown_;
};

}  // namespace kimai::gateway
