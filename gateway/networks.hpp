// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/ip/address_v6.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kimai::gateway {

/// An address; one of IPv4 as IPv4-mapped IPv6 (::ffff:a.b.c.d), so that there is one kind of comparison.
using Address = boost::asio::ip::address_v6;

/// Nothing for what is no address of either kind.
std::optional<Address> read_address(std::string_view text);
/// An IPv4 address as such.
std::string to_text(const Address& address);

/// A list of addresses and networks. Immutable, for any thread.
class Networks {
  public:
    Networks() = default;  // none
    /// "10.0.0.1", "10.0.0.0/8", "::1", "fd00::/8". Throws std::invalid_argument with a sentence for anything else.
    explicit Networks(const std::vector<std::string>& networks);

    bool contain(const Address& address) const;

  private:
    struct Network {
        Address::bytes_type address;
        unsigned bits;
    };

    static Network read(const std::string& text);

    std::vector<Network> list_;
};

}  // namespace kimai::gateway
