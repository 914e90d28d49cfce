// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/store.hpp"

namespace kimai::gateway {

/// Threads for what would hold up the I/O threads: logins, whose hashing is slow on purpose, and batches. Each has a
/// reading connection of its own. What waits is bounded by the number of HTTP connections, each of which waits for one.
class Workers {
  public:
    using Work = std::function<void(storage::Store&)>;
    /// Called on the worker's thread, with what the work threw if it did. Must not throw or block.
    using Done = std::function<void(std::exception_ptr)>;

    /// Opens `count` connections with `open`; throws what that throws.
    Workers(std::size_t count, const std::function<storage::Connection()>& open);
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    ~Workers();

    /// Any thread.
    void submit(Work work, Done done);

    /// Lets what runs come to its end, tells what still waits that it will not be done, and ends the threads. After it
    /// nothing submitted is done any more. What the work refers to may be taken apart then.
    void finish();

    // Any thread.
    std::size_t count() const { return stores_.size(); }
    /// How many pieces of work wait now.
    std::size_t waiting() const;
    /// How many workers have something to do now.
    std::size_t busy() const;

  private:
    struct Job {
        Work work;
        Done done;
    };

    void run(storage::Store& store);

    std::vector<std::unique_ptr<storage::Store>> stores_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> queue_;
    std::size_t busy_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace kimai::gateway
