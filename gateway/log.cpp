// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <mutex>
#include <ostream>

#include "gateway/log_output.hpp"

namespace kimai::gateway {

namespace {

constexpr std::size_t longest_value = 100;

constexpr std::array<bool, 256> plain_bytes = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x21; c < 0x7f; ++c) plain[c] = c != '\\';
    return plain;
}();

bool stands_for_itself(char c) { return plain_bytes[static_cast<unsigned char>(c)]; }

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
    explicit OutputSink(LogOutput& output) : output_(output) {}

  private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        line_.clear();
        formatter_->format(message, line_);
        output_.add({line_.data(), line_.size()});
    }
    void flush_() override { output_.flush(); }

    spdlog::memory_buf_t line_;
    LogOutput& output_;
};

spdlog::logger make_logger(LogLevel level, LogOutput& output) {
    spdlog::logger logger("kimai-gateway", std::make_shared<OutputSink>(output));
    logger.set_level(to_spdlog(level));
    logger.set_formatter(
        std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
    return logger;
}

/// A number with leading zeros.
void append_number(std::string& out, unsigned number, std::size_t width) {
    out.append(width, '0');
    for (std::size_t at = out.size(); width > 0; --width, number /= 10)
        out[--at] = static_cast<char>('0' + number % 10);
}

/// As the formatter above begins a line. It costs more than all the rest of a call's line.
void append_begin_of_line(std::string& out, std::chrono::system_clock::time_point now) {
    using namespace std::chrono;
    const auto midnight = floor<days>(now);
    const year_month_day day(midnight);
    const hh_mm_ss time(floor<milliseconds>(now - midnight));
    append_number(out, static_cast<unsigned>(static_cast<int>(day.year())), 4);
    append_number(out += '-', static_cast<unsigned>(day.month()), 2);
    append_number(out += '-', static_cast<unsigned>(day.day()), 2);
    append_number(out += 'T', static_cast<unsigned>(time.hours().count()), 2);
    append_number(out += ':', static_cast<unsigned>(time.minutes().count()), 2);
    append_number(out += ':', static_cast<unsigned>(time.seconds().count()), 2);
    append_number(out += '.', static_cast<unsigned>(time.subseconds().count()), 3);
    out += "Z info ";
}

void append_call(std::string& out, const CallLine& line) {
    out += "call";
    append_field(out, "id", line.request_id);
    append_field(out, "client", line.client);
    append_field(out, "protocol", line.protocol);
    append_field(out, "method", line.method);
    append_field(out, "outcome", line.outcome);
    out += " ms=";
    append_milliseconds(out, line.duration);
}

}  // namespace

std::string to_text(const CallLine& line) {
    std::string text;
    append_call(text, line);
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
    /// `calls_at_once`: calls' lines do not wait.
    Sink(LogLevel level, LogOutput::Write write, bool calls_at_once)
        : output(std::move(write)), logger(make_logger(level, output)), at_once(calls_at_once) {}

    LogOutput output;
    spdlog::logger logger;
    bool at_once;

    // Not logger.info() and its like: those bring in the formatting templates.
    void line(spdlog::level::level_enum level, std::string_view text) {
        if (!logger.should_log(level)) return;
        const std::string shown = escaped(text);
        logger.log(spdlog::source_loc{}, level, spdlog::string_view_t(shown.data(), shown.size()));
        logger.flush();
    }
};

Log::Log(LogLevel level)
    : sink_(std::make_unique<Sink>(
          level,
          [](std::string_view lines) {
              std::fwrite(lines.data(), 1, lines.size(), stderr);
              std::fflush(stderr);
          },
          false)) {}

Log::Log(LogLevel level, std::ostream& stream)
    : sink_(std::make_unique<Sink>(
          level, [&stream](std::string_view lines) { stream << lines << std::flush; }, true)) {}

Log::~Log() = default;

void Log::set_level(LogLevel level) { sink_->logger.set_level(to_spdlog(level)); }

void Log::call(const CallLine& line) {
    if (!sink_->logger.should_log(spdlog::level::info)) return;
    constexpr std::size_t usual = 200;
    std::string text;
    text.reserve(usual);
    append_begin_of_line(text, std::chrono::system_clock::now());
    append_call(text, line);
    text += '\n';
    sink_->output.add(text);
    if (sink_->at_once) sink_->output.flush();
}

void Log::debug(std::string_view text) { sink_->line(spdlog::level::debug, text); }
void Log::info(std::string_view text) { sink_->line(spdlog::level::info, text); }
void Log::warning(std::string_view text) { sink_->line(spdlog::level::warn, text); }
void Log::error(std::string_view text) { sink_->line(spdlog::level::err, text); }

}  // namespace kimai::gateway
