// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/logins.hpp"

#include <doctest/doctest.h>

#include <string>

#include "api/passwords.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::api;
using kimai::storage::Store;
using kimai::test::memory_database;
using kimai::test::UserRow;

namespace {

constexpr const char* old_hash = "c15f2a23b82a0535a3294711b2520260";  // "secret" with the salt "pepper".

/// User 1, anna, whose password is "secret".
struct Bench {
    Store store{memory_database()};
    Vault vault{random_secret()};
    int writes = 0;
    std::int64_t now = 1'000'000;
    Client client{"192.0.2.1"};
    Logins logins = made(0);

    Bench() {
        add(store.connection, UserRow{.id = 1, .name = "anna"});
        store.users.set_password(1, old_hash);
        store.settings.set_secret_setting(kimai::storage::password_salt_setting, vault.seal("pepper", purpose_of_salt));
    }
    Logins made(std::int64_t logins_per_minute) {
        const auto write = [this](const std::function<void(Store&)>& work) {
            ++writes;
            work(store);
        };
        return {vault, logins_per_minute, write, write};
    }
    std::optional<std::string> sign_in(const char* name, const char* password) {
        return logins.sign_in(store, client, name, password, now);
    }
};

}  // namespace

TEST_CASE("A user gets a key at his first login and the same one ever after") {
    Bench bench;
    const auto key = bench.sign_in("anna", "secret");
    REQUIRE(key);
    CHECK(key->size() == 25);
    CHECK(bench.sign_in("ANNA ", "secret") == key);
    const auto user = bench.store.users.by_key(bench.vault.lookup(*key));
    REQUIRE(user);
    CHECK(user->id == 1);
}

TEST_CASE("A key that is there already, as from an import, stays") {
    Bench bench;
    const std::string imported = "aaaa1111bbbb2222cccc3333d";
    bench.store.users.set_key(1, bench.vault.lookup(imported), bench.vault.seal(imported, purpose_of_key(1)), 0);
    CHECK(bench.sign_in("anna", "secret") == imported);
}

TEST_CASE("A key that the key file does not open is an error, never replaced") {
    Bench bench;
    const Vault other(random_secret());
    bench.store.users.set_key(1, other.lookup("key"), other.seal("key", purpose_of_key(1)), 0);
    CHECK_THROWS_AS(bench.sign_in("anna", "secret"), std::runtime_error);
    CHECK(bench.store.users.by_key(other.lookup("key")));
}

TEST_CASE("An old hash is replaced once, at the first login that succeeds") {
    Bench bench;
    CHECK_FALSE(bench.sign_in("anna", "wrong"));
    CHECK(bench.store.users.credentials("anna")->password == old_hash);
    REQUIRE(bench.sign_in("anna", "secret"));
    const auto replaced = bench.store.users.credentials("anna")->password;
    CHECK(replaced->starts_with("$argon2id$"));
    REQUIRE(bench.sign_in("anna", "secret"));
    CHECK(bench.store.users.credentials("anna")->password == replaced);
    CHECK_FALSE(bench.sign_in("anna", "wrong"));
}

TEST_CASE("Refused: who is not there, trashed, inactive or without a password") {
    Bench bench;
    add(bench.store.connection, UserRow{.id = 2, .name = "dora", .trash = true});
    add(bench.store.connection, UserRow{.id = 3, .name = "erik", .active = false});
    add(bench.store.connection, UserRow{.id = 4, .name = "hugo"});
    for (const std::int64_t user : {2, 3}) bench.store.users.set_password(user, old_hash);
    for (const char* name : {"nobody", "", "dora", "erik", "hugo", " anna", "anna' OR '1'='1"}) {
        CAPTURE(name);
        CHECK_FALSE(bench.sign_in(name, "secret"));
        CHECK_FALSE(bench.sign_in(name, ""));
    }
    CHECK(bench.store.users.credentials("dora")->failed_logins == 0);
}

