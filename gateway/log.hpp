// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string_view>

#include "gateway/log_lines.hpp"

/// The gateway's log: one line an event, on stderr, for a service manager to collect.
/// Keys and passwords cannot get there: a call's line has no place for arguments, and nobody hands bodies, queries or
/// headers to the log.
namespace kimai::gateway {

/// Safe to call from any thread. A stream that cannot be written to is passed over. The lines of calls are written some
/// time later, many at once (log_output.hpp); all others at once.
class Log {
  public:
    /// To stderr. If that is systemd's journal, `text` becomes `journal`.
    explicit Log(LogLevel level, LogFormat format = LogFormat::text);
    /// To a stream that outlives the log, every line at once; for tests.
    Log(LogLevel level, std::ostream& stream, LogFormat format = LogFormat::text);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    Log(Log&&) = delete;
    Log& operator=(Log&&) = delete;

    /// From now on lines below this level are left out.
    void set_level(LogLevel level);

    /// Level info.
    void call(const CallLine& line);

    /// Each text becomes one line, escaped.
    void debug(std::string_view text);
    void info(std::string_view text);
    void warning(std::string_view text);
    void error(std::string_view text);

    /// How many lines were lost since the start because they were not taken fast enough.
    std::uint64_t lost_lines() const;

  private:
    struct Sink;
    std::unique_ptr<Sink> sink_;
};

/// Whether a file descriptor leads to systemd's journal. `journal_stream`: what the environment has as JOURNAL_STREAM,
/// device and inode of what systemd gave the process, "8:4711" (systemd.exec(5)); else empty. (A process that was
/// given another stderr since has inherited the variable as well.)
bool leads_to_journal(int file, std::string_view journal_stream);

}  // namespace kimai::gateway
