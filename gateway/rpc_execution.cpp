// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/rpc_execution.hpp"

namespace kimai::gateway {

void RpcExecution::run_call(storage::Store& store, const api::Method& method, const api::Arguments& arguments,
                            api::ResultWriter& result) {
    try {
        std::optional<storage::Snapshot> snapshot;
        if (method.lane == api::Lane::read && !store.connection.in_transaction()) snapshot.emplace(store.connection);
        api::Call call{.arguments = arguments, .client = client_, .store = store, .result = result};
        const api::Outcome outcome = api::run(parts_.api, method, call);
        if (!first_failure_) first_failure_ = outcome;
    } catch (...) {
        thrown_ = std::current_exception();
        throw;
    }
}

void RpcExecution::report(const api::Method* method, const std::exception& error) {
    std::string line = "request " + std::string(request_id_);
    if (method != nullptr) line += " " + std::string(method->name);
    parts_.log.error(line + " failed: " + error.what());
    thrown_ = std::current_exception();
}

rpc::Answer RpcExecution::run(storage::Store& store) {
    return rpc::answer(
        request_,
        [&](const api::Method& method, const api::Arguments& arguments, api::ResultWriter& result) {
            run_call(store, method, arguments, result);
        },
        [this](const api::Method& method, const std::exception& error) { report(&method, error); });
}

rpc::Answer RpcExecution::run_or_throw(storage::Store& store) {
    rpc::Answer answer = run(store);
    if (thrown_) std::rethrow_exception(thrown_);
    return answer;
}

rpc::Answer RpcExecution::run_each_in_its_place(storage::Store& store) {
    return rpc::answer(
        request_,
        [&](const api::Method& method, const api::Arguments& arguments, api::ResultWriter& result) {
            if (method.lane != api::Lane::write) return run_call(store, method, arguments, result);
            parts_.writer.write_and_wait(
                [&](storage::Store& writing) { run_call(writing, method, arguments, result); });
        },
        [this](const api::Method& method, const std::exception& error) { report(&method, error); });
}

rpc::Answer RpcExecution::failed(const std::exception& error) {
    if (!thrown_) {  // What a call threw is reported already.
        report(nullptr, error);
    }
    return rpc::internal_error(request_);
}

std::string RpcExecution::outcome() const {
    if (thrown_) return "failed";
    for (const rpc::Entry& entry : request_.entries) {
        if (const auto* fault = std::get_if<rpc::Fault>(&entry.content))
            return "fault " + std::to_string(static_cast<int>(fault->code));
    }
    return first_failure_ ? std::string(api::text_of(*first_failure_)) : "ok";
}

}  // namespace kimai::gateway
