// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/passwords.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace kimai::api;

namespace {

constexpr const char* old_salt = "xAqZ3mfP7sLw9Rt2KvYd";
constexpr const char* hash_of_anna = "3fd08f9fb81ca986a279d5e2f31f8465";  // "anna-secret", made by Kimai 1.3.5.

}  // namespace

TEST_CASE("A hash of Kimai 1 fits its password and is replaced") {
    struct Case {
        std::string name;
        std::string password;
        std::string stored;
        std::optional<std::string> salt;
        bool fits;
    };
    const Case cases[] = {
        {"right", "anna-secret", hash_of_anna, old_salt, true},
        {"beyond ASCII", "geheim-\xC3\xA4\xC3\xB6\xC3\xBC\xE2\x82\xAC", "c97935b7ae02bf1b572fe15ef210d220", old_salt,
         true},
        {"wrong password", "anna-secre", hash_of_anna, old_salt, false},
        {"empty password", "", hash_of_anna, old_salt, false},
        {"wrong salt", "anna-secret", hash_of_anna, "xAqZ3mfP7sLw9Rt2KvYD", false},
        {"salt not known", "anna-secret", hash_of_anna, std::nullopt, false},
        {"hash in upper case", "anna-secret", "3FD08F9FB81CA986A279D5E2F31F8465", old_salt, false},
        {"hash cut off", "anna-secret", "3fd08f9fb81ca986a279d5e2f31f846", old_salt, false},
        {"empty hash", "", "", "", false},
        {"the hash itself", hash_of_anna, hash_of_anna, old_salt, false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const PasswordCheck check = check_password(c.password, c.stored, c.salt);
        CHECK(check.fits == c.fits);
        REQUIRE(check.replacement.has_value() == c.fits);
        if (!c.fits) continue;
        const PasswordCheck again = check_password(c.password, *check.replacement, std::nullopt);
        CHECK(again.fits);
        CHECK_FALSE(again.replacement);
    }
}

TEST_CASE("Nothing fits where nothing is stored") {
    const PasswordCheck check = check_password("", std::nullopt, old_salt);
    CHECK_FALSE(check.fits);
    CHECK_FALSE(check.replacement);
}

TEST_CASE("An Argon2id hash fits its own password, whatever that holds") {
    const std::string password("bl\0nk \xFF", 7);
    const std::string hash = hash_password(password);
    CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    CHECK(hash != hash_password(password));
    CHECK(check_password(password, hash, old_salt).fits);
    for (const std::string& other : {std::string("bl"), password + "x", std::string(), hash}) {
        CHECK_FALSE(check_password(other, hash, old_salt).fits);
    }
    CHECK_FALSE(check_password("x", "$argon2id$broken", old_salt).fits);
}
