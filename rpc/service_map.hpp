// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace kimai::rpc {

/// The service map (SMD 2.0) that answers GET: what methods there are and what they take, written from the method table
/// in the old server's very bytes. Made once; any thread may ask it then.
class ServiceMap {
  public:
    ServiceMap();

    /// The document for callers who reach this server at the target, a whole URL: scheme, Host header, request target
    /// with its query (recorded).
    std::string for_target(std::string_view target) const;

  private:
    /// The methods as one JSON object. It stands in the document twice: as `services`, and as `methods`, which is what
    /// old clients read.
    std::string methods_;
};

}  // namespace kimai::rpc
