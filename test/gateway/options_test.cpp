// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/options.hpp"

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

using namespace kimai::gateway;
using namespace std::chrono_literals;
using Words = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;

namespace {

/// Parses as the executable does, with `serve` as a subcommand.
ServeOptions parse(Words words, const Environment& environment = {}) {
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    ServeOptions options;
    CLI::App app;
    CLI::App* const serve = app.add_subcommand("serve");
    add_serve_options(*serve, options);
    words.insert(words.begin(), "serve");
    std::reverse(words.begin(), words.end());
    std::exception_ptr thrown;
    try {
        app.parse(words);
    } catch (const CLI::Error&) {
        thrown = std::current_exception();
    }
    for (const auto& [name, value] : environment) unsetenv(name.c_str());
    if (thrown) std::rethrow_exception(thrown);
    return options;
}

std::string complaint(const Words& words, const Environment& environment = {}) {
    try {
        parse(words, environment);
    } catch (const CLI::Error& error) {
        return error.what();
    }
    return "none";
}

struct ConfigFile {
    explicit ConfigFile(const std::string& text)
        : path(std::filesystem::temp_directory_path() / ("kimai-options-" + std::to_string(getpid()) + ".toml")) {
        std::ofstream(path) << text;
    }
    ~ConfigFile() { std::filesystem::remove(path); }
    ConfigFile(const ConfigFile&) = delete;
    ConfigFile& operator=(const ConfigFile&) = delete;
    ConfigFile(ConfigFile&&) = delete;
    ConfigFile& operator=(ConfigFile&&) = delete;
    std::filesystem::path path;
};

}  // namespace

TEST_CASE("with a database alone everything has its default") {
    const ServeOptions options = parse({"--database", "k.db"});
    CHECK(options.database == "k.db");
    CHECK(options.listen == Words{"127.0.0.1:8080"});
    CHECK(options.http.header == 16384);
    CHECK(options.http.body == 1048576);
    CHECK(options.io_threads == 1);
    CHECK(options.batch_limit == 100);
    CHECK(options.login_rate == 120);
    CHECK(options.wrong_key_rate == 600);
    CHECK(options.synchronous == kimai::storage::Synchronous::full);
    CHECK(options.log_level == LogLevel::info);
    CHECK(options.log_format == LogFormat::text);
    CHECK(options.metrics_access == Words{"127.0.0.0/8", "::1"});
}

TEST_CASE("who may see the metrics") {
    CHECK(parse({"--database=k.db", "--metrics-access", "10.0.0.0/8", "--metrics-access=::1"}).metrics_access ==
          Words{"10.0.0.0/8", "::1"});
    CHECK(parse({"--database=k.db", "--metrics-access=none"}).metrics_access.empty());
    CHECK(complaint({"--database=k.db", "--metrics-access=none", "--metrics-access=::1"}) ==
          "--metrics-access: none is not an address or network such as 10.0.0.0/8");
}

