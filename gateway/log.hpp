// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

/// The gateway's log: one line an event, on stderr, for a service manager to collect.
/// Keys and passwords cannot get there: a call's line has no place for arguments, and nobody hands bodies, queries or
/// headers to the log.
namespace kimai::gateway {

enum class LogLevel { debug, info, warning, error };

/// One call as the log shows it, whatever wire it came by.
struct CallLine {
    std::string_view request_id;
    std::string_view client;    // address
    std::string_view protocol;  // "json-rpc", "http"
    std::string_view method;    // a method of the table, or of HTTP; empty when none was understood
    std::string_view outcome;   // "ok", "fault -32601", "failed"
    std::chrono::nanoseconds duration{};
};

/// "call id=… client=… protocol=… method=… outcome=… ms=0.412". Values are escaped so that each is one word (a blank
/// becomes \x20, an empty value -), and cut after 100 bytes: no client can forge a field or a line.
std::string to_text(const CallLine& line);

/// The text with control characters, DEL, backslashes and bytes outside ASCII as \xNN.
std::string escaped(std::string_view text);

/// Writes lines "2026-01-31T12:00:00.000Z info …", UTC. Safe to call from any thread. A stream that cannot be written
/// to is passed over. The lines of calls are written some time later, many at once (log_output.hpp); all others at
/// once.
class Log {
  public:
    explicit Log(LogLevel level);               // to stderr
    Log(LogLevel level, std::ostream& stream);  // to a stream that outlives the log, every line at once, for tests
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    Log(Log&&) = delete;
    Log& operator=(Log&&) = delete;

    void set_level(LogLevel level);

    /// Level info.
    void call(const CallLine& line);

    /// Each text becomes one line, escaped.
    void debug(std::string_view text);
    void info(std::string_view text);
    void warning(std::string_view text);
    void error(std::string_view text);

  private:
    struct Sink;
    std::unique_ptr<Sink> sink_;
};

}  // namespace kimai::gateway
