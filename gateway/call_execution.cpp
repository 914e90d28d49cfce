// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call_execution.hpp"

#include <chrono>
#include <optional>

#include "storage/reading.hpp"

namespace kimai::gateway {

namespace {

/// A call that reads, and how long it does: as long as its snapshot keeps the write-ahead log from being tidied up.
class TimedReading {
  public:
    TimedReading(storage::Store& store, storage::SharedTimeHistogram& times) : times_(times), reading_(store) {}
    TimedReading(const TimedReading&) = delete;
    TimedReading& operator=(const TimedReading&) = delete;
    TimedReading(TimedReading&&) = delete;
    TimedReading& operator=(TimedReading&&) = delete;
    ~TimedReading() {
        times_.observe(static_cast<std::uint64_t>(std::chrono::nanoseconds(Clock::now() - began_).count()));
    }

  private:
    using Clock = std::chrono::steady_clock;

    storage::SharedTimeHistogram& times_;
    const Clock::time_point began_ = Clock::now();
    storage::Reading reading_;
};

}  // namespace

void CallExecution::run_call(storage::Store& store, const api::Method& method, const api::Arguments& arguments,
                             api::ResultWriter& result) {
    try {
        std::optional<TimedReading> reading;
        if (method.lane == api::Lane::read && !store.connection.in_transaction()) {
            reading.emplace(store, surroundings_.read_times);
        }
        api::Call call{.arguments = arguments, .client = surroundings_.client, .store = store, .result = result};
        std::optional<api::EarlierAnswer> earlier;
        if (reading && surroundings_.earlier != nullptr) call.earlier = &earlier.emplace(earlier_answer(store));
        const api::Outcome outcome = api::run(surroundings_.api, method, call);
        if (!first_failure_) first_failure_ = outcome;
        if (surroundings_.may_keep && reading && !outcome && call.lasting) {
            const bool has_marks = earlier && earlier->user == call.user;
            lasting_ = Lasting{call.user,
                               has_marks ? earlier->changes.marks : storage::change_marks(store.connection, call.user)};
        }
    } catch (const api::AnswerTooLong&) {
        throw;  // No failure.
    } catch (...) {
        thrown_ = std::current_exception();
        throw;
    }
}

/// In the transaction in which the call is run.
api::EarlierAnswer CallExecution::earlier_answer(storage::Store& store) const {
    const auto& [lasting, text, places] = *surroundings_.earlier;
    return {.user = lasting.user,
            .text = text,
            .items = places.items,
            .changes = storage::changes_since(store.connection, lasting.user, lasting.marks)};
}

void CallExecution::report(const api::Method* method, const std::exception& error) {
    std::string line = "request " + std::string(surroundings_.request_id);
    if (method != nullptr) line += " " + std::string(method->name);
    surroundings_.health.failed(line, error);
    thrown_ = std::current_exception();
}

void CallExecution::run(storage::Store& store) {
    call_.answer([&](const api::Method& method, const api::Arguments& arguments,
                     api::ResultWriter& result) { run_call(store, method, arguments, result); },
                 [this](const api::Method& method, const std::exception& error) { report(&method, error); },
                 surroundings_.overflow);
}

void CallExecution::run_or_throw(storage::Store& store) {
    run(store);
    if (thrown_) std::rethrow_exception(thrown_);
}

void CallExecution::run_each_in_its_place(storage::Store& store) {
    call_.answer(
        [&](const api::Method& method, const api::Arguments& arguments, api::ResultWriter& result) {
            if (method.lane != api::Lane::write) return run_call(store, method, arguments, result);
            surroundings_.writer.write_and_wait(
                [&](storage::Store& writing) { run_call(writing, method, arguments, result); });
        },
        [this](const api::Method& method, const std::exception& error) { report(&method, error); },
        surroundings_.overflow);
}

void CallExecution::failed(const std::exception& error) {
    if (thrown_) return;  // What a call threw is reported already.
    report(nullptr, error);
}

Ending CallExecution::ending() const {
    if (thrown_) return Ending::failed;
    if (!call_.fault().empty()) return Ending::fault;
    return first_failure_ ? Ending::failure : Ending::ok;
}

std::string CallExecution::outcome() const {
    switch (ending()) {
        case Ending::fault:
            return call_.fault();
        case Ending::failure:
            return std::string(api::text_of(*first_failure_));
        case Ending::ok:
        case Ending::failed:
        case Ending::refused:
            break;
    }
    return std::string(label_of(ending()));
}

}  // namespace kimai::gateway