TEST_CASE("After as many failures as are configured a user is banned, for the time that is configured") {
    Bench bench;
    bench.store.settings.set_configuration("loginTries", "2");
    bench.store.settings.set_configuration("loginBanTime", "100");
    CHECK_FALSE(bench.sign_in("anna", "wrong"));
    CHECK(bench.sign_in("anna", "secret"));  // Ends the count.
    CHECK(bench.store.users.credentials("anna")->failed_logins == 0);
    CHECK_FALSE(bench.sign_in("anna", "wrong"));
    CHECK_FALSE(bench.sign_in("anna", "wrong"));
    CHECK_FALSE(bench.sign_in("anna", "secret"));
    bench.now += 100;
    CHECK_FALSE(bench.sign_in("anna", "secret"));
    bench.now += 1;
    CHECK(bench.sign_in("anna", "secret"));
}

TEST_CASE("Tries during a ban do not make it longer; a failure after it begins a new one") {
    Bench bench;
    bench.store.settings.set_configuration("loginTries", "1");
    bench.store.settings.set_configuration("loginBanTime", "100");
    CHECK_FALSE(bench.sign_in("anna", "wrong"));
    bench.now += 90;
    CHECK_FALSE(bench.sign_in("anna", "wrong"));
    bench.now += 11;
    CHECK_FALSE(bench.sign_in("anna", "wrong"));
    bench.now += 90;
    CHECK_FALSE(bench.sign_in("anna", "secret"));
    bench.now += 11;
    CHECK(bench.sign_in("anna", "secret"));
}

TEST_CASE("Where nothing is configured, Kimai's three tries and 900 seconds hold") {
    Bench bench;
    for (int i = 0; i < 3; ++i) CHECK_FALSE(bench.sign_in("anna", "wrong"));
    bench.now += 900;
    CHECK_FALSE(bench.sign_in("anna", "secret"));
    bench.now += 1;
    CHECK(bench.sign_in("anna", "secret"));
}

TEST_CASE("A refused login writes the failure of a user who could enter, and nothing else") {
    Bench bench;
    bench.sign_in("nobody", "x");
    CHECK(bench.writes == 0);
    bench.sign_in("anna", "wrong");
    CHECK(bench.writes == 1);
    CHECK_FALSE(bench.store.users.sealed_key(1));
}

TEST_CASE("An address with too many logins is refused, even with the right password, and counts for no ban") {
    Bench bench;
    Logins logins = bench.made(1);
    CHECK(logins.sign_in(bench.store, bench.client, "anna", "secret", bench.now));
    CHECK_FALSE(logins.sign_in(bench.store, bench.client, "anna", "secret", bench.now));
    CHECK_FALSE(logins.sign_in(bench.store, bench.client, "anna", "wrong", bench.now));
    CHECK(bench.store.users.credentials("anna")->failed_logins == 0);
    CHECK(logins.sign_in(bench.store, Client{"192.0.2.2"}, "anna", "secret", bench.now));
}

TEST_CASE("Without the salt only users with a new hash get in") {
    Bench bench;
    bench.store.connection.run_script("DELETE FROM settings");
    Logins logins = bench.made(0);
    CHECK_FALSE(logins.sign_in(bench.store, bench.client, "anna", "secret", bench.now));
    bench.store.users.set_password(1, hash_password("secret"));
    CHECK(logins.sign_in(bench.store, bench.client, "anna", "secret", bench.now));
}

TEST_CASE("Logins are counted by what became of them") {
    Bench bench;
    Logins logins = bench.made(3);
    const auto try_with = [&](const char* password) {
        return logins.sign_in(bench.store, bench.client, "anna", password, bench.now);
    };
    CHECK(try_with("secret"));
    CHECK_FALSE(try_with("wrong"));
    CHECK_FALSE(try_with("wrong"));
    CHECK_FALSE(try_with("secret"));
    CHECK(logins.counts().accepted.value() == 1);
    CHECK(logins.counts().refused.value() == 2);
    CHECK(logins.counts().throttled.value() == 1);
}
