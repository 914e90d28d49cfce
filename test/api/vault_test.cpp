// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/vault.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>

#include <fstream>
#include <set>
#include <string>

#include "test/storage/scratch_folder.hpp"

using namespace kimai::api;
using kimai::test::ScratchFolder;

namespace {

const std::string good = std::string(62, '0') + "Ff";

std::string error_of(const std::string& file, bool may_create) {
    try {
        Vault::open(file, may_create);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

std::string content(const std::string& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write_private(const std::string& file, const std::string& text) {
    std::ofstream(file) << text;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

/// Lets no file of this process grow, as on a full disk.
class FullDisk {
  public:
    FullDisk() {
        old_handler_ = ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &old_limit_);
        rlimit none = old_limit_;
        none.rlim_cur = 10;
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &old_limit_);
        ::signal(SIGXFSZ, old_handler_);
    }

  private:
    rlimit old_limit_{};
    void (*old_handler_)(int);
};

}  // namespace

TEST_CASE("A missing key file is made for the owner alone, with 64 hex digits, and read from then on") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db.key");
    const Vault made = Vault::open(file, true);
    CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::all) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    const std::string line = content(file);
    CHECK(line.size() == 65);
    CHECK(line.find_first_not_of("0123456789abcdef") == 64);
    for (const bool may_create : {true, false}) {
        const Vault read = Vault::open(file, may_create);
        CHECK(read.open_sealed(made.seal("text", "purpose"), "purpose") == "text");
        CHECK(read.lookup("key") == made.lookup("key"));
    }
    CHECK(content(file) == line);
}

TEST_CASE("A missing key file is told with its name and a way out, and is not made") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db.key");
    const std::string error = error_of(file, false);
    CHECK(error.find(file) != std::string::npos);
    CHECK(error.find("backup") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(file));
    CHECK(error_of(folder.file("no/such/folder.key"), true).find("No such file") != std::string::npos);
}

TEST_CASE("A key file that cannot be written is not left behind half") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db.key");
    std::string error;
    {
        const FullDisk full;
        error = error_of(file, true);
    }
    CHECK(error == "cannot write the key file " + file + ": No space left on device");
    CHECK(std::filesystem::is_empty(folder.file("")));
    CHECK(error_of(file, true).empty());
}

TEST_CASE("A key file that holds something else is refused and stays as it is") {
    struct Case {
        std::string name;
        std::string content;
        bool fits;
    };
    const Case cases[] = {
        {"with a line feed", good + "\n", true},
        {"without one", good, true},
        {"empty", "", false},
        {"too short", good.substr(1), false},
        {"too long", good + "0", false},
        {"no hex", std::string(63, '0') + "g", false},
        {"with blanks within", std::string(31, '0') + "  " + std::string(31, '0'), false},
    };
    const ScratchFolder folder;
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const std::string file = folder.file(c.name);
        write_private(file, c.content);
        const std::string error = error_of(file, true);
        CHECK(error.empty() == c.fits);
        if (!c.fits) CHECK(error.find(file) != std::string::npos);
        CHECK(content(file) == c.content);
    }
}

TEST_CASE("A key file that others may read or write is refused") {
    using std::filesystem::perms;
    const ScratchFolder folder;
    const std::string file = folder.file("k.db.key");
    write_private(file, good);
    for (const perms open : {perms::group_read, perms::group_write, perms::others_read, perms::others_write}) {
        std::filesystem::permissions(file, perms::owner_read | open);
        CHECK(error_of(file, true).find("chmod 600") != std::string::npos);
    }
    std::filesystem::permissions(file, perms::owner_read);
    CHECK(error_of(file, true).empty());
}

TEST_CASE("What is sealed opens for the same purpose with the same secret, and only unchanged") {
    const Vault vault(random_secret());
    for (const std::string text : {"", "aaaa1111bbbb2222cccc3333d", "\xC3\xA4"}) {
        CHECK(vault.open_sealed(vault.seal(text, "purpose"), "purpose") == text);
    }
    const auto sealed = vault.seal("text", "purpose");
    CHECK_FALSE(vault.open_sealed(sealed, "other purpose"));
    CHECK_FALSE(vault.open_sealed(sealed, ""));
    CHECK_FALSE(Vault(random_secret()).open_sealed(sealed, "purpose"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] ^= std::byte{1};
        CHECK_FALSE(vault.open_sealed(changed, "purpose"));
        CHECK_FALSE(vault.open_sealed(kimai::storage::Bytes(sealed).first(i), "purpose"));
    }
    CHECK(vault.seal("text", "purpose") != sealed);
}

TEST_CASE("Users have purposes of their own") {
    CHECK(purpose_of_key(1) != purpose_of_key(11));
    CHECK(purpose_of_key(1) != purpose_of_salt);
}

TEST_CASE("A lookup is the same for the same key and secret only") {
    const Vault vault(random_secret());
    CHECK(vault.lookup("key") == vault.lookup("key"));
    CHECK(vault.lookup("key") != vault.lookup("Key"));
    CHECK(vault.lookup("key") != vault.lookup("key "));
    CHECK(vault.lookup("key") != Vault(random_secret()).lookup("key"));
    vault.lookup("");
}

TEST_CASE("New keys have 25 hex digits and never come twice") {
    std::set<std::string> keys;
    for (int i = 0; i < 100; ++i) {
        const std::string key = new_api_key();
        CHECK(key.size() == 25);
        CHECK(key.find_first_not_of("0123456789abcdef") == std::string::npos);
        keys.insert(key);
    }
    CHECK(keys.size() == 100);
}
