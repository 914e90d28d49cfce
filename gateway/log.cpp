// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <cstdio>
#include <mutex>
#include <ostream>

#include "gateway/log_output.hpp"

namespace kimai::gateway {

namespace {

constexpr std::size_t longest_value = 100;

bool stands_for_itself(char c) { return c > 0x20 && c < 0x7f && c != '\\'; }

void append_escaped(std::string& out, char c) {
    if (stands_for_itself(c)) {
        out += c;
        return;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
}

/// " name=value", the value as one word.
void append_field(std::string& out, std::string_view name, std::string_view value) {
    out += ' ';
    out.append(name) += '=';
    if (value.empty()) out += '-';
    const std::string_view shown = value.substr(0, longest_value);
    if (std::ranges::all_of(shown, stands_for_itself)) {
        out += shown;
    } else {
        for (const char c : shown) append_escaped(out, c);
    }
    if (value.size() > longest_value) out += "...";
}

/// Milliseconds, with three digits behind the point.
void append_milliseconds(std::string& out, std::chrono::nanoseconds time) {
    const std::string microseconds = std::to_string(time.count() / 1000);
    constexpr std::size_t behind_point = 3;
    const std::size_t zeros = behind_point + 1 - std::min(microseconds.size(), behind_point + 1);
    out.append(zeros, '0').append(microseconds);
    out.insert(out.size() - behind_point, 1, '.');
}

spdlog::level::level_enum to_spdlog(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

/// Hands formatted lines to the output.
class OutputSink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    explicit OutputSink(LogOutput::Write write) : output_(std::move(write)) {}

  private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        line_.clear();
        formatter_->format(message, line_);
        output_.add({line_.data(), line_.size()});
    }
    void flush_() override { output_.flush(); }

    spdlog::memory_buf_t line_;
    LogOutput output_;
};

spdlog::logger make_logger(LogLevel level, LogOutput::Write write) {
    spdlog::logger logger("kimai-gateway", std::make_shared<OutputSink>(std::move(write)));
    logger.set_level(to_spdlog(level));
    logger.set_formatter(
        std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
    return logger;
}

}  // namespace

std::string to_text(const CallLine& line) {
    constexpr std::size_t usual = 160;
    std::string text;
    text.reserve(usual);
    text += "call";
    append_field(text, "id", line.request_id);
    append_field(text, "client", line.client);
    append_field(text, "protocol", line.protocol);
    append_field(text, "method", line.method);
    append_field(text, "outcome", line.outcome);
    text += " ms=";
    append_milliseconds(text, line.duration);
    return text;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ') {
            out += c;
        } else {
            append_escaped(out, c);
        }
    }
    return out;
}

struct Log::Sink {
    spdlog::logger logger;
    /// Calls' lines do not wait.
    bool at_once;

    // Not logger.info() and its like: those bring in the formatting templates.
    void write(spdlog::level::level_enum level, std::string_view text) {
        logger.log(spdlog::source_loc{}, level, spdlog::string_view_t(text.data(), text.size()));
    }

    void line(spdlog::level::level_enum level, std::string_view text) {
        if (!logger.should_log(level)) return;
        write(level, escaped(text));
        logger.flush();
    }
};

Log::Log(LogLevel level)
    : sink_(std::make_unique<Sink>(Sink{make_logger(level,
                                                    [](std::string_view lines) {
                                                        std::fwrite(lines.data(), 1, lines.size(), stderr);
                                                        std::fflush(stderr);
                                                    }),
                                        false})) {}

Log::Log(LogLevel level, std::ostream& stream)
    : sink_(std::make_unique<Sink>(
          Sink{make_logger(level, [&stream](std::string_view lines) { stream << lines << std::flush; }), true})) {}

Log::~Log() = default;

void Log::call(const CallLine& line) {
    if (!sink_->logger.should_log(spdlog::level::info)) return;
    sink_->write(spdlog::level::info, to_text(line));
    if (sink_->at_once) sink_->logger.flush();
}

void Log::debug(std::string_view text) { sink_->line(spdlog::level::debug, text); }
void Log::info(std::string_view text) { sink_->line(spdlog::level::info, text); }
void Log::warning(std::string_view text) { sink_->line(spdlog::level::warn, text); }
void Log::error(std::string_view text) { sink_->line(spdlog::level::err, text); }

}  // namespace kimai::gateway
