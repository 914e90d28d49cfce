// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/trusted_proxies.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace kimai::gateway;

TEST_CASE("only trusted proxies are believed") {
    const TrustedProxies proxies({"10.0.0.0/8", "192.0.2.1", "fd00::/8", "::1", "172.16.0.0/12"});
    struct Row {
        std::string peer, chain, proto, client;
        bool https;
    };
    const std::vector<Row> rows{
        {"203.0.113.5", "", "", "203.0.113.5", false},
        {"203.0.113.5", "1.2.3.4", "https", "203.0.113.5", false},
        {"10.1.2.3", "", "", "10.1.2.3", false},
        {"10.1.2.3", "1.2.3.4", "https", "1.2.3.4", true},
        {"::ffff:10.1.2.3", "1.2.3.4", "https", "1.2.3.4", true},
        {"10.1.2.3", "1.2.3.4", "HTTPS", "1.2.3.4", true},
        {"10.1.2.3", "1.2.3.4", "https, http", "1.2.3.4", true},
        {"10.1.2.3", "1.2.3.4", "http", "1.2.3.4", false},
        {"10.1.2.3", "1.2.3.4", "httpsx", "1.2.3.4", false},
        {"10.1.2.3", "6.6.6.6, 1.2.3.4", "", "1.2.3.4", false},
        {"10.1.2.3", "1.2.3.4, 10.9.9.9 ,192.0.2.1", "", "1.2.3.4", false},
        {"10.1.2.3", "10.9.9.9, 10.8.8.8", "", "10.9.9.9", false},
        {"10.1.2.3", "6.6.6.6, unknown, 10.8.8.8", "", "10.8.8.8", false},
        {"10.1.2.3", "unknown", "", "10.1.2.3", false},
        {"10.1.2.3", "1.2.3.4:5678", "", "1.2.3.4", false},
        {"10.1.2.3", "[2001:db8::1]:99", "", "2001:db8::1", false},
        {"10.1.2.3", "2001:db8::1", "", "2001:db8::1", false},
        {"fd12::1", "1.2.3.4", "", "1.2.3.4", false},
        {"::1", "1.2.3.4", "", "1.2.3.4", false},
        {"::2", "1.2.3.4", "", "::2", false},
        {"192.0.2.2", "1.2.3.4", "https", "192.0.2.2", false},
        {"172.31.255.255", "1.2.3.4", "", "1.2.3.4", false},
        {"172.32.0.0", "1.2.3.4", "", "172.32.0.0", false},
        {"10.1.2.3", ",,", "", "10.1.2.3", false},
        {"10.1.2.3", "[", "", "10.1.2.3", false},
        {"10.1.2.3", "1.2.3.4\"><script>", "", "10.1.2.3", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.peer);
        CAPTURE(row.chain);
        const Origin origin = proxies.origin({row.peer, false, row.chain, row.proto});
        CHECK(origin.client == row.client);
        CHECK(origin.https == row.https);
    }
    CHECK(proxies.origin({"203.0.113.5", true, "", "http"}).https);
    CHECK_FALSE(TrustedProxies().origin({"127.0.0.1", false, "", "https"}).https);
}

TEST_CASE("a network of all IPv4 addresses is no network of IPv6 addresses") {
    const TrustedProxies proxies({"0.0.0.0/0"});
    CHECK(proxies.origin({"9.9.9.9", false, "1.2.3.4", ""}).client == "1.2.3.4");
    CHECK(proxies.origin({"2001:db8::1", false, "1.2.3.4", ""}).client == "2001:db8::1");
}

TEST_CASE("where a request that was forwarded came from is clear if one who is believed says so") {
    const TrustedProxies proxies({"10.0.0.0/8"});
    struct Row {
        std::string peer, chain, proto;
        bool unclear;
    };
    const std::vector<Row> rows{
        {"127.0.0.1", "", "", false},
        {"127.0.0.1", "1.2.3.4", "", true},
        {"127.0.0.1", "127.0.0.1", "", true},
        {"127.0.0.1", "", "https", true},
        {"10.0.0.1", "", "", false},
        {"10.0.0.1", "1.2.3.4", "", false},
        {"10.0.0.1", "unknown", "", true},
        {"10.0.0.1", "unknown, 10.0.0.2", "", true},
        {"10.0.0.1", "unknown, 1.2.3.4", "", false},
        {"10.0.0.1", "", "https", true},
        {"10.0.0.1", "1.2.3.4", "https", false},
        {"10.0.0.1", "10.0.0.2", "", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.peer);
        CAPTURE(row.chain);
        CHECK(proxies.origin({row.peer, false, row.chain, row.proto}).unclear == row.unclear);
    }
}
