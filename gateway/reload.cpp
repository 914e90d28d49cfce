// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/reload.hpp"

#include <array>
#include <exception>
#include <string_view>
#include <utility>

namespace kimai::gateway {

namespace {

constexpr std::array<std::string_view, 1> changeable{"log-level"};
/// By who began with TLS.
constexpr std::array<std::string_view, 3> changeable_with_tls{"tls-certificate", "tls-key", "tls-minimum"};

// Renewal is due a month before, so somebody should look.
constexpr int few_days = 14;

}  // namespace

void report_certificate(const TlsFiles& files, const CertificateFacts& facts, Log& log) {
    const std::string which =
        "the TLS certificate " + files.certificate + " for " + (facts.names.empty() ? "no DNS name" : facts.names);
    if (facts.expired()) return log.warning(which + " has expired: clients will refuse it");
    if (!facts.begun) return log.warning(which + " is not valid yet: clients will refuse it");
    const std::string text = which + " is valid for " + std::to_string(facts.days_left) + " more days";
    if (facts.days_left < few_days) return log.warning(text);
    log.info(text);
}

Reload::Reload(const ServeOptions& started_with, ReadAgain read_again, TlsContext* tls, Log& log)
    : options_(started_with), read_again_(std::move(read_again)), tls_(tls), log_(log) {}

void Reload::operator()() {
    log_.info("reading configuration and certificate again");
    ServeOptions wanted = options_;
    try {
        wanted = read_again_();
        name_what_needs_a_restart(wanted.given);
    } catch (const std::exception& error) {
        log_.error("the configuration stays as it was: " + std::string(error.what()));
    }
    if (tls_ != nullptr) load_certificate(wanted.tls);
    if (wanted.log_level != options_.log_level) log_.info("the log's level changes");
    log_.set_level(wanted.log_level);
    options_.log_level = wanted.log_level;
}

void Reload::load_certificate(const TlsFiles& files) {
    try {
        tls_->load(files);
        options_.tls = files;
        report_certificate(files, tls_->certificate(), log_);
    } catch (const std::exception& error) {
        log_.error("the old TLS certificate and key stay in use: " + std::string(error.what()));
    }
}

void Reload::name_what_needs_a_restart(const std::map<std::string, std::string>& given) {
    std::map<std::string, std::string> differing;
    const auto add_missing = [&differing](const auto& from, const auto& other) {
        for (const auto& [name, value] : from) {
            const auto found = other.find(name);
            if (found == other.end() || found->second != value) differing.emplace(name, value);
        }
    };
    add_missing(given, options_.given);
    add_missing(options_.given, given);
    for (const std::string_view name : changeable) differing.erase(std::string(name));
    if (tls_ != nullptr) {
        for (const std::string_view name : changeable_with_tls) differing.erase(std::string(name));
    }
    std::string names;
    for (const auto& [name, value] : differing) names += (names.empty() ? "" : ", ") + name;
    if (!names.empty()) log_.warning("changed, but only a restart brings it about: " + names);
}

}  // namespace kimai::gateway
