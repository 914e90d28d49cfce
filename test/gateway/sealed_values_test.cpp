// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/sealed_values.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "storage/settings.hpp"
#include "storage/users.hpp"
#include "test/storage/firm.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai;
using namespace kimai::gateway;
using kimai::test::ScratchFolder;

namespace {

std::string content_of(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    return {(std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>()};
}

/// A user with a key, and a salt, both sealed.
storage::Connection sealed_by(const api::Vault& vault) {
    storage::Connection connection = test::memory_database();
    test::add(connection, test::UserRow{.id = 7, .name = "anna"});
    storage::Users users(connection);
    users.set_key(7, vault.lookup("key of anna"), vault.seal("key of anna", api::purpose_of_key(7)), 1000);
    users.note_key_use(7, 2000);
    storage::Settings settings(connection);
    settings.set_secret_setting(storage::password_salt_setting, vault.seal("salt", api::purpose_of_salt));
    return connection;
}

}  // namespace

TEST_CASE("A key file opens what was sealed with it, and nothing else") {
    const ScratchFolder folder;
    const api::Vault own = api::Vault::open(folder.file("own.key"), true);
    api::Vault::open(folder.file("other.key"), true);
    storage::Connection connection = sealed_by(own);
    CHECK(closed_by(connection, folder.file("own.key")).empty());
    CHECK(closed_by(connection, folder.file("other.key")).find("the password salt") == 0);
    CHECK(closed_by(connection, folder.file("none.key")).find("none.key") != std::string::npos);
    connection.execute("DELETE FROM settings");
    CHECK(closed_by(connection, folder.file("other.key")) ==
          "the API keys of 1 of 1 users cannot be opened with the key file");
    connection.execute("DELETE FROM apiKeys");
    CHECK(closed_by(connection, folder.file("none.key")).empty());
}

TEST_CASE("What is sealed anew opens with the other key, and is the same") {
    const ScratchFolder folder;
    const api::Vault own = api::Vault::open(folder.file("own.key"), true);
    const api::Vault other = api::Vault::open(folder.file("other.key"), true);
    storage::Connection connection = sealed_by(own);
    CHECK_THROWS_AS(reseal(connection, other, own), std::runtime_error);
    reseal(connection, own, other);
    CHECK(closed_by(connection, folder.file("other.key")).empty());
    storage::Users users(connection);
    CHECK(users.by_key(other.lookup("key of anna")).value().id == 7);
    CHECK_FALSE(users.by_key(own.lookup("key of anna")));
    CHECK(other.open_sealed(users.sealed_key(7).value(), api::purpose_of_key(7)) == "key of anna");
    storage::Rows rows = connection.query("SELECT created, lastUsed FROM apiKeys");
    REQUIRE(rows.next());
    CHECK(rows.integer(0) == 1000);
    CHECK(rows.integer(1) == 2000);
}

TEST_CASE("A key file is copied for its owner only, and never takes another one's place") {
    const ScratchFolder folder;
    api::Vault::open(folder.file("own.key"), true);
    copy_key_file(folder.file("own.key"), folder.file("copy.key"));
    CHECK(content_of(folder.file("copy.key")) == content_of(folder.file("own.key")));
    struct stat found {};
    REQUIRE(::stat(folder.file("copy.key").c_str(), &found) == 0);
    CHECK((found.st_mode & 0777U) == 0600);
    CHECK_NOTHROW(copy_key_file(folder.file("own.key"), folder.file("copy.key")));
    std::ofstream(folder.file("copy.key")) << "another";
    CHECK_THROWS_AS(copy_key_file(folder.file("own.key"), folder.file("copy.key")), std::runtime_error);
    CHECK(content_of(folder.file("copy.key")) == "another");
    CHECK_THROWS_AS(copy_key_file(folder.file("none.key"), folder.file("new.key")), std::runtime_error);
}
