// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/networks.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace kimai::gateway {

namespace {

namespace ip = boost::asio::ip;

constexpr unsigned mapped_bits = 96;

}  // namespace

std::optional<Address> read_address(std::string_view text) {
    boost::system::error_code error;
    const ip::address address = ip::make_address(text, error);
    if (error) return std::nullopt;
    return address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()) : address.to_v6();
}

std::string to_text(const Address& address) {
    return address.is_v4_mapped() ? ip::make_address_v4(ip::v4_mapped, address).to_string() : address.to_string();
}

Networks::Networks(const std::vector<std::string>& networks) {
    std::ranges::transform(networks, std::back_inserter(list_), read);
}

bool Networks::contain(const Address& address) const {
    const auto bytes = address.to_bytes();
    return std::ranges::any_of(list_, [&bytes](const Network& network) {
        for (unsigned bit = 0; bit < network.bits; bit += 8) {
            const unsigned used = std::min(network.bits - bit, 8U);
            const unsigned mask = 0xffU << (8 - used);
            if (((bytes[bit / 8] ^ network.address[bit / 8]) & mask) != 0) return false;
        }
        return true;
    });
}

Networks::Network Networks::read(const std::string& text) {
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

}  // namespace kimai::gateway
