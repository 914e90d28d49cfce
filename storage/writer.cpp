// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/writer.hpp"

#include <sqlite3.h>

#include <chrono>
#include <future>
#include <utility>

#include "storage/writing.hpp"

namespace kimai::storage {

Writer::Writer(Connection connection) : files_(connection.file()), store_(std::move(connection)) {
    forget_what_changes(store_);
    thread_ = std::thread([this] { run(); });
}

Writer::~Writer() { finish(); }

void Writer::finish() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void Writer::submit(Work work, Done done) {
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back({std::move(work), std::move(done)});
    }
    changed_.notify_one();
}

void Writer::write_and_wait(const Work& work) {
    std::promise<void> written;
    submit(work, [&written](const std::exception_ptr& failure) {
        if (failure) {
            written.set_exception(failure);
        } else {
            written.set_value();
        }
    });
    written.get_future().get();
}

std::size_t Writer::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void Writer::run() {
    std::vector<Job> group;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            group.swap(queue_);
        }
        run_group(group);
        group.clear();
    }
}

void Writer::run_group(std::vector<Job>& group) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point began = Clock::now();
    try {
        run_in_transaction(group);
    } catch (...) {
        // Nothing of the group is in the database, whatever its parts came to.
        for (Job& job : group) job.failure = std::current_exception();
        counts_.failed.add();
    }
    counts_.times.observe(static_cast<std::uint64_t>(std::chrono::nanoseconds(Clock::now() - began).count()));
    counts_.group_sizes.observe(group.size());
    for (const Job& job : group) job.done(job.failure);
}

void Writer::run_in_transaction(std::vector<Job>& group) {
    if (state_of_files_ != DatabaseFiles::State::in_place) state_of_files_ = files_.look();
    require_files();
    Writing writing(store_);
    for (Job& job : group) {
        try {
            Savepoint savepoint(store_.connection);
            job.work(store_);
            savepoint.release();
        } catch (...) {
            // A full disk, for one, ends the whole transaction.
            if (!store_.connection.in_transaction()) throw;
            job.failure = std::current_exception();
            writing.part_taken_back();
        }
    }
    writing.commit();
    look_at_files();
}

void Writer::require_files() const {
    switch (state_of_files_) {
        case DatabaseFiles::State::in_place:
            return;
        case DatabaseFiles::State::replaced:
            throw DatabaseError(SQLITE_READONLY_DBMOVED, "the database's files are no longer in their place");
        case DatabaseFiles::State::cut:
            throw DatabaseError(SQLITE_CORRUPT, "the database's file was cut short");
    }
}

/// After a commit: what was written since the last look may be in a file that nobody will find.
void Writer::look_at_files() {
    state_of_files_ = files_.look();
    if (state_of_files_ == DatabaseFiles::State::replaced) {
        Rows rows = store_.connection.query("PRAGMA wal_checkpoint(FULL)");
        const bool saved = rows.next() && rows.integer(0) == 0;
        if (saved) return;
    }
    require_files();
}

}  // namespace kimai::storage
