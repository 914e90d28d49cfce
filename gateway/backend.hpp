// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <vector>

#include "api/api.hpp"
#include "api/logins.hpp"
#include "gateway/database_health.hpp"
#include "gateway/explorer.hpp"
#include "gateway/io_threads.hpp"
#include "gateway/listener.hpp"
#include "gateway/log.hpp"
#include "gateway/metrics.hpp"
#include "gateway/options.hpp"
#include "gateway/readiness.hpp"
#include "gateway/service.hpp"
#include "gateway/workers.hpp"
#include "rpc/service_map.hpp"
#include "storage/writer.hpp"
#include "wsdl/descriptions.hpp"

namespace kimai::gateway {

/// All that answers requests: the database, the API over it, and what is the same for all threads. The members stand in
/// the order in which one needs the other. Made and destroyed on one thread; what it hands out is for the lanes' own.
class Backend {
  public:
    /// Opens the database, which is made and gets its first user if there is none. Both arguments outlive this, and so
    /// do the I/O threads of the lanes. Throws std::runtime_error and storage::DatabaseError with a sentence.
    Backend(const ServeOptions& options, Log& log);
    /// Ends the threads that do work for the I/O threads, while what that work refers to is still there.
    ~Backend();
    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;
    Backend(Backend&&) = delete;
    Backend& operator=(Backend&&) = delete;

    /// What answers on each of the threads, with a connection of its own.
    std::vector<IoLane> lanes(IoThreads& threads);

    storage::Writer& writer() { return writer_; }
    Metrics& metrics() { return metrics_; }

  private:
    storage::Connection open_reader() const;

    const ServeOptions& options_;

    // The database: one writer, and a reading connection for each thread that calls methods.
    const api::Vault vault_;
    DatabaseHealth health_;
    storage::Writer writer_;

    // The API over it.
    api::Logins logins_;
    const api::Api api_;
    Workers workers_;

    Readiness readiness_;
    KeptAnswers kept_answers_;
    Metrics metrics_;
    const rpc::ServiceMap service_map_;
    const wsdl::Descriptions descriptions_;
    const Explorer explorer_;

    const ServiceParts parts_;
};

}  // namespace kimai::gateway
