// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/trusted_proxies.hpp"

#include <algorithm>
#include <optional>

#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Some proxies write the port too: "192.0.2.1:4711", "[2001:db8::1]:4711", "[2001:db8::1]".
std::string_view without_port(std::string_view text) {
    if (text.starts_with('[')) return text.substr(1, std::min(text.find(']'), text.size()) - 1);
    return std::ranges::count(text, ':') == 1 ? text.substr(0, text.find(':')) : text;
}

}  // namespace

Origin TrustedProxies::origin(const ForwardedBy& from) const {
    const auto peer = read_address(from.peer);
    Origin origin{peer ? to_text(*peer) : std::string(from.peer), from.tls, !from.chain.empty() || !from.proto.empty()};
    if (!peer || !networks_.contain(*peer)) return origin;
    if (!from.proto.empty()) {
        origin.https = same_letters(trimmed(from.proto.substr(0, from.proto.find(','))), "https");
    }
    std::string_view chain = from.chain;
    while (!chain.empty()) {
        const std::size_t comma = chain.rfind(',');
        const std::size_t begin = comma == std::string_view::npos ? 0 : comma + 1;
        const auto address = read_address(without_port(trimmed(chain.substr(begin))));
        if (!address) return origin;  // who wrote that is not known, the proxy that passed it on is
        origin.client = to_text(*address);
        if (!networks_.contain(*address)) break;
        chain = chain.substr(0, begin == 0 ? 0 : comma);
    }
    if (!from.chain.empty()) origin.unclear = false;
    return origin;
}

}  // namespace kimai::gateway
