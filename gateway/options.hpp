// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gateway/http_limits.hpp"
#include "gateway/log.hpp"
#include "gateway/tls_context.hpp"
#include "soap/limits.hpp"
#include "storage/sqlite.hpp"

namespace CLI {
class App;
}

namespace kimai::gateway {

/// What `kimai-gateway serve` is told, in plain values.
struct ServeOptions {
    std::string database;                               // file
    std::vector<std::string> listen{"127.0.0.1:8080"};  // checked with read_endpoint()
    TlsFiles tls;                                       // no certificate: no TLS
    std::uint16_t redirect_http = 0;                    // port of https that plain HTTP is sent to, 0: it is answered
    std::chrono::milliseconds hsts{0};                  // how long browsers remember to come by https, 0: no word of it
    bool behind_proxy = false;                          // the operator knows that others have to do TLS
    std::vector<std::string> cors_origins{"*"};         // checked with CorsPolicy
    HttpLimits http;
    std::size_t io_threads = 1;
    std::size_t worker_threads = 1;            // for logins and batches; each may keep a processor busy
    std::size_t batch_limit = 100;             // members of a JSON-RPC batch
    soap::Limits soap;                         // what one SOAP request may cost
    std::size_t answer_memory = 16 * mib;      // for answers that are kept while nothing changes, 0: none are
    unsigned login_rate = 120;                 // logins per client address and minute, 0: any number
    unsigned wrong_key_rate = 600;             // wrong API keys per client address and minute, 0: any number
    std::vector<std::string> trusted_proxies;  // addresses and networks, checked with TrustedProxies
    std::vector<std::string> metrics_access{"127.0.0.0/8", "::1"};  // who may see /metrics; likewise; may be none
    storage::Synchronous synchronous = storage::Synchronous::full;
    bool no_explorer = false;                             // no web page at "/"
    std::chrono::milliseconds busy_timeout{5'000};        // for another process that holds the database
    std::chrono::milliseconds shutdown_deadline{10'000};  // for requests under way at SIGTERM
    LogLevel log_level = LogLevel::info;
    LogFormat log_format = LogFormat::text;

    /// What was said on the command line, in the environment and in the file: names without dashes, values as written.
    std::map<std::string, std::string> given;
};

/// Adds the options of `serve` to a command. After parsing, `options` has what the flags say, else the environment
/// (KIMAI_GATEWAY_ and the flag in capitals, KIMAI_GATEWAY_READ_DEADLINE), else the file of --config
/// ("read-deadline = 20s"), else the default. Lists are separated by commas in the environment.
/// Parsing throws CLI::ParseError with a sentence that names the option, for unknown keys of the file too.
/// `options` outlives `app`.
void add_serve_options(CLI::App& app, ServeOptions& options);

/// Reads the command line of `kimai-gateway serve` once more, with environment and file as they are now. Throws
/// CLI::ParseError.
ServeOptions read_serve_options(int argc, const char* const* argv);
/// The same for the arguments behind `serve`.
ServeOptions read_serve_options(const std::vector<std::string>& arguments);

/// Whether one of the places to listen at does. Where a service manager hands over sockets, those count in their place.
bool listens_with_tls(const ServeOptions& options);

/// Why the options mean nothing where no place speaks TLS, in one sentence; empty if they do.
std::string missing_tls_place(const ServeOptions& options);

/// The variables of the environment that mean an option.
std::vector<std::string> serve_variables();

}  // namespace kimai::gateway
