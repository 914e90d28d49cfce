// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/demo_command.hpp"

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "api/passwords.hpp"
#include "gateway/open_database.hpp"
#include "storage/installation.hpp"
#include "storage/store.hpp"
#include "test/storage/scratch_folder.hpp"

namespace {

using namespace kimai;

constexpr std::int64_t some_day = 1781870400;

std::set<std::string> names_in(const std::filesystem::path& folder) {
    std::set<std::string> result;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) result.insert(entry.path().filename());
    return result;
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// The sentence that demo fails with; empty if it does not fail.
std::string complaint(const std::filesystem::path& file) {
    std::ostringstream out;
    try {
        gateway::fill_demo(file, some_day, out);
    } catch (const std::runtime_error& error) {
        CHECK(out.str().empty());
        return error.what();
    }
    return "";
}

TEST_CASE("demo makes a database that its printed logins open, and refuses to do it again") {
    const test::ScratchFolder scratch;
    const std::filesystem::path folder = scratch.file("");
    const auto file = folder / "k.db";
    std::ostringstream out;
    gateway::fill_demo(file, some_day, out);
    const std::string printed = out.str();
    {
        storage::Store store(std::move(gateway::open_database(file, {}).connection));
        CHECK(storage::is_filled(store));
        const auto stored = store.users.credentials("lead").value().password;
        CHECK(printed.find("\nlead             demo-lead        leads Development") != std::string::npos);
        CHECK(api::check_password("demo-lead", *stored, std::nullopt).fits);
        CHECK_FALSE(api::check_password("demo-admin", *stored, std::nullopt).fits);
    }
    CHECK(printed.find("serve --database " + file.string()) != std::string::npos);
    CHECK(printed.find("http://127.0.0.1:8080/core/json.php") != std::string::npos);
    CHECK(printed.find("http://127.0.0.1:8080/core/soap.php?wsdl") != std::string::npos);

    const std::string before = content_of(file);
    CHECK(complaint(file).find("k.db is filled already") != std::string::npos);
    CHECK(content_of(file) == before);
    // Nor is a key file made in passing.
    std::filesystem::remove(folder / "k.db.key");
    CHECK(complaint(file).find("k.db is filled already") != std::string::npos);
    CHECK(names_in(folder) == std::set<std::string>{"k.db"});
}

TEST_CASE("demo that fails leaves no file") {
    const test::ScratchFolder scratch;
    const std::filesystem::path folder = scratch.file("");
    CHECK(complaint(folder / "nowhere/k.db").find("No such file") != std::string::npos);
    std::ofstream(folder / "k.db.key") << "not hex";
    CHECK(complaint(folder / "k.db").find("hex digits") != std::string::npos);
    CHECK(names_in(folder) == std::set<std::string>{"k.db.key"});
}

TEST_CASE("demo asks for a database") {
    CLI::App app;
    gateway::add_demo_command(app);
    CHECK_THROWS_AS(app.parse(std::vector<std::string>{"demo"}), CLI::RequiredError);
    CHECK_THROWS_AS(app.parse("demo --database /nowhere/k.db --replace"), CLI::ExtrasError);
    CHECK_THROWS_WITH_AS(app.parse("demo --database /nowhere/k.db"),
                         "cannot make the database /nowhere/k.db: No such file or directory", std::runtime_error);
}

}  // namespace
