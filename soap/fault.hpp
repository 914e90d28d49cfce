// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>

namespace kimai::soap {

/// Whose mistake it was, in SOAP 1.1's words (1.1 section 4.4.1); SOAP 1.2 calls the first two Sender and Receiver.
enum class FaultCode : std::uint8_t { client, server, version_mismatch, must_understand };

/// A caller's mistake, or our own trouble, that is answered in place of a result.
struct Fault {
    FaultCode code = FaultCode::server;
    /// What was wrong, as clients see it.
    std::string text = {};
};

}  // namespace kimai::soap
