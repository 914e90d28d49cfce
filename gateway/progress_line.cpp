// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/progress_line.hpp"

#include <algorithm>
#include <ostream>

namespace kimai::gateway {

void ProgressLine::step(std::string_view text) { draw(std::string(text) + " ..."); }

void ProgressLine::bar(std::uint64_t done, std::uint64_t total, std::string_view text) {
    constexpr auto between = std::chrono::milliseconds(100);
    constexpr std::size_t width = 30;
    const auto now = Clock::now();
    if (!terminal_ || now - shown_ < between) return;
    shown_ = now;
    const std::uint64_t percent = total == 0 ? 100 : std::min<std::uint64_t>(100, done * 100 / total);
    const auto filled = static_cast<std::size_t>(percent) * width / 100;
    std::string line = "[" + std::string(filled, '#') + std::string(width - filled, ' ') + "] ";
    draw(line.append(std::to_string(percent)).append(" %, ").append(text));
}

void ProgressLine::draw(std::string_view text) {
    if (!terminal_) return;
    out_ << "\r" << text << "\x1B[K" << std::flush;
    drawn_ = true;
}

void ProgressLine::end() {
    if (drawn_) out_ << "\r\x1B[K" << std::flush;
    drawn_ = false;
}

}  // namespace kimai::gateway
