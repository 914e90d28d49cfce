// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/log.hpp"

#include <sys/stat.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ostream>
#include <string>

#include "gateway/log_output.hpp"

namespace kimai::gateway {

namespace {

void write_to_stderr(std::string_view lines) {
    std::fwrite(lines.data(), 1, lines.size(), stderr);
    std::fflush(stderr);
}

LogFormat format_for_stderr(LogFormat wanted) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
    const char* const stream = std::getenv("JOURNAL_STREAM");
    const bool to_journal = stream != nullptr && leads_to_journal(fileno(stderr), stream);
    return wanted == LogFormat::text && to_journal ? LogFormat::journal : wanted;
}

}  // namespace

struct Log::Sink {
    /// `calls_at_once`: calls' lines do not wait.
    Sink(LogLevel least_level, LogFormat line_format, LogOutput::Write write, bool calls_at_once)
        : level(least_level),
          format(line_format),
          at_once(calls_at_once),
          output(std::move(write), [line_format](std::uint64_t lines) {
              return line_of(line_format, std::chrono::system_clock::now(), LogLevel::warning,
                             std::to_string(lines) + " lines of the log are lost here");
          }) {}

    std::atomic<LogLevel> level;
    const LogFormat format;
    const bool at_once;
    LogOutput output;

    bool shows(LogLevel of_line) const { return of_line >= level.load(std::memory_order_relaxed); }

    void line(LogLevel of_line, std::string_view text) {
        if (!shows(of_line)) return;
        output.add(line_of(format, std::chrono::system_clock::now(), of_line, text));
        output.flush();
    }
};

Log::Log(LogLevel level, LogFormat format)
    : sink_(std::make_unique<Sink>(level, format_for_stderr(format), write_to_stderr, false)) {}

Log::Log(LogLevel level, std::ostream& stream, LogFormat format)
    : sink_(std::make_unique<Sink>(
          level, format, [&stream](std::string_view lines) { stream << lines << std::flush; }, true)) {}

Log::~Log() = default;

void Log::set_level(LogLevel level) { sink_->level.store(level, std::memory_order_relaxed); }

void Log::call(const CallLine& line) {
    if (!sink_->shows(LogLevel::info)) return;
    sink_->output.add(line_of(sink_->format, std::chrono::system_clock::now(), line));
    if (sink_->at_once) sink_->output.flush();
}

void Log::debug(std::string_view text) { sink_->line(LogLevel::debug, text); }
void Log::info(std::string_view text) { sink_->line(LogLevel::info, text); }
void Log::warning(std::string_view text) { sink_->line(LogLevel::warning, text); }
void Log::error(std::string_view text) { sink_->line(LogLevel::error, text); }

std::uint64_t Log::lost_lines() const { return sink_->output.lost(); }

bool leads_to_journal(int file, std::string_view journal_stream) {
    struct ::stat status {};
    if (::fstat(file, &status) != 0) return false;
    return journal_stream == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

}  // namespace kimai::gateway
