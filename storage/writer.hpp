// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/counting.hpp"
#include "storage/database_files.hpp"
#include "storage/store.hpp"

namespace kimai::storage {

/// How many pieces of work share a transaction.
inline constexpr std::array<std::uint64_t, 9> group_bounds{1, 2, 4, 8, 16, 32, 64, 128, 256};

/// What the writer has done up to now.
struct WriterCounts {
    /// Nanoseconds from the begin of a transaction until it is on the disk, or until it is clear that it will not be.
    TimeHistogram times;
    Histogram<group_bounds> group_sizes;
    /// Transactions that came to nothing as a whole.
    Count failed;
};

/// The one place that writes while the server runs: a thread with the only writing connection. What waits is put into
/// one transaction, so that many writers share one wait for the disk; each piece of work is a savepoint in it, so that
/// one that throws leaves nothing behind and does not harm the others.
/// It writes only while the database's files are in their place (see DatabaseFiles). When they no longer are, it brings
/// what the write-ahead log holds into the database, which saves what was answered, and refuses all further work.
class Writer {
  public:
    /// Runs on the writer's thread. May throw; then nothing of it is written.
    using Work = std::function<void(Store&)>;
    /// Called on the writer's thread when the work is durable (no exception) or when nothing of it was written, with
    /// what it or the database threw. Must not throw or block.
    using Done = std::function<void(std::exception_ptr)>;

    explicit Writer(Connection connection);
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer();

    /// Queues work; any thread.
    void submit(Work work, Done done);
    /// Queues work and waits until it is durable. Throws what it threw. Not from the writer's own thread.
    void write_and_wait(const Work& work);

    /// Writes what is queued and ends the thread. Nothing may be submitted after it. What the work refers to may be
    /// taken apart then.
    void finish();

    /// How many pieces of work wait now; any thread.
    std::size_t waiting() const;

    /// Any thread.
    const WriterCounts& counts() const { return counts_; }

  private:
    struct Job {
        Work work;
        Done done;
        std::exception_ptr failure = nullptr;
    };

    void run();
    void run_group(std::vector<Job>& group);
    void run_in_transaction(std::vector<Job>& group);
    void require_files() const;
    void look_at_files();

    DatabaseFiles files_;  // Outlives the connection.
    Store store_;
    DatabaseFiles::State state_of_files_ = DatabaseFiles::State::in_place;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Job> queue_;
    bool stopping_ = false;
    WriterCounts counts_;
    std::thread thread_;
};

}  // namespace kimai::storage
