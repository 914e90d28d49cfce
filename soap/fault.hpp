// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/text_buffer.hpp"
#include "soap/version.hpp"

namespace kimai::soap {

/// Whose mistake it was, in SOAP 1.1's words (1.1 section 4.4.1); SOAP 1.2 calls the first two Sender and Receiver.
enum class FaultCode : std::uint8_t { client, server, version_mismatch, must_understand };

/// "Client", "Server", "VersionMismatch", "MustUnderstand"; for the log.
std::string_view name_of(FaultCode code);

/// A caller's mistake, or our own trouble, that is answered in place of a result.
struct Fault {
    FaultCode code = FaultCode::server;
    /// What was wrong, as clients see it.
    std::string text = {};
};

/// Appends a whole message that says a fault, in the form of its version of SOAP (1.1 section 4.4, 1.2 part 1 section
/// 5.4), in the bytes of PHP's SOAP server. Only SOAP 1.2's xml:lang is not PHP's: the specification demands it, and
/// clients of .NET take no fault without it.
void append_fault(api::TextBuffer& out, Version version, const Fault& fault);

}  // namespace kimai::soap
