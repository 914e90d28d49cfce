// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "gateway/request_counts.hpp"
#include "storage/counting.hpp"

namespace kimai::api {
class Api;
class Logins;
}  // namespace kimai::api

namespace kimai::storage {
class Writer;
}

namespace kimai::gateway {

class DatabaseHealth;
class KeptAnswers;
class Log;
class MetricsText;
class Workers;
struct ConnectionCounts;

/// What one I/O thread counts. Changed by that thread only, but for what is shared; read by any.
struct IoCounts {
    RequestCounts requests;
    /// Of HTTP, heads and bodies.
    storage::Count received_bytes;
    storage::Count sent_bytes;
    /// Calls that were answered with an answer that was kept, and those that would have been, had there been one.
    storage::Count kept_hits;
    storage::Count kept_misses;
    /// Nanoseconds for which calls that this thread read had a snapshot of the database open, there or on a worker.
    storage::SharedTimeHistogram read_times;
};

/// Puts together what `GET /metrics` shows: what the I/O threads count, and what other parts of the gateway know of
/// themselves. docs/monitoring.md says what each metric means.
class Metrics {
  public:
    /// Where all else is found. All of it outlives this.
    struct Parts {
        const storage::Writer& writer;
        const Workers& workers;
        const api::Logins& logins;
        const api::Api& api;
        const DatabaseHealth& health;
        const KeptAnswers& kept_answers;
        const Log& log;
        /// File of the database.
        std::string database;
        std::size_t connections_limit = 0;
    };

    explicit Metrics(Parts parts);

    /// The counts of one more I/O thread. Not once text() is called by other threads.
    std::shared_ptr<IoCounts> add_thread();
    /// Those of all connections.
    const std::shared_ptr<ConnectionCounts>& connections() const { return connections_; }

    /// All metrics as Prometheus reads them. Any thread. Takes the locks of the queues for a moment each.
    std::string text() const;

  private:
    void write_requests(MetricsText& out) const;
    void write_connections(MetricsText& out) const;
    void write_keys_and_logins(MetricsText& out) const;
    void write_kept_answers(MetricsText& out) const;
    void write_database(MetricsText& out) const;
    void write_queues(MetricsText& out) const;
    void write_process(MetricsText& out) const;
    std::uint64_t sum(storage::Count IoCounts::*count) const;

    Parts parts_;
    const std::chrono::system_clock::time_point started_ = std::chrono::system_clock::now();
    std::shared_ptr<ConnectionCounts> connections_;
    std::vector<std::shared_ptr<IoCounts>> threads_;
};

}  // namespace kimai::gateway
