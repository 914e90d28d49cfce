// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/options.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>

#include "gateway/endpoint.hpp"
#include "gateway/trusted_proxies.hpp"

namespace kimai::gateway {

namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t gib = 1024 * mib;

template <class Number>
struct Range {
    Number least;
    Number most;
};

std::string size_text(std::uint64_t bytes) {
    if (bytes % mib == 0) return std::to_string(bytes / mib) + "MiB";
    if (bytes % kib == 0) return std::to_string(bytes / kib) + "KiB";
    return std::to_string(bytes);
}

std::string duration_text(milliseconds time) {
    return time.count() % 1000 == 0 ? std::to_string(time.count() / 1000) + "s" : std::to_string(time.count()) + "ms";
}

/// One option of the command line, environment and file.
CLI::Option* named(CLI::Option* option) {
    std::string variable = "KIMAI_GATEWAY_" + option->get_name().substr(2);
    std::ranges::transform(variable, variable.begin(), [](char c) {
        if (c == '-') return '_';
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    });
    return option->envname(variable);
}

[[noreturn]] void out_of_range(const std::string& name, const std::string& least, const std::string& most) {
    throw CLI::ValidationError(name, "must be from " + least + " to " + most);
}

/// "16KiB", "1MiB", "4096"; K, KB and KiB all mean 1024.
void add_size(CLI::App& app, const std::string& name, std::size_t& target, Range<std::uint64_t> range,
              const std::string& text) {
    const auto store = [name, &target, range](std::uint64_t bytes) {
        if (bytes < range.least || bytes > range.most)
            out_of_range(name, size_text(range.least), size_text(range.most));
        target = bytes;
    };
    named(app.add_option_function<std::uint64_t>(name, store, text))
        ->transform(CLI::AsSizeValue(false))
        ->option_text("SIZE [" + size_text(target) + "]");
}

/// "30s", "500ms", "2min"; the unit must be there, since a bare 30 is read as seconds by one and milliseconds by
/// others.
void add_duration(CLI::App& app, const std::string& name, milliseconds& target, Range<milliseconds> range,
                  const std::string& text) {
    const auto store = [name, &target, range](std::int64_t count) {
        if (count < range.least.count() || count > range.most.count()) {
            out_of_range(name, duration_text(range.least), duration_text(range.most));
        }
        target = milliseconds(count);
    };
    const std::map<std::string, std::int64_t> units{{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}};
    named(app.add_option_function<std::int64_t>(name, store, text))
        ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED, "ms|s|min|h"))
        ->option_text("TIME [" + duration_text(target) + "]");
}

template <class Number>
void add_number(CLI::App& app, const std::string& name, Number& target, Range<std::int64_t> range,
                const std::string& text) {
    const auto store = [name, &target, range](std::int64_t number) {
        if (number < range.least || number > range.most) {
            out_of_range(name, std::to_string(range.least), std::to_string(range.most));
        }
        target = static_cast<Number>(number);
    };
    named(app.add_option_function<std::int64_t>(name, store, text))
        ->option_text("NUMBER [" + std::to_string(target) + "]");
}

template <class Enum>
void add_choice(CLI::App& app, const std::string& name, Enum& target, const std::map<std::string, Enum>& choices,
                const std::string& text) {
    const auto store = [name, &target, choices](const std::string& word) {
        const auto found = choices.find(word);
        std::string known;
        for (const auto& [choice, value] : choices) known += (known.empty() ? "" : ", ") + choice;
        if (found == choices.end()) throw CLI::ValidationError(name, "must be one of " + known);
        target = found->second;
    };
    std::string standard;
    for (const auto& [choice, value] : choices) {
        if (value == target) standard = choice;
    }
    named(app.add_option_function<std::string>(name, store, text))->option_text("WORD [" + standard + "]");
}

/// Takes an option from the file unless a flag or the environment gave it.
void take(CLI::App& app, const std::string& file, const std::string& name, const std::vector<std::string>& values) {
    CLI::Option* const option = app.get_option_no_throw("--" + name);
    if (!option || !option->get_configurable()) throw CLI::ConfigError(file + ": unknown key " + name);
    if (!option->empty()) return;
    for (const std::string& value : values) option->add_result(value);
    option->run_callback();
}

/// CLI11 reads configuration files for the outermost command only, and lets them win over the environment.
void read_file(CLI::App& app, const std::string& file) {
    if (file.empty()) return;
    std::map<std::string, std::vector<std::string>> keys;
    for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_file(file)) {
        // Sections come as names "++" and "--" with the section as parent; there are none here.
        auto& values = keys[item.parents.empty() ? item.name : item.parents.front()];
        values.insert(values.end(), item.inputs.begin(), item.inputs.end());
    }
    for (const auto& [name, values] : keys) take(app, file, name, values);
}

