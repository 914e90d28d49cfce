// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/application.hpp"

#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>

#include "api/api.hpp"
#include "api/logins.hpp"
#include "gateway/endpoint.hpp"
#include "gateway/explorer.hpp"
#include "gateway/file_limit.hpp"
#include "gateway/first_user.hpp"
#include "gateway/io_threads.hpp"
#include "gateway/listener.hpp"
#include "gateway/open_database.hpp"
#include "gateway/overflow_file.hpp"
#include "gateway/service.hpp"
#include "gateway/trusted_proxies.hpp"
#include "gateway/version.hpp"
#include "gateway/workers.hpp"

namespace kimai::gateway {

namespace {

std::int64_t seconds_since_1970() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::vector<Endpoint> endpoints_of(const ServeOptions& options) {
    std::vector<Endpoint> endpoints;
    for (const std::string& place : options.listen) endpoints.push_back(read_endpoint(place).value());
    return endpoints;
}

storage::OpenOptions open_options_of(const ServeOptions& options) {
    storage::OpenOptions result;
    result.synchronous = options.synchronous;
    result.busy_timeout = options.busy_timeout;
    return result;
}

/// Opens the database as far as it takes to see that it can be served, and gives what opens its secrets.
api::Vault make_ready(const ServeOptions& options, Log& log) {
    storage::OpenOptions opening = open_options_of(options);
    opening.create = true;
    OpenedDatabase database = open_database(options.database, opening);
    storage::Store store(std::move(database.connection));
    add_first_user_if_empty(store, log);
    api::password_salt(store, database.vault);
    return database.vault;
}

/// Ends the threads that do work for the I/O threads, while what that work refers to is still there.
struct Finish {
    Workers& workers;
    storage::Writer& writer;
    Finish(Workers& first, storage::Writer& then) : workers(first), writer(then) {}
    Finish(const Finish&) = delete;
    Finish& operator=(const Finish&) = delete;
    ~Finish() {
        workers.finish();  // They wait for the writer.
        writer.finish();
    }
};

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

/// On the first SIGTERM or SIGINT what runs may finish. A second one ends the process at once, as it does where nobody
/// handles it; waiting for it here would keep the threads running. The database survives that.
void stop_on_signal(boost::asio::signal_set& signals, Listener& listener, Log& log,
                    std::chrono::milliseconds deadline) {
    signals.async_wait([&signals, &listener, &log, deadline](const boost::system::error_code& error, int) {
        if (error) return;
        log.info("stopping");
        signals.clear();
        listener.stop(deadline);
    });
}

}  // namespace

void serve(const ServeOptions& options) {
    Log log(options.log_level);
    std::signal(SIGXFSZ, SIG_IGN);  // A limit on the size of files is an error like a full disk, and no reason to die.
    const TrustedProxies proxies(options.trusted_proxies);
    allow_open_files(options.http.connections, options.io_threads + options.worker_threads + 2);

    // The threads first, because whatever still runs at the end comes back to them: they go last.
    IoThreads threads(options.io_threads);

    // The database: one writer, and a reading connection for each thread that calls methods.
    const api::Vault vault = make_ready(options, log);
    const auto open_reader = [&options] {
        storage::OpenOptions reading = open_options_of(options);
        reading.read_only = true;
        return storage::Connection::open(options.database, reading);
    };
    DatabaseHealth health(log, std::filesystem::absolute(options.database).string());
    storage::Writer writer(storage::Connection::open(options.database, open_options_of(options)));

    // The API over it.
    const auto write_and_wait = [&writer](const std::function<void(storage::Store&)>& work) {
        writer.write_and_wait(work);
    };
    api::Logins logins(vault, options.login_rate, write_and_wait, writing_later(writer, health));
    const api::Api api({.now = seconds_since_1970,
                        .vault = vault,
                        .logins = logins,
                        .write_later = writing_later(writer, health),
                        .wrong_keys_per_minute = options.wrong_key_rate});
    Workers workers(options.worker_threads, open_reader);
    Readiness readiness(writer, health);
    const rpc::ServiceMap service_map;
    const wsdl::Descriptions descriptions;
    const Explorer explorer;

    // What answers requests, one for each thread, and what brings them.
    const ServiceParts parts{.api = api,
                             .writer = writer,
                             .workers = workers,
                             .service_map = service_map,
                             .descriptions = descriptions,
                             .log = log,
                             .health = health,
                             .readiness = readiness,
                             .batch_limit = options.batch_limit,
                             .soap_limits = options.soap,
                             .temporary_folder = temporary_folder(),
                             .kept_answers_limit = options.answer_memory / options.io_threads,
                             .explorer = options.no_explorer ? nullptr : &explorer};
    const Finish finish(workers, writer);
    std::vector<IoLane> lanes;
    for (std::size_t i = 0; i < threads.count(); ++i) {
        auto service = std::make_shared<Service>(parts, open_reader());
        lanes.push_back({threads.context(i), [service](const Request& request) { return service->respond(request); }});
    }
    Listener listener(endpoints_of(options), std::move(lanes), {options.http, proxies, log});

    boost::asio::signal_set signals(threads.context(0), SIGTERM, SIGINT);
    stop_on_signal(signals, listener, log, options.shutdown_deadline);
    for (const Endpoint& endpoint : listener.endpoints()) {
        log.info("Kimai Gateway " + std::string(version) + " listens on http://" + to_text(endpoint));
    }
    threads.run();
    log.info("stopped");
}

}  // namespace kimai::gateway
