// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/backend.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "gateway/clock.hpp"
#include "gateway/first_user.hpp"
#include "gateway/networks.hpp"
#include "gateway/open_database.hpp"
#include "gateway/overflow_file.hpp"
#include "gateway/service_manager.hpp"

namespace kimai::gateway {

namespace {

storage::OpenOptions open_options_of(const ServeOptions& options) {
    storage::OpenOptions result;
    result.synchronous = options.synchronous;
    result.busy_timeout = options.busy_timeout;
    return result;
}

/// Where standard output would be kept, in a journal that many may read, a password goes to a file beside the database.
std::optional<std::filesystem::path> password_file_for(const std::string& database) {
    if (!service_manager::keeps_output()) return std::nullopt;
    return database + ".admin-password";
}

/// Opens the database as far as it takes to see that it can be served, and gives what opens its secrets.
api::Vault make_ready(const ServeOptions& options, Log& log) {
    storage::OpenOptions opening = open_options_of(options);
    opening.create = true;
    OpenedDatabase database = open_database(options.database, opening);
    storage::Store store(std::move(database.connection));
    add_first_user_if_empty(store, password_file_for(options.database), log);
    api::password_salt(store, database.vault);
    return database.vault;
}

/// Writes what nobody waits for (when a key was used, a login that failed); the log hears of it if it fails.
auto writing_later(storage::Writer& writer, DatabaseHealth& health) {
    return [&writer, &health](std::function<void(storage::Store&)> work) {
        writer.submit(std::move(work), [&health](const std::exception_ptr& failure) {
            if (!failure) return;
            try {
                std::rethrow_exception(failure);
            } catch (const std::exception& error) {
                health.failed("writing down a key's use or a failed login", error);
            }
        });
    };
}

}  // namespace

Backend::Backend(const ServeOptions& options, Log& log)
    : options_(options),
      vault_(make_ready(options, log)),
      health_(log, std::filesystem::absolute(options.database).string()),
      writer_(storage::Connection::open(options.database, open_options_of(options))),
      logins_(
          vault_, options.login_rate,
          [this](const std::function<void(storage::Store&)>& work) { writer_.write_and_wait(work); },
          writing_later(writer_, health_)),
      api_({.now = seconds_since_1970,
            .vault = vault_,
            .logins = logins_,
            .write_later = writing_later(writer_, health_),
            .wrong_keys_per_minute = options.wrong_key_rate}),
      workers_(options.worker_threads, [this] { return open_reader(); }),
      readiness_(writer_, health_),
      kept_answers_(options.answer_memory),
      metrics_({.writer = writer_,
                .workers = workers_,
                .logins = logins_,
                .api = api_,
                .health = health_,
                .kept_answers = kept_answers_,
                .log = log,
                .database = options.database,
                .connections_limit = options.http.connections}),
      parts_{.api = api_,
             .writer = writer_,
             .workers = workers_,
             .service_map = service_map_,
             .descriptions = descriptions_,
             .log = log,
             .health = health_,
             .readiness = readiness_,
             .metrics = metrics_,
             .metrics_access = Networks(options.metrics_access),
             .batch_limit = options.batch_limit,
             .soap_limits = options.soap,
             .temporary_folder = temporary_folder(),
             .kept_answers = kept_answers_,
             .cors = CorsPolicy(options.cors_origins),
             .explorer = options.no_explorer ? nullptr : &explorer_,
             .redirect_http = options.redirect_http} {}

Backend::~Backend() {
    workers_.finish();  // They wait for the writer.
    writer_.finish();
}

storage::Connection Backend::open_reader() const {
    storage::OpenOptions reading = open_options_of(options_);
    reading.read_only = true;
    return storage::Connection::open(options_.database, reading);
}

std::vector<IoLane> Backend::lanes(IoThreads& threads) {
    std::vector<IoLane> lanes;
    lanes.reserve(threads.count());
    for (std::size_t i = 0; i < threads.count(); ++i) {
        const auto counts = metrics_.add_thread();
        const auto service = std::make_shared<Service>(parts_, open_reader(), counts);
        lanes.push_back(
            {threads.context(i), [service](const Request& request) { return service->respond(request); }, counts});
    }
    return lanes;
}

}  // namespace kimai::gateway
