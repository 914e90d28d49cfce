// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "soap/limits.hpp"
#include "soap/request.hpp"

namespace kimai::gateway {

/// Reads SOAP requests, and remembers what short ones mean: a program that asks every few seconds sends the same bytes,
/// and to read them costs more than all else of a call whose answer is kept. What bytes mean never changes, so nothing
/// makes what is remembered wrong. Only calls that read are remembered, so no password is. For one thread.
class KeptRequests {
  public:
    static constexpr std::size_t longest = 4096;
    /// Beyond so many all are forgotten.
    static constexpr std::size_t most = 256;

    explicit KeptRequests(const soap::Limits& limits) : limits_(limits) {}

    /// As soap::read_request().
    std::shared_ptr<const soap::Request> read(std::string_view body, std::string_view content_type);

    /// How many are remembered.
    std::size_t count() const { return known_.size(); }

  private:
    soap::Limits limits_;
    /// By what was sent: content type and body, with a line end between, which the former has none of.
    std::unordered_map<std::string, std::shared_ptr<const soap::Request>> known_;
    std::string key_;
};

}  // namespace kimai::gateway