void check(const ServeOptions& options) {
    if (options.database.empty()) throw CLI::RequiredError("--database");
    if (options.listen.empty()) throw CLI::RequiredError("--listen");
    for (const std::string& place : options.listen) {
        if (!read_endpoint(place)) {
            throw CLI::ValidationError("--listen", place + " is not of the form HOST:PORT or [IPV6]:PORT");
        }
    }
    try {
        const TrustedProxies tried(options.trusted_proxies);
    } catch (const std::invalid_argument& error) {
        throw CLI::ValidationError("--trusted-proxy", error.what());
    }
}

void add_http_options(CLI::App& app, HttpLimits& http) {
    using namespace std::chrono_literals;
    const Range<milliseconds> times{10ms, 1h};
    add_size(app, "--header-limit", http.header, {kib, mib}, "Longest request header");
    add_size(app, "--body-limit", http.body, {kib, gib}, "Longest request body");
    add_size(app, "--target-limit", http.target, {64, mib}, "Longest request target (path and query)");
    add_duration(app, "--idle-deadline", http.idle, times, "Close a connection without requests after");
    add_duration(app, "--read-deadline", http.read, times, "Refuse a request that has not arrived after");
    add_duration(app, "--write-deadline", http.write, times, "Give up a client that takes nothing of an answer for");
    add_number(app, "--connections", http.connections, {1, 1'000'000}, "Most connections at once");
}

/// The least values are what real clients send, the most what still costs milliseconds.
void add_soap_options(CLI::App& app, soap::Limits& limits) {
    add_number(app, "--soap-depth-limit", limits.depth, {16, 1'000}, "SOAP: most elements within one another");
    add_number(app, "--soap-element-limit", limits.elements, {100, 1'000'000}, "SOAP: most elements of a request");
    add_number(app, "--soap-attribute-limit", limits.attributes, {16, 1'000}, "SOAP: most attributes of an element");
    add_number(app, "--soap-attribute-name-limit", limits.attribute_names, {64, 2'000},
               "SOAP: most different names of attributes in a request");
    add_number(app, "--soap-namespace-limit", limits.declarations, {32, 1'000},
               "SOAP: most namespaces declared at one place");
    add_size(app, "--soap-name-limit", limits.name, {64, 1'000}, "SOAP: longest name, id or reference");
    add_size(app, "--soap-text-limit", limits.text, {kib, gib}, "SOAP: longest text or value of an attribute");
    add_size(app, "--soap-reference-limit", limits.repeated_text, {kib, gib},
             "SOAP: most text that references may repeat");
}

}  // namespace

void add_serve_options(CLI::App& app, ServeOptions& options) {
    using namespace std::chrono_literals;
    const auto file = std::make_shared<std::string>();
    named(app.add_option("--config", *file, "File with further options, one \"name = value\" a line"))
        ->option_text("FILE")
        ->configurable(false);
    named(app.add_option("--database", options.database, "Database file; made when there is none"))
        ->option_text("FILE");
    named(app.add_option("--listen", options.listen, "Where to listen, HOST:PORT; may be repeated"))
        ->option_text("HOST:PORT [127.0.0.1:8080]")
        ->delimiter(',')
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    named(app.add_option("--trusted-proxy", options.trusted_proxies,
                         "Address or network whose X-Forwarded-For and -Proto are believed; may be repeated"))
        ->option_text("ADDRESS[/BITS]")
        ->delimiter(',')
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    add_http_options(app, options.http);
    add_number(app, "--io-threads", options.io_threads, {1, 256}, "Threads that serve connections");
    add_number(app, "--worker-threads", options.worker_threads, {1, 64}, "Threads for logins and batches");
    add_size(app, "--answer-memory", options.answer_memory, {0, 4096 * mib},
             "Memory for answers that are kept until something changes");
    add_number(app, "--batch-limit", options.batch_limit, {1, 100'000}, "Most calls in one JSON-RPC batch");
    add_soap_options(app, options.soap);
    add_number(app, "--login-rate", options.login_rate, {0, 1'000'000},
               "Logins per client address and minute, 0 for any number");
    add_number(app, "--wrong-key-rate", options.wrong_key_rate, {0, 1'000'000},
               "Wrong API keys per client address and minute, 0 for any number");
    named(app.add_flag("--no-explorer", options.no_explorer, "Do not serve the web page at /"));
    add_choice<storage::Synchronous>(app, "--synchronous", options.synchronous,
                                     {{"full", storage::Synchronous::full}, {"normal", storage::Synchronous::normal}},
                                     "full: an answered write survives a power cut; normal: the last ones may not");
    add_duration(app, "--busy-timeout", options.busy_timeout, {0ms, 1h}, "Wait for another process's lock at most");
    add_duration(app, "--shutdown-deadline", options.shutdown_deadline, {0ms, 1h},
                 "Let requests under way finish at the end for at most");
    add_choice<LogLevel>(app, "--log-level", options.log_level,
                         {{"debug", LogLevel::debug},
                          {"info", LogLevel::info},
                          {"warning", LogLevel::warning},
                          {"error", LogLevel::error}},
                         "Least level of lines in the log");
    // Runs when flags and environment have been read, whether `app` is a subcommand or stands alone.
    app.parse_complete_callback([&app, &options, file] {
        read_file(app, *file);
        check(options);
    });
}

}  // namespace kimai::gateway
