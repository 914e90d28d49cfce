// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/trusted_proxies.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "gateway/exchange.hpp"

namespace kimai::gateway {

namespace {

namespace ip = boost::asio::ip;

// IPv4 addresses are handled as IPv4-mapped IPv6 ones (::ffff:a.b.c.d), so that there is one kind of comparison.
constexpr unsigned mapped_bits = 96;

std::optional<ip::address_v6> read_address(std::string_view text) {
    boost::system::error_code error;
    const ip::address address = ip::make_address(text, error);
    if (error) return std::nullopt;
    return address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()) : address.to_v6();
}

std::string to_text(const ip::address_v6& address) {
    return address.is_v4_mapped() ? ip::make_address_v4(ip::v4_mapped, address).to_string() : address.to_string();
}

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

struct TrustedProxies::Networks {
    struct Network {
        ip::address_v6::bytes_type address;
        unsigned bits;
    };

    std::vector<Network> list;

    bool contain(const ip::address_v6& address) const {
        const auto bytes = address.to_bytes();
        return std::ranges::any_of(list, [&bytes](const Network& network) {
            for (unsigned bit = 0; bit < network.bits; bit += 8) {
                const unsigned used = std::min(network.bits - bit, 8U);
                const unsigned mask = 0xffU << (8 - used);
                if (((bytes[bit / 8] ^ network.address[bit / 8]) & mask) != 0) return false;
            }
            return true;
        });
    }

    static Network read(const std::string& text) {
        const std::size_t slash = std::min(text.find('/'), text.size());
        const auto address = read_address(std::string_view(text).substr(0, slash));
        if (!address) throw std::invalid_argument(text + " is not an address or network such as 10.0.0.0/8");
        const unsigned offset = address->is_v4_mapped() ? mapped_bits : 0;
        unsigned bits = 128 - offset;
        if (slash < text.size()) {
            const char* const end = text.data() + text.size();
            unsigned given = 0;
            const auto [rest, error] = std::from_chars(text.data() + slash + 1, end, given);
            if (error != std::errc() || rest != end || given > bits) {
                throw std::invalid_argument(text + " has no number of bits from 0 to " + std::to_string(bits) +
                                            " behind the slash");
            }
            bits = given;
        }
        return {address->to_bytes(), bits + offset};
    }
};

TrustedProxies::TrustedProxies() : networks_(std::make_unique<Networks>()) {}

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
    auto made = std::make_unique<Networks>();
    for (const std::string& text : networks) made->list.push_back(Networks::read(text));
    networks_ = std::move(made);
}

TrustedProxies::~TrustedProxies() = default;
TrustedProxies::TrustedProxies(TrustedProxies&&) noexcept = default;
TrustedProxies& TrustedProxies::operator=(TrustedProxies&&) noexcept = default;

Origin TrustedProxies::origin(const ForwardedBy& from) const {
    const auto peer = read_address(from.peer);
    Origin origin{peer ? to_text(*peer) : std::string(from.peer), from.tls};
    if (!peer || !networks_->contain(*peer)) return origin;
    if (!from.proto.empty()) {
        origin.https = same_letters(trimmed(from.proto.substr(0, from.proto.find(','))), "https");
    }
    std::string_view chain = from.chain;
    while (!chain.empty()) {
        const std::size_t comma = chain.rfind(',');
        const std::size_t begin = comma == std::string_view::npos ? 0 : comma + 1;
        const auto address = read_address(without_port(trimmed(chain.substr(begin))));
        if (!address) break;  // who wrote that is not known, the proxy that passed it on is
        origin.client = to_text(*address);
        if (!networks_->contain(*address)) break;
        chain = chain.substr(0, begin == 0 ? 0 : comma);
    }
    return origin;
}

}  // namespace kimai::gateway