TEST_CASE("flags") {
    const ServeOptions options = parse({"--database=k.db",
                                        "--listen",
                                        "[::1]:1",
                                        "--listen",
                                        "localhost:0",
                                        "--header-limit",
                                        "32KiB",
                                        "--body-limit",
                                        "2MB",
                                        "--target-limit",
                                        "1000",
                                        "--idle-deadline",
                                        "90s",
                                        "--read-deadline",
                                        "500ms",
                                        "--write-deadline",
                                        "2min",
                                        "--connections",
                                        "5",
                                        "--io-threads",
                                        "4",
                                        "--batch-limit",
                                        "7",
                                        "--login-rate",
                                        "0",
                                        "--wrong-key-rate",
                                        "5",
                                        "--trusted-proxy",
                                        "10.0.0.0/8",
                                        "--trusted-proxy",
                                        "::1",
                                        "--synchronous",
                                        "normal",
                                        "--busy-timeout",
                                        "1s",
                                        "--shutdown-deadline",
                                        "0s",
                                        "--log-level",
                                        "debug",
                                        "--log-format",
                                        "json"});
    CHECK(options.log_format == LogFormat::json);
    CHECK(options.listen == Words{"[::1]:1", "localhost:0"});
    CHECK(options.http.header == 32 * 1024);
    CHECK(options.http.body == 2 * 1024 * 1024);
    CHECK(options.http.target == 1000);
    CHECK(options.http.idle == 90s);
    CHECK(options.http.read == 500ms);
    CHECK(options.http.write == 120s);
    CHECK(options.http.connections == 5);
    CHECK(options.io_threads == 4);
    CHECK(options.batch_limit == 7);
    CHECK(options.login_rate == 0);
    CHECK(options.wrong_key_rate == 5);
    CHECK(options.trusted_proxies == Words{"10.0.0.0/8", "::1"});
    CHECK(options.synchronous == kimai::storage::Synchronous::normal);
    CHECK(options.busy_timeout == 1s);
    CHECK(options.shutdown_deadline == 0s);
    CHECK(options.log_level == LogLevel::debug);
}

TEST_CASE("flags of TLS and origins") {
    const ServeOptions options =
        parse({"--database=k.db", "--listen=https://[::]:443", "--tls-certificate=c.pem", "--tls-key=k.pem",
               "--tls-minimum=1.3", "--redirect-http=443", "--hsts=24h", "--behind-proxy", "--cors-origin=none"},
              {{"KIMAI_GATEWAY_LOG_LEVEL", "error"}});
    CHECK(options.tls.certificate == "c.pem");
    CHECK(options.tls.key_file() == "k.pem");
    CHECK(options.tls.minimum == TlsVersion::tls_1_3);
    CHECK(options.redirect_http == 443);
    CHECK(options.hsts == 24h);
    CHECK(options.behind_proxy);
    CHECK(options.cors_origins == Words{"none"});
    CHECK(options.given.at("listen") == "https://[::]:443");
    CHECK(options.given.at("log-level") == "error");
    CHECK_FALSE(options.given.contains("io-threads"));
    CHECK(parse({"--database", "k.db"}, {{"KIMAI_GATEWAY_BEHIND_PROXY", "true"}}).behind_proxy);
    CHECK_FALSE(parse({"--database", "k.db"}).behind_proxy);
    const ConfigFile file("behind-proxy = true\nlisten = []\ntls-certificate = \"\"\n");
    const ServeOptions from_file = parse({"--database", "k.db", "--config", file.path});
    CHECK(from_file.behind_proxy);
    CHECK(from_file.listen == Words{"127.0.0.1:8080"});
}

TEST_CASE("flags of SOAP") {
    const kimai::soap::Limits limits =
        parse({"--database=k.db", "--soap-depth-limit=20", "--soap-element-limit=200", "--soap-attribute-limit=30",
               "--soap-attribute-name-limit=70", "--soap-namespace-limit=40", "--soap-name-limit=100",
               "--soap-text-limit=2MiB", "--soap-reference-limit=3KiB"})
            .soap;
    CHECK(limits.depth == 20);
    CHECK(limits.elements == 200);
    CHECK(limits.attributes == 30);
    CHECK(limits.attribute_names == 70);
    CHECK(limits.declarations == 40);
    CHECK(limits.name == 100);
    CHECK(limits.text == 2 * 1024 * 1024);
    CHECK(limits.repeated_text == 3 * 1024);
}

