// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/application.hpp"

#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <csignal>

#include "api/api.hpp"
#include "api/logins.hpp"
#include "gateway/endpoint.hpp"
#include "gateway/first_user.hpp"
#include "gateway/io_threads.hpp"
#include "gateway/listener.hpp"
#include "gateway/open_database.hpp"
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

std::optional<std::string> password_salt(storage::Store& store, const api::Vault& vault) {
    const auto sealed = store.settings.secret_setting(storage::password_salt_setting);
    if (!sealed) return std::nullopt;
    if (auto salt = vault.open_sealed(*sealed, api::purpose_of_salt)) return salt;
    throw std::runtime_error("the password salt in the database cannot be opened: the key file is another database's");
}

/// What is kept of the database when it has been made ready to be served.
struct Secrets {
    api::Vault vault;
    std::optional<std::string> password_salt;
};

Secrets make_ready(const ServeOptions& options, Log& log) {
    storage::OpenOptions opening = open_options_of(options);
    opening.create = true;
    OpenedDatabase database = open_database(options.database, opening);
    storage::Store store(std::move(database.connection));
    add_first_user_if_empty(store, log);
    return {database.vault, password_salt(store, database.vault)};
}

/// Writes when a key was used, which nobody waits for and the log hears of if it fails.
auto writing_later(storage::Writer& writer, Log& log) {
    return [&writer, &log](std::function<void(storage::Store&)> work) {
        writer.submit(std::move(work), [&log](const std::exception_ptr& failure) {
            if (!failure) return;
            try {
                std::rethrow_exception(failure);
            } catch (const std::exception& error) {
                log.error(std::string("the last use of an API key could not be written: ") + error.what());
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
    const TrustedProxies proxies(options.trusted_proxies);

    // The threads first, because whatever still runs at the end comes back to them: they go last.
    IoThreads threads(options.io_threads);

    // The database: one writer, and a reading connection for each thread that calls methods.
    const Secrets secrets = make_ready(options, log);
    const auto open_reader = [&options] {
        storage::OpenOptions reading = open_options_of(options);
        reading.read_only = true;
        return storage::Connection::open(options.database, reading);
    };
    storage::Writer writer(storage::Connection::open(options.database, open_options_of(options)));

    // The API over it.
    api::Logins logins(secrets.vault, secrets.password_salt, options.login_rate,
                       [&writer](const std::function<void(storage::Store&)>& work) { writer.write_and_wait(work); });
    const api::Api api({.now = seconds_since_1970,
                        .vault = secrets.vault,
                        .logins = logins,
                        .write_later = writing_later(writer, log)});
    Workers workers(options.worker_threads, open_reader);
    const rpc::ServiceMap service_map;

    // What answers requests, one for each thread, and what brings them.
    const ServiceParts parts{.api = api,
                             .writer = writer,
                             .workers = workers,
                             .service_map = service_map,
                             .log = log,
                             .batch_limit = options.batch_limit};
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
