// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <string>

#include "test/api/fixture.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::test;

TEST_CASE("authenticate answers the key of the user") {
    Fixture firm;
    firm.store.users.set_password(1, "c15f2a23b82a0535a3294711b2520260");  // "secret" with the salt "pepper".
    const std::string answer = R"({"success":true,"items":[{"apiKey":"key of anna"}],"total":1})";
    CHECK(firm.call("authenticate", "anna", "secret") == answer);
    CHECK(firm.call("authenticate", "ANNA", "secret") == answer);
    CHECK(firm.call("authenticate", "anna", "wrong") == refused());
    CHECK(firm.call("authenticate", "anna") == refused());
    CHECK(firm.call("authenticate") == refused());
}

TEST_CASE("authenticate takes a password that comes as a number") {
    Fixture firm;
    add(firm.store.connection, UserRow{.id = 9, .name = "1234"});
    firm.store.users.set_password(9, "9c07d5b1803ba42007d0e22f6e5762f5");  // "5678" with the salt "pepper".
    CHECK(total_of(firm.call("authenticate", 1234, 5678)) == "1");
}

TEST_CASE("getVersion answers version and revision and needs no key") {
    Fixture firm;
    CHECK(firm.call("getVersion") == R"("1.3.5-1400")");
    firm.store.settings.set_configuration("version", "1.0.1");
    firm.store.settings.set_configuration("revision", "1391");
    CHECK(firm.call("getVersion", "ignored") == R"("1.0.1-1391")");
}

TEST_CASE("Every method but two refuses a key that is not exactly a user's") {
    Fixture firm;
    firm.store.connection.run_script(
        "UPDATE users SET trash = 1 WHERE userID = 2;"
        "UPDATE users SET active = 0 WHERE userID = 3");
    const kimai::api::Value keys[] = {to_value(""),
                                      to_value("KEY OF ANNA"),
                                      to_value("key of anna "),
                                      to_value("' OR 1=1 -- "),
                                      to_value(Fixture::key("bert")),
                                      to_value(Fixture::key("carla")),
                                      to_value(nullptr),
                                      to_value(true),
                                      to_value(1),
                                      to_value(1.5),
                                      kimai::api::Value(kimai::api::List{}),
                                      record()};
    for (const auto& method : kimai::api::methods()) {
        if (method.name == "authenticate" || method.name == "getVersion") continue;
        CAPTURE(method.name);
        for (const auto& key : keys) CHECK(firm.call(method.name, key, record("id", 1), record("a", 1)) == refused());
    }
    CHECK(firm.written_later == 0);
}

TEST_CASE("From an address with too many wrong keys none is looked at any more, until one may be tried again") {
    Fixture firm;
    for (int i = 0; i < 599; ++i) CHECK(firm.call("getUsers", "wrong " + std::to_string(i)) == refused());
    CHECK(firm.call_as("anna", "getUsers") != refused());  // And costs nothing.
    for (int i = 0; i < 100; ++i)
        CHECK(firm.call("getUsers", i % 2 == 0 ? to_value("") : to_value(nullptr)) == refused());
    CHECK(firm.call_as("anna", "getUsers") != refused());
    CHECK(firm.call("getUsers", "wrong") == refused());
    CHECK(firm.call_as("anna", "getUsers") == refused());
    firm.client.address = "192.0.2.2";
    CHECK(firm.call_as("anna", "getUsers") != refused());
    firm.client.address = "192.0.2.1";
    firm.now += 1;
    CHECK(firm.call_as("anna", "getUsers") != refused());
}

TEST_CASE("The use of a key is written down, once a minute") {
    Fixture firm;
    const auto last_use = [&firm] { return firm.number("SELECT lastUsed FROM apiKeys WHERE userID = 1"); };
    firm.call_as("anna", "getUsers");
    CHECK(last_use() == noon);
    firm.now += 59;
    firm.call_as("anna", "getUsers");
    CHECK(last_use() == noon);
    firm.now += 1;
    firm.call_as("anna", "getUsers");
    CHECK(last_use() == noon + 60);
    firm.now = noon;  // Set back.
    firm.call_as("anna", "getUsers");
    CHECK(last_use() == noon + 60);
    CHECK(firm.written_later == 2);
}
