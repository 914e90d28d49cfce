// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// How an event looks in the log. No client can forge a field or a line in any of the forms.
namespace kimai::gateway {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

enum class LogFormat : std::uint8_t {
    /// "2026-01-31T12:00:00.000Z info …".
    text,
    /// For systemd's journal, which has the time already: "<6>…", the level as sd-daemon(3) numbers it.
    journal,
    /// {"time":"2026-01-31T12:00:00.000Z","level":"info","message":"…"}, in ASCII. A call's message is "call"; the
    /// other fields of its line are members.
    json
};

/// One call as the log shows it, whatever wire it came by.
struct CallLine {
    std::string_view request_id;
    std::string_view client;    // address
    std::string_view protocol;  // "json-rpc", "http"
    std::string_view method;    // a method of the table, or of HTTP; empty when none was understood
    std::string_view outcome;   // "ok", "fault -32601", "failed"
    std::chrono::nanoseconds duration{};
};

using LogTime = std::chrono::system_clock::time_point;

/// A line with its end. The text is escaped().
std::string line_of(LogFormat format, LogTime time, LogLevel level, std::string_view text);
/// The same of a call, level info.
std::string line_of(LogFormat format, LogTime time, const CallLine& call);

/// "call id=… client=… protocol=… method=… outcome=… ms=0.412". Values are escaped so that each is one word (a blank
/// becomes \x20, an empty value -), and cut after 100 bytes.
std::string to_text(const CallLine& line);

/// The text with control characters, DEL, backslashes and bytes outside ASCII as \xNN.
std::string escaped(std::string_view text);

/// The text as JSON shows it, quotes included: all but printable ASCII as \uNNNN. What is no UTF-8 becomes \ufffd.
std::string json_text(std::string_view text);

}  // namespace kimai::gateway
