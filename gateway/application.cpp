// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/application.hpp"

#include <boost/asio/signal_set.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <vector>

#include "gateway/backend.hpp"
#include "gateway/endpoint.hpp"
#include "gateway/file_limit.hpp"
#include "gateway/io_threads.hpp"
#include "gateway/listener.hpp"
#include "gateway/reload.hpp"
#include "gateway/service_manager.hpp"
#include "gateway/tls_context.hpp"
#include "gateway/trusted_proxies.hpp"
#include "gateway/version.hpp"
#include "gateway/watchdog.hpp"

namespace kimai::gateway {

namespace {

std::vector<Endpoint> endpoints_of(const ServeOptions& options) {
    std::vector<Endpoint> endpoints;
    for (const std::string& place : options.listen) endpoints.push_back(read_endpoint(place).value());
    return endpoints;
}

/// None where nothing listens with TLS.
std::unique_ptr<TlsContext> make_tls(const ServeOptions& options, Log& log) {
    if (options.tls.certificate.empty()) return nullptr;
    auto tls = std::make_unique<TlsContext>(options.tls);
    report_certificate(options.tls, tls->certificate(), log);
    return tls;
}

/// What is said of TLS fits the places that are served, wherever they come from.
void check_places(const ServeOptions& options, const std::vector<InheritedSocket>& inherited) {
    const bool any =
        inherited.empty() ? listens_with_tls(options) : std::ranges::any_of(inherited, &InheritedSocket::tls);
    if (any && options.tls.certificate.empty()) {
        throw std::runtime_error("the service manager hands over a socket named https, which needs --tls-certificate");
    }
    const std::string missing = any ? std::string() : missing_tls_place(options);
    if (missing.empty()) return;
    throw std::runtime_error(missing + (inherited.empty() ? "" : ", which is a socket named https here"));
}

std::string hsts_of(const ServeOptions& options) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(options.hsts).count();
    return seconds == 0 ? std::string() : "max-age=" + std::to_string(seconds);
}

/// Keys and passwords must not go over a network unencrypted unless somebody has thought of it.
void warn_of_plain_places(const ServeOptions& options, const std::vector<Endpoint>& endpoints, Log& log) {
    std::string places;
    for (const Endpoint& endpoint : endpoints) {
        if (!endpoint.tls && !is_loopback(endpoint)) places += (places.empty() ? "" : ", ") + url_text(endpoint);
    }
    if (places.empty() || options.behind_proxy || options.redirect_http != 0) return;
    log.warning(
        "anybody on the network can read passwords and keys that go to " + places +
        ": listen on https://HOST:PORT with --tls-certificate, or say --behind-proxy if a proxy in front does TLS");
}

/// For as long as the service manager wants it, if it does.
std::unique_ptr<Watchdog> watchdog_over(IoThreads& threads, storage::Writer& writer, Log& log) {
    const auto time = service_manager::watchdog_time();
    if (!time) return nullptr;
    const auto ask_writer = [&writer](std::function<void()> done) {
        writer.submit([](storage::Store&) {}, [done = std::move(done)](const std::exception_ptr&) { done(); });
    };
    return std::make_unique<Watchdog>(threads, ask_writer, *time, service_manager::alive, log);
}

/// What the operator wants to know first.
std::string status_of(const std::vector<Endpoint>& endpoints) {
    std::string status;
    for (const Endpoint& endpoint : endpoints) status += (status.empty() ? "" : ", ") + url_text(endpoint);
    return "Serving on " + status;
}

void reload_on_signal(boost::asio::signal_set& hangups, Reload& reload, const std::string& status) {
    hangups.async_wait([&hangups, &reload, status](const boost::system::error_code& error, int) {
        if (error) return;
        service_manager::reloading();
        reload();
        service_manager::ready(status);
        reload_on_signal(hangups, reload, status);
    });
}

/// On the first SIGTERM or SIGINT what runs may finish. A second one ends the process at once, as it does where nobody
/// handles it; waiting for it here would keep the threads running. The database survives that.
void stop_on_signal(boost::asio::signal_set& signals, boost::asio::signal_set& hangups, Listener& listener,
                    Watchdog* watchdog, Log& log, std::chrono::milliseconds deadline) {
    signals.async_wait(
        [&signals, &hangups, &listener, watchdog, &log, deadline](const boost::system::error_code& error, int) {
            if (error) return;
            log.info("stopping");
            service_manager::stopping(deadline);
            signals.clear();
            hangups.cancel();  // and not clear(): one more is no reason to die
            if (watchdog != nullptr) watchdog->stop();
            listener.stop(deadline);
        });
}

}  // namespace

void serve(const ServeOptions& options, const ReadAgain& read_again) {
    Log log(options.log_level, options.log_format);
    const std::vector<InheritedSocket> inherited = service_manager::inherited_sockets();
    std::signal(SIGXFSZ, SIG_IGN);  // A limit on the size of files is an error like a full disk, and no reason to die.
    std::signal(SIGHUP, SIG_IGN);   // Until there is something to read anew; a start may take long.
    std::signal(SIGPIPE, SIG_IGN);  // Nor is a client that has left, to which OpenSSL writes.
    check_places(options, inherited);
    const std::unique_ptr<TlsContext> tls = make_tls(options, log);
    const TrustedProxies proxies(options.trusted_proxies);
    allow_open_files(options.http.connections, options.io_threads + options.worker_threads + 2);

    // The threads first, because whatever still runs at the end comes back to them: they go last.
    IoThreads threads(options.io_threads);
    Backend backend(options, log);
    const auto endpoints = inherited.empty() ? endpoints_of(options) : std::vector<Endpoint>();
    Listener listener(endpoints, backend.lanes(threads),
                      {options.http, proxies, log, tls.get(), hsts_of(options), backend.metrics().connections()},
                      inherited);
    const std::string status = status_of(listener.endpoints());

    const auto watchdog = watchdog_over(threads, backend.writer(), log);
    Reload reload(options, read_again, tls.get(), log);
    boost::asio::signal_set hangups(threads.context(0), SIGHUP);
    reload_on_signal(hangups, reload, status);
    boost::asio::signal_set signals(threads.context(0), SIGTERM, SIGINT);
    stop_on_signal(signals, hangups, listener, watchdog.get(), log, options.shutdown_deadline);
    warn_of_plain_places(options, listener.endpoints(), log);
    for (const Endpoint& endpoint : listener.endpoints()) {
        log.info("Kimai Gateway " + std::string(version) + " listens on " + url_text(endpoint));
    }
    service_manager::ready(status);
    threads.run();
    log.info("stopped");
}

}  // namespace kimai::gateway