TEST_CASE("flags win over the environment, the environment over the file") {
    const ConfigFile file(
        "# comment\ndatabase = \"file.db\"\nbody-limit = 3MiB\nheader-limit = 3KiB\nlogin-rate = 3\n"
        "listen = [\"127.0.0.1:3\", \"[::1]:3\"]\nsynchronous = \"normal\"\n");
    const Environment environment{{"KIMAI_GATEWAY_BODY_LIMIT", "2MiB"},
                                  {"KIMAI_GATEWAY_HEADER_LIMIT", "2KiB"},
                                  {"KIMAI_GATEWAY_TRUSTED_PROXY", "10.0.0.1,10.0.0.2"}};
    const ServeOptions options = parse({"--config", file.path, "--body-limit", "1MiB"}, environment);
    CHECK(options.database == "file.db");
    CHECK(options.http.body == 1024 * 1024);
    CHECK(options.http.header == 2 * 1024);
    CHECK(options.login_rate == 3);
    CHECK(options.listen == Words{"127.0.0.1:3", "[::1]:3"});
    CHECK(options.trusted_proxies == Words{"10.0.0.1", "10.0.0.2"});
    CHECK(options.synchronous == kimai::storage::Synchronous::normal);
    CHECK(parse({}, {{"KIMAI_GATEWAY_CONFIG", file.path}}).database == "file.db");
    CHECK(parse({}, {{"KIMAI_GATEWAY_DATABASE", "e.db"}, {"KIMAI_GATEWAY_LISTEN", "a:1,b:2"}}).listen ==
          Words{"a:1", "b:2"});
}

TEST_CASE("what makes no sense is refused with a sentence that names the option") {
    struct Row {
        std::string option, value, expected;
    };
    const std::vector<Row> rows{
        {"--body-limit", "0", "--body-limit: must be from 1KiB to 1024MiB"},
        {"--body-limit", "2GiB", "--body-limit: must be from 1KiB to 1024MiB"},
        {"--header-limit", "1023", "--header-limit: must be from 1KiB to 1MiB"},
        {"--header-limit", "2MiB", "--header-limit: must be from 1KiB to 1MiB"},
        {"--target-limit", "63", "--target-limit: must be from 64 to 1MiB"},
        {"--idle-deadline", "0s", "--idle-deadline: must be from 10ms to 1h"},
        {"--read-deadline", "-5s", "--read-deadline: must be from 10ms to 1h"},
        {"--write-deadline", "2h", "--write-deadline: must be from 10ms to 1h"},
        {"--connections", "0", "--connections: must be from 1 to 1000000"},
        {"--io-threads", "0", "--io-threads: must be from 1 to 256"},
        {"--io-threads", "-1", "--io-threads: must be from 1 to 256"},
        {"--batch-limit", "0", "--batch-limit: must be from 1 to 100000"},
        {"--soap-depth-limit", "15", "--soap-depth-limit: must be from 16 to 1000"},
        {"--soap-element-limit", "99", "--soap-element-limit: must be from 100 to 1000000"},
        {"--soap-attribute-limit", "1001", "--soap-attribute-limit: must be from 16 to 1000"},
        {"--soap-attribute-name-limit", "63", "--soap-attribute-name-limit: must be from 64 to 2000"},
        {"--soap-namespace-limit", "31", "--soap-namespace-limit: must be from 32 to 1000"},
        {"--soap-name-limit", "63", "--soap-name-limit: must be from 64 to 1000"},
        {"--soap-text-limit", "0", "--soap-text-limit: must be from 1KiB to 1024MiB"},
        {"--soap-reference-limit", "2GiB", "--soap-reference-limit: must be from 1KiB to 1024MiB"},
        {"--login-rate", "-1", "--login-rate: must be from 0 to 1000000"},
        {"--synchronous", "off", "--synchronous: must be one of full, normal"},
        {"--log-level", "loud", "--log-level: must be one of debug, error, info, warning"},
        {"--log-format", "xml", "--log-format: must be one of json, text"},
        {"--metrics-access", "x", "--metrics-access: x is not an address or network such as 10.0.0.0/8"},
        {"--listen", "https://a:1", "--listen: https://a:1 needs --tls-certificate"},
        {"--tls-key", "k", "--tls-key: needs --tls-certificate"},
        {"--tls-minimum", "1.1", "--tls-minimum: must be one of 1.2, 1.3"},
        {"--redirect-http", "65536", "--redirect-http: must be from 0 to 65535"},
        {"--hsts", "17521h", "--hsts: must be from 0s to 17520h"},
        {"--cors-origin", "a", "--cors-origin: a is not an origin such as https://intranet.example.com, nor * or none"},
        {"--listen", "8080", "--listen: 8080 is not of the form HOST:PORT or [IPV6]:PORT"},
        {"--trusted-proxy", "x", "--trusted-proxy: x is not an address or network such as 10.0.0.0/8"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.option);
        CAPTURE(row.value);
        CHECK(complaint({"--database", "k.db", row.option + "=" + row.value}) == row.expected);
    }
    for (const Row& row : std::vector<Row>{{"--read-deadline", "30", ""},
                                           {"--read-deadline", "30x", ""},
                                           {"--body-limit", "-1", ""},
                                           {"--body-limit", "1e3", ""},
                                           {"--body-limit", "99999999999999999999", ""},
                                           {"--body-limit", "lots", ""},
                                           {"--login-rate", "some", ""},
                                           {"--nonsense", "1", ""}}) {
        CAPTURE(row.option);
        CAPTURE(row.value);
        const std::string found = complaint({"--database", "k.db", row.option + "=" + row.value});
        CHECK(found.find(row.option) != std::string::npos);
    }
    CHECK(complaint({}) == "--database is required");
    CHECK(complaint({"--database", "k.db"}, {{"KIMAI_GATEWAY_IO_THREADS", "0"}}) ==
          "--io-threads: must be from 1 to 256");
}

