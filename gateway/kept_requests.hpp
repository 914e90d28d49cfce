// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/call.hpp"

namespace kimai::gateway {

/// Remembers what short requests of one wire mean: a program that asks every few seconds sends the same bytes, and to
/// read them costs more than all else of a call whose answer is kept. What bytes mean never changes, so nothing makes
/// what is remembered wrong. Only calls that read, with plain arguments, are remembered; so no password is. For one
/// thread.
///
/// `Request` is what the wire reads, with a function `only_call(const Request&)`: the one call that it holds, if it is
/// such a one.
template <class Request>
class KeptRequests {
  public:
    static constexpr std::size_t longest = 4096;
    /// Beyond so many all are forgotten.
    static constexpr std::size_t most = 256;

    /// What was read from those bytes before, or what `read()` reads from them now. Throws what that throws.
    template <class Read>
    std::shared_ptr<const Request> of(std::string_view bytes, const Read& read) {
        if (bytes.size() > longest) return std::make_shared<const Request>(read());
        if (const auto known = known_.find(bytes); known != known_.end()) return known->second;
        auto request = std::make_shared<const Request>(read());
        const api::BoundCall* const call = only_call(*request);
        if (call != nullptr && call->method->lane == api::Lane::read && is_plain(*call)) {
            if (known_.size() == most) known_.clear();
            known_.emplace(bytes, request);
        }
        return request;
    }

    /// How many are remembered.
    std::size_t count() const { return known_.size(); }

  private:
    /// Lists may take a thousand times the memory of the bytes that mean them.
    static bool is_plain(const api::BoundCall& call) {
        return std::ranges::all_of(call.arguments.values(), [](const api::Value& value) {
            return value.if_list() == nullptr && value.if_record() == nullptr;
        });
    }

    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    std::unordered_map<std::string, std::shared_ptr<const Request>, Hash, std::equal_to<>> known_;
};

}  // namespace kimai::gateway
