// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call_execution.hpp"

#include <optional>

#include "storage/reading.hpp"

namespace kimai::gateway {

void CallExecution::run_call(storage::Store& store, const api::Method& method, const api::Arguments& arguments,
                             api::ResultWriter& result) {
    try {
        std::optional<storage::Reading> reading;
        if (method.lane == api::Lane::read && !store.connection.in_transaction()) reading.emplace(store);
        api::Call call{.arguments = arguments, .client = surroundings_.client, .store = store, .result = result};
        std::optional<api::EarlierAnswer> earlier;
        if (reading && surroundings_.earlier != nullptr) call.earlier = &earlier.emplace(earlier_answer(store));
        const api::Outcome outcome = api::run(surroundings_.api, method, call);
        if (!first_failure_) first_failure_ = outcome;
        if (surroundings_.may_keep && reading && !outcome && call.lasting) {
            lasting_ = Lasting{call.user, storage::change_marks(store.connection, call.user)};
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

std::string CallExecution::outcome() const {
    if (thrown_) return "failed";
    if (std::string fault = call_.fault(); !fault.empty()) return fault;
    return first_failure_ ? std::string(api::text_of(*first_failure_)) : "ok";
}

}  // namespace kimai::gateway
