// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/log_output.hpp"

#include <utility>

namespace kimai::gateway {

LogOutput::LogOutput(Write write, std::function<std::string(std::uint64_t)> lost_line)
    : write_(std::move(write)), lost_line_(std::move(lost_line)), thread_([this] { run(); }) {}

LogOutput::~LogOutput() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
    flush();
}

void LogOutput::add(std::string_view line) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() + line.size() > limit) {
            ++lost_;
            all_lost_.add();
            return;
        }
        first = waiting_.empty();
        waiting_ += line;
    }
    if (first) changed_.notify_one();
}

void LogOutput::flush() {
    const std::lock_guard lock(writing_);
    const std::string lines = take();
    if (!lines.empty()) write_(lines);
}

std::string LogOutput::take() {
    const std::lock_guard lock(mutex_);
    std::string lines = std::exchange(waiting_, {});
    if (lost_ > 0) lines += lost_line_(std::exchange(lost_, 0));
    return lines;
}

void LogOutput::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        // What comes meanwhile goes with it.
        changed_.wait_for(lock, delay, [this] { return stopping_; });
        lock.unlock();
        flush();
        lock.lock();
    }
}

}  // namespace kimai::gateway