TEST_CASE("a file is taken whole or refused") {
    struct Row {
        std::string text, expected;
    };
    const std::vector<Row> rows{
        {"database = \"k.db\"\nbody-limmit = 1MiB\n", "unknown key body-limmit; did you mean body-limit?"},
        {"body-limmit = 1\nlogin-rat = 1\n", "did you mean login-rate?"},
        {"[http]\nbody-limit = 1MiB\n", "unknown key http"},
        {"config = other\n", "unknown key config"},
        {"help = true\n", "unknown key help"},
        {"body-limit = 0\n", "--body-limit: must be from 1KiB to 1024MiB"},
        {"login-rate = 1\nio-threads = 2\nlogin-rate = 2\n", "--login-rate"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const ConfigFile file(row.text);
        const std::string found = complaint({"--database", "k.db", "--config", file.path});
        CAPTURE(found);
        CHECK(found.find(row.expected) != std::string::npos);
    }
    const ConfigFile two_faults("body-limit = 0\nlisen = \"a:1\"\n");
    const std::string both = complaint({"--database", "k.db", "--config", two_faults.path});
    CHECK(both == two_faults.path.string() + ": --body-limit: must be from 1KiB to 1024MiB\n" +
                      two_faults.path.string() + ": unknown key lisen; did you mean listen?");
    CHECK(complaint({"--database", "k.db", "--config", "/nonexistent.toml"}).find("/nonexistent.toml") !=
          std::string::npos);
}

TEST_CASE("the web page is there unless it is switched off") {
    CHECK_FALSE(parse({"--database", "k.db"}).no_explorer);
    CHECK(parse({"--database", "k.db", "--no-explorer"}).no_explorer);
    CHECK(parse({"--database", "k.db"}, {{"KIMAI_GATEWAY_NO_EXPLORER", "true"}}).no_explorer);
    CHECK_FALSE(parse({"--database", "k.db"}, {{"KIMAI_GATEWAY_NO_EXPLORER", "false"}}).no_explorer);
    const ConfigFile off("no-explorer = true\n");
    CHECK(parse({"--database", "k.db", "--config", off.path}).no_explorer);
    const ConfigFile on("no-explorer = false\n");
    CHECK_FALSE(parse({"--database", "k.db", "--config", on.path}).no_explorer);
    CHECK(
        complaint({"--database", "k.db"}, {{"KIMAI_GATEWAY_NO_EXPLORER", "perhaps"}}).starts_with("Could not convert"));
}
