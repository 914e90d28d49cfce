// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/config_check.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <functional>
#include <ostream>
#include <string_view>

#include "api/vault.hpp"
#include "gateway/endpoint.hpp"
#include "gateway/log.hpp"
#include "gateway/near_names.hpp"
#include "gateway/open_database.hpp"
#include "gateway/options.hpp"
#include "gateway/overflow_file.hpp"
#include "gateway/tls_context.hpp"
#include "storage/contents.hpp"
#include "storage/database_check.hpp"

namespace kimai::gateway {

namespace {

using storage::Finding;
using storage::Findings;

constexpr int few_days = 30;

void fault(Findings& findings, std::string what, std::string to_do = {}) {
    findings.push_back({Finding::Weight::fault, std::move(what), std::move(to_do)});
}

void note(Findings& findings, std::string what, std::string to_do = {}) {
    findings.push_back({Finding::Weight::note, std::move(what), std::move(to_do)});
}

/// Prints what was looked at, as it is done. Answers whether it is free of faults.
class Report {
  public:
    explicit Report(std::ostream& out) : out_(out) {}

    /// What `look` throws is a fault, too.
    void add(const std::string& what, const std::function<void(Findings&)>& look) {
        Findings findings;
        try {
            look(findings);
        } catch (const std::exception& error) {
            fault(findings, error.what());
        }
        const auto faults = std::ranges::count(findings, Finding::Weight::fault, &Finding::weight);
        out_ << (faults > 0 ? "FAULT" : findings.empty() ? "ok   " : "note ") << "  " << escaped(what) << "\n";
        for (const Finding& finding : findings) {
            out_ << "         " << escaped(finding.what) << "\n";
            if (!finding.to_do.empty()) out_ << "         -> " << escaped(finding.to_do) << "\n";
        }
        good_ = good_ && faults == 0;
    }

    bool good() const { return good_; }

  private:
    std::ostream& out_;
    bool good_ = true;
};

void add_lines(Findings& findings, std::string_view text) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        fault(findings, std::string(line));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
}

/// Variables that look as if they were meant for an option. Others belong to other commands.
void look_for_misspelt_variables(Findings& findings) {
    constexpr std::string_view prefix = "KIMAI_GATEWAY_";
    const std::vector<std::string> variables = serve_variables();
    std::vector<std::string_view> known;
    known.reserve(variables.size());
    for (const std::string& each : variables) known.push_back(std::string_view(each).substr(prefix.size()));
    const std::array of_other_commands{std::string_view("KEY"), std::string_view("URL")};
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        if (!text.starts_with(prefix)) continue;
        const std::string_view name = text.substr(prefix.size(), text.find('=') - prefix.size());
        if (std::ranges::find(known, name) != known.end()) continue;
        if (std::ranges::find(of_other_commands, name) != of_other_commands.end()) continue;
        const auto near = near_names(name, known);
        if (near.empty()) continue;
        note(findings, std::string(prefix).append(name) + " in the environment means nothing",
             "Did you mean " + std::string(prefix).append(near.front()) + "?");
    }
}

void look_at_place(const std::string& place, const ServeOptions& options, Findings& findings) {
    const Endpoint endpoint = read_endpoint(place).value();
    if (endpoint.tls || is_loopback(endpoint) || options.behind_proxy || options.redirect_http != 0) return;
    note(findings, "anybody on the network can read passwords and keys that go there",
         "Listen on https://HOST:PORT with tls-certificate, or say behind-proxy if a proxy in front does TLS.");
}

void look_at_tls(const ServeOptions& options, Findings& findings) {
    const std::string missing = listens_with_tls(options) ? std::string() : missing_tls_place(options);
    if (missing.empty()) return;
    fault(findings, missing,
          "If systemd hands over a socket named https, name its address there too, to have it known here.");
}

void look_at_certificate(const TlsFiles& files, Findings& findings) {
    const CertificateFacts facts = TlsContext(files).certificate();
    const std::string days = std::to_string(facts.days_left);
    if (facts.expired()) return fault(findings, "the certificate has expired", "Renew it.");
    if (!facts.begun) return fault(findings, "the certificate is not valid yet", "Look at the clock.");
    note(findings, "for " + (facts.names.empty() ? "no DNS name" : facts.names) + ", " + days + " days left",
         facts.days_left < few_days ? "Renew it." : "");
    struct stat status {};
    if (stat(files.key_file().c_str(), &status) == 0 && (status.st_mode & S_IRWXO) != 0) {
        note(findings, "every user of this machine may read the key", "chmod o= " + files.key_file());
    }
}

bool may_write(const std::filesystem::path& place) { return access(place.c_str(), W_OK) == 0; }

void look_at_database(const std::filesystem::path& file, Findings& findings) {
    const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
    if (!may_write(folder)) fault(findings, "the folder " + folder.string() + " is not there, or cannot be written");
    if (!std::filesystem::exists(file)) return note(findings, "it is not there yet; the first start makes it");
    if (!may_write(file)) fault(findings, "it cannot be written");
    storage::Connection connection = storage::Connection::open(file.string(), {.read_only = true});
    if (storage::is_of_another_program(connection)) return fault(findings, "it belongs to another program");
    for (const storage::Check& check : storage::database_checks()) {
        if (check.name == "version of the schema") check.look(connection, findings);
    }
    if (storage::has_sealed_values(connection)) api::Vault::open(key_file_of(file), false);
}

}  // namespace

bool check_configuration(const std::vector<std::string>& arguments, std::ostream& out) {
    Report report(out);
    ServeOptions options;
    report.add("flags, environment and file", [&](Findings& findings) {
        try {
            options = read_serve_options(arguments);
        } catch (const std::exception& error) {
            add_lines(findings, error.what());
        }
        look_for_misspelt_variables(findings);
    });
    if (!report.good()) return false;  // The rest would be about options that nobody wants.
    for (const std::string& place : options.listen) {
        report.add("listen " + place, [&](Findings& findings) { look_at_place(place, options, findings); });
    }
    if (!options.tls.certificate.empty() || options.redirect_http != 0) {
        report.add("TLS", [&](Findings& findings) { look_at_tls(options, findings); });
    }
    if (!options.tls.certificate.empty()) {
        report.add("TLS certificate " + options.tls.certificate,
                   [&](Findings& findings) { look_at_certificate(options.tls, findings); });
    }
    report.add("database " + options.database,
               [&](Findings& findings) { look_at_database(options.database, findings); });
    const std::string temporary = temporary_folder();
    report.add("folder of temporary files " + temporary, [&](Findings& findings) {
        if (!may_write(temporary)) fault(findings, "it cannot be written", "Name another one with TMPDIR.");
    });
    return report.good();
}

}  // namespace kimai::gateway
