// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/options.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "gateway/cors.hpp"
#include "gateway/endpoint.hpp"
#include "gateway/networks.hpp"
#include "gateway/options_file.hpp"
#include "gateway/options_values.hpp"

namespace kimai::gateway {

namespace {

using std::chrono::milliseconds;

bool has_tls(const std::string& place) { return read_endpoint(place).value().tls; }

/// The options that belong to TLS fit together.
void check_tls(const ServeOptions& options) {
    const auto with_tls = std::ranges::find_if(options.listen, has_tls);
    const bool has_certificate = !options.tls.certificate.empty();
    if (with_tls != options.listen.end() && !has_certificate)
        throw CLI::ValidationError("--listen", *with_tls + " needs --tls-certificate");
    if (!options.tls.key.empty() && !has_certificate)
        throw CLI::ValidationError("--tls-key", "needs --tls-certificate");
}

void check_networks(const std::string& name, const std::vector<std::string>& networks) {
    try {
        const Networks tried(networks);
    } catch (const std::invalid_argument& error) {
        throw CLI::ValidationError(name, error.what());
    }
}

void check(const ServeOptions& options) {
    if (options.database.empty()) throw CLI::RequiredError("--database");
    if (options.listen.empty()) throw CLI::RequiredError("--listen");
    for (const std::string& place : options.listen) {
        if (!read_endpoint(place)) {
            throw CLI::ValidationError("--listen", place + " is not of the form HOST:PORT or [IPV6]:PORT");
        }
    }
    check_tls(options);
    try {
        const CorsPolicy tried(options.cors_origins);
    } catch (const std::invalid_argument& error) {
        throw CLI::ValidationError("--cors-origin", error.what());
    }
    check_networks("--trusted-proxy", options.trusted_proxies);
    check_networks("--metrics-access", options.metrics_access);
}

void add_places(CLI::App& app, ServeOptions& options) {
    add_text(app, "--database", options.database, "FILE",
             "The database, such as /var/lib/kimai-gateway/kimai.db; made when there is none");
    add_texts(app, "--listen", options.listen, "[https://]HOST:PORT",
              "Where to listen, with TLS if it begins with https://; IPv6 as [::1]:8080");
    add_texts(app, "--trusted-proxy", options.trusted_proxies, "ADDRESS[/BITS]",
              "Whose X-Forwarded-For and X-Forwarded-Proto are believed; nobody's if none is given");
    add_switch(app, "--behind-proxy", options.behind_proxy,
               "A proxy in front does TLS: no warning about plain HTTP on a public address");
    add_texts(app, "--cors-origin", options.cors_origins, "ORIGIN",
              "Whose pages may call over JSON-RPC from a browser: *, none, or origins such as "
              "https://intranet.example.com");
    add_texts(app, "--metrics-access", options.metrics_access, "ADDRESS[/BITS]", "Who may see /metrics; none: nobody");
    add_switch(app, "--no-explorer", options.no_explorer, "Serve no web page at /");
    head(app, "Places");
}

void add_tls_options(CLI::App& app, ServeOptions& options) {
    using namespace std::chrono_literals;
    add_text(app, "--tls-certificate", options.tls.certificate, "FILE",
             "The certificate and its chain, PEM; read again on SIGHUP");
    add_text(app, "--tls-key", options.tls.key, "FILE",
             "The certificate's key, PEM, not encrypted; read again on SIGHUP. Without it, the key is in the "
             "certificate's file");
    add_choice<TlsVersion>(app, "--tls-minimum", options.tls.minimum,
                           {{"1.2", TlsVersion::tls_1_2}, {"1.3", TlsVersion::tls_1_3}},
                           "Oldest version of TLS that is spoken: 1.2 or 1.3");
    add_number(app, "--redirect-http", options.redirect_http, {0, 65'535},
               "Send who comes by plain HTTP to https at this port (308); 0: answer him. /healthz and /readyz are "
               "answered in any case");
    add_duration(app, "--hsts", options.hsts, {0ms, 2 * 8760h},
                 "Have browsers remember for so long to come by https only (Strict-Transport-Security), 0s: not");
    head(app, "TLS");
}

void add_http_options(CLI::App& app, HttpLimits& http) {
    using namespace std::chrono_literals;
    const Range<milliseconds> times{10ms, 1h};
    add_size(app, "--header-limit", http.header, {kib, mib}, "Longest request header; more is answered with 431");
    add_size(app, "--body-limit", http.body, {kib, gib}, "Longest request body; 413");
    add_size(app, "--target-limit", http.target, {64, mib}, "Longest path and query; 414");
    add_duration(app, "--idle-deadline", http.idle, times, "A connection without a request is closed after");
    add_duration(app, "--read-deadline", http.read, times, "A request that has not arrived is refused (408) after");
    add_duration(app, "--write-deadline", http.write, times,
                 "A client that takes nothing of its answer is given up after");
    add_number(app, "--connections", http.connections, {1, 1'000'000}, "Connections at once; one more gets 503");
    head(app, "Requests and connections");
}

/// The least values are what real clients send, the most what still costs milliseconds.
void add_soap_options(CLI::App& app, soap::Limits& limits) {
    add_number(app, "--soap-depth-limit", limits.depth, {16, 1'000},
               "Elements within one another, and references to references; what goes beyond this and the next ones is "
               "answered with a fault");
    add_number(app, "--soap-element-limit", limits.elements, {100, 1'000'000},
               "Elements of a request, and values that its references make");
    add_number(app, "--soap-attribute-limit", limits.attributes, {16, 1'000}, "Attributes of an element");
    add_number(app, "--soap-attribute-name-limit", limits.attribute_names, {64, 2'000},
               "Different names of attributes and namespace prefixes in a request");
    add_number(app, "--soap-namespace-limit", limits.declarations, {32, 1'000}, "Namespaces declared at one place");
    add_size(app, "--soap-name-limit", limits.name, {64, 1'000},
             "Longest name of an element or attribute, id or reference");
    add_size(app, "--soap-text-limit", limits.text, {kib, gib}, "Longest text or value of an attribute");
    add_size(app, "--soap-reference-limit", limits.repeated_text, {kib, gib}, "Text that references repeat");
    head(app, "SOAP");
}

void add_call_limits(CLI::App& app, ServeOptions& options) {
    add_number(app, "--batch-limit", options.batch_limit, {1, 100'000}, "Calls in one JSON-RPC batch");
    add_number(app, "--login-rate", options.login_rate, {0, 1'000'000},
               "Logins for each client address and minute, 0 for any number");
    add_number(app, "--wrong-key-rate", options.wrong_key_rate, {0, 1'000'000},
               "Wrong API keys for each client address and minute, 0 for any number; from an address beyond that no "
               "key is looked at, right or not");
    head(app, "Calls");
}

void add_resources(CLI::App& app, ServeOptions& options) {
    using namespace std::chrono_literals;
    add_number(app, "--io-threads", options.io_threads, {1, 256}, "Threads that serve connections");
    add_number(app, "--worker-threads", options.worker_threads, {1, 64},
               "Threads for logins (some tens a second each), batches and long answers; at most one fewer than there "
               "are processors, or sign-ins slow other calls");
    add_size(app, "--answer-memory", options.answer_memory, {0, 4096 * mib},
             "Memory for answers that are kept until something changes, 0 to keep none");
    add_choice<storage::Synchronous>(app, "--synchronous", options.synchronous,
                                     {{"full", storage::Synchronous::full}, {"normal", storage::Synchronous::normal}},
                                     "full: an answered write survives a power cut; normal: faster, the last ones may "
                                     "not");
    add_duration(app, "--busy-timeout", options.busy_timeout, {0ms, 1h},
                 "Wait for another process's lock on the database at most");
    add_duration(app, "--shutdown-deadline", options.shutdown_deadline, {0ms, 1h},
                 "Let requests under way finish at the end for at most");
    head(app, "Threads, memory and the database");
}

void add_log_options(CLI::App& app, ServeOptions& options) {
    add_choice<LogLevel>(app, "--log-level", options.log_level,
                         {{"debug", LogLevel::debug},
                          {"info", LogLevel::info},
                          {"warning", LogLevel::warning},
                          {"error", LogLevel::error}},
                         "Least level of lines in the log: debug, info, warning or error");
    add_choice<LogFormat>(app, "--log-format", options.log_format,
                          {{"text", LogFormat::text}, {"json", LogFormat::json}},
                          "text: for people and journald; json: an object a line");
    head(app, "Log");
}

}  // namespace

void add_serve_options(CLI::App& app, ServeOptions& options) {
    const auto file = std::make_shared<std::string>();
    add_text(app, "--config", *file, "FILE", "File with further options, a \"name = value\" a line");
    app.get_option("--config")->configurable(false);
    add_places(app, options);
    add_tls_options(app, options);
    add_http_options(app, options.http);
    add_call_limits(app, options);
    add_soap_options(app, options.soap);
    add_resources(app, options);
    add_log_options(app, options);
    // Runs when flags and environment have been read, whether `app` is a subcommand or stands alone.
    app.parse_complete_callback([&app, &options, file] {
        read_options_file(app, *file);
        if (options.metrics_access == std::vector<std::string>{"none"}) options.metrics_access.clear();
        check(options);
        for (const CLI::Option* const option : app.get_options()) {
            if (!option->empty() && option->get_configurable()) {
                options.given[option->get_lnames().front()] = CLI::detail::join(option->results(), ",");
            }
        }
    });
}

bool listens_with_tls(const ServeOptions& options) { return std::ranges::any_of(options.listen, has_tls); }

std::string missing_tls_place(const ServeOptions& options) {
    if (!options.tls.certificate.empty()) return "--tls-certificate needs a place with TLS, --listen https://HOST:PORT";
    if (options.redirect_http != 0 && options.trusted_proxies.empty())
        return "--redirect-http needs --listen https://HOST:PORT, or a --trusted-proxy that does TLS";
    return {};
}

ServeOptions read_serve_options(int argc, const char* const* argv) {
    ServeOptions options;
    CLI::App app;
    add_serve_options(*app.add_subcommand("serve"), options);
    app.parse(argc, argv);
    return options;
}

ServeOptions read_serve_options(const std::vector<std::string>& arguments) {
    ServeOptions options;
    CLI::App app;
    add_serve_options(app, options);
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them from the end
    return options;
}

std::vector<std::string> serve_variables() {
    ServeOptions options;
    CLI::App app;
    add_serve_options(app, options);
    std::vector<std::string> variables;
    for (const CLI::Option* const option : app.get_options()) {
        if (!option->get_envname().empty()) variables.push_back(option->get_envname());
    }
    return variables;
}

}  // namespace kimai::gateway
