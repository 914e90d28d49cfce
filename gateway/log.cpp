// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <cstdio>

namespace kimai::gateway {

namespace {

constexpr std::size_t longest_value = 100;

void append_escaped(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
}

/// One field's value, as one word.
std::string word(std::string_view value) {
    if (value.empty()) return "-";
    std::string out;
    for (const char c : value.substr(0, longest_value)) {
        if (c > 0x20 && c < 0x7f && c != '\\') {
            out += c;
        } else {
            append_escaped(out, c);
        }
    }
    if (value.size() > longest_value) out += "...";
    return out;
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

spdlog::logger make_logger(LogLevel level, spdlog::sink_ptr sink) {
    spdlog::logger logger("kimai-gateway", std::move(sink));
    logger.set_level(to_spdlog(level));
    logger.flush_on(spdlog::level::warn);
    logger.set_formatter(
        std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
    return logger;
}

}  // namespace

std::string to_text(const CallLine& line) {
    std::array<char, 32> duration{};
    const double milliseconds = std::chrono::duration<double, std::milli>(line.duration).count();
    const int size = std::snprintf(duration.data(), duration.size(), "%.3f", milliseconds);
    std::string text = "call id=" + word(line.request_id);
    text += " client=" + word(line.client);
    text += " protocol=" + word(line.protocol);
    text += " method=" + word(line.method);
    text += " outcome=" + word(line.outcome);
    text += " ms=";
    text.append(duration.data(), static_cast<std::size_t>(size));
    return text;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c >= 0x20 && c < 0x7f && c != '\\') {
            out += c;
        } else {
            append_escaped(out, c);
        }
    }
    return out;
}

struct Log::Sink {
    spdlog::logger logger;

    // Not logger.info() and its like: those bring in the formatting templates.
    void write(spdlog::level::level_enum level, std::string_view text) {
        logger.log(spdlog::source_loc{}, level, spdlog::string_view_t(text.data(), text.size()));
    }

    void line(spdlog::level::level_enum level, std::string_view text) {
        if (logger.should_log(level)) write(level, escaped(text));
    }
};

Log::Log(LogLevel level)
    : sink_(std::make_unique<Sink>(Sink{make_logger(level, std::make_shared<spdlog::sinks::stderr_sink_mt>())})) {}

Log::Log(LogLevel level, std::ostream& stream)
    : sink_(
          std::make_unique<Sink>(Sink{make_logger(level, std::make_shared<spdlog::sinks::ostream_sink_mt>(stream))})) {}

Log::~Log() = default;

void Log::call(const CallLine& line) {
    if (sink_->logger.should_log(spdlog::level::info)) sink_->write(spdlog::level::info, to_text(line));
}

void Log::debug(std::string_view text) { sink_->line(spdlog::level::debug, text); }
void Log::info(std::string_view text) { sink_->line(spdlog::level::info, text); }
void Log::warning(std::string_view text) { sink_->line(spdlog::level::warn, text); }
void Log::error(std::string_view text) { sink_->line(spdlog::level::err, text); }

}  // namespace kimai::gateway
