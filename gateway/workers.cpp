// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/workers.hpp"

#include <sys/resource.h>

#include <stdexcept>
#include <utility>

namespace kimai::gateway {

namespace {

/// Lets the I/O threads go first where cores are few: what workers do is slow on purpose. On Linux this is the calling
/// thread's own priority. That it may fail does not matter.
void give_way() {
    constexpr int lower = 10;
    ::setpriority(PRIO_PROCESS, 0, lower);
}

}  // namespace

Workers::Workers(std::size_t count, const std::function<storage::Connection()>& open) {
    for (std::size_t i = 0; i < count; ++i) stores_.push_back(std::make_unique<storage::Store>(open()));
    for (const auto& store : stores_) threads_.emplace_back([this, &store = *store] { run(store); });
}

Workers::~Workers() { finish(); }

void Workers::finish() {
    std::deque<Job> given_up;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        given_up.swap(queue_);
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    const auto stopped = std::make_exception_ptr(std::runtime_error("the gateway stops"));
    for (const Job& job : given_up) job.done(stopped);
}

void Workers::submit(Work work, Done done) {
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back({std::move(work), std::move(done)});
    }
    changed_.notify_one();
}

void Workers::run(storage::Store& store) {
    give_way();
    for (;;) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
            ++busy_;
        }
        std::exception_ptr failure;
        try {
            job.work(store);
        } catch (...) {
            failure = std::current_exception();
        }
        {
            const std::lock_guard lock(mutex_);
            --busy_;
        }
        job.done(failure);
    }
}

std::size_t Workers::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

std::size_t Workers::busy() const {
    const std::lock_guard lock(mutex_);
    return busy_;
}

}  // namespace kimai::gateway
