// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kimai::wsdl {

/// Where a tool finds the type Array of SOAP's encoding.
enum class EncodingTypes : std::uint8_t {
    /// Named as imported, but not where from: most tools know it, the others look on the internet.
    imported,
    /// In the description itself. A .NET proxy generated from that has `object` where it had `object[]`.
    enclosed,
};

/// The description that Kimai 1 gave: RPC/encoded, in its very bytes but for the sentences of documentation and the
/// types of SOAP's encoding. (Recorded; test/data/wsdl.xml.)
std::string rpc_description(std::string_view url, EncodingTypes types);

}  // namespace kimai::wsdl
