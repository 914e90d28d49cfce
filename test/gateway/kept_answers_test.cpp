// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/kept_answers.hpp"

#include <doctest/doctest.h>

#include "api/method_table.hpp"
#include "storage/schema.hpp"
#include "storage/settings.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai;
using gateway::answer_key;
using gateway::KeptAnswers;
using gateway::Lasting;

namespace {

constexpr std::int64_t anna = 1;
constexpr std::int64_t bert = 2;

/// A database file with a connection that writes, as another process would, and one that reads.
struct Files {
    test::ScratchFolder folder;
    storage::Connection writing = made(folder.file("k.db"));
    storage::Connection reading = storage::Connection::open(folder.file("k.db"), {.read_only = true});

    static storage::Connection made(const std::string& file) {
        auto connection = storage::Connection::open(file, {.create = true});
        storage::migrate(connection);
        return connection;
    }

    Lasting lasting(std::int64_t user) { return {user, storage::change_marks(reading, user)}; }

    void add_entry(std::int64_t user) {
        writing.execute("INSERT INTO timeSheet (userID, projectID, activityID, statusID) VALUES (?1, 1, 1, 1)", user);
    }
    void set(const char* option, const char* value) {
        writing.execute("INSERT OR REPLACE INTO configuration (option, value) VALUES (?1, ?2)", option, value);
    }
};

bool has(KeptAnswers& answers, std::string_view key, std::string_view text) {
    const auto* const found = answers.find(key);
    return found != nullptr && found->text == text;
}

std::string key_of(std::string_view form, std::string_view method, api::List arguments) {
    const api::Method* const found = api::find_method(method);
    auto bound = api::bind_by_position(*found, std::move(arguments));
    return answer_key(form, {found, std::get<api::Arguments>(std::move(bound))});
}

}  // namespace

TEST_CASE("an answer is kept until the user's records change") {
    Files files;
    KeptAnswers answers(files.reading, 10'000);
    CHECK(answers.find("a") == nullptr);
    answers.keep("a", files.lasting(anna), "of anna");
    answers.keep("b", files.lasting(bert), "of bert");
    answers.keep("v", files.lasting(0), "of all");
    CHECK(has(answers, "a", "of anna"));

    files.add_entry(bert);
    CHECK(has(answers, "a", "of anna"));
    CHECK(answers.find("b") == nullptr);
    CHECK(has(answers, "v", "of all"));

    files.add_entry(anna);
    CHECK(answers.find("a") == nullptr);
    CHECK(has(answers, "v", "of all"));
}

TEST_CASE("an answer is kept until what all share changes") {
    Files files;
    KeptAnswers answers(files.reading, 10'000);
    answers.keep("a", files.lasting(anna), "of anna");
    answers.keep("v", files.lasting(0), "of all");
    files.set("revision", "1401");
    CHECK(answers.find("a") == nullptr);
    CHECK(answers.find("v") == nullptr);
}

TEST_CASE("an answer made before a change and kept behind it is not right") {
    Files files;
    KeptAnswers answers(files.reading, 10'000);
    const Lasting before = files.lasting(anna);
    files.add_entry(anna);
    answers.keep("a", before, "old");
    CHECK(answers.find("a") == nullptr);
}

TEST_CASE("what goes on all the time and shows in no answer changes nothing") {
    Files files;
    KeptAnswers answers(files.reading, 10'000);
    files.writing.execute("INSERT INTO users (userID, name, nameKey, globalRoleID) VALUES (1, 'anna', X'01', 1)");
    files.writing.execute("INSERT INTO apiKeys (userID, lookup, sealed) VALUES (1, X'01', X'02')");
    answers.keep("a", files.lasting(anna), "of anna");
    files.writing.execute("UPDATE apiKeys SET lastUsed = 1");
    files.writing.execute("UPDATE users SET ban = ban + 1, banTime = 1");
    files.writing.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, 'yes')",
                          storage::readiness_setting);
    CHECK(has(answers, "a", "of anna"));
}

TEST_CASE("what is rolled back changes nothing") {
    Files files;
    KeptAnswers answers(files.reading, 10'000);
    answers.keep("a", files.lasting(anna), "of anna");
    {
        const storage::Transaction transaction(files.writing);
        files.add_entry(anna);
    }
    CHECK(has(answers, "a", "of anna"));
}

TEST_CASE("a later answer takes the place of an earlier one") {
    Files files;
    KeptAnswers answers(files.reading, 10'000);
    answers.keep("a", files.lasting(anna), "first");
    const std::size_t size = answers.size();
    answers.keep("a", files.lasting(anna), "other");
    CHECK(has(answers, "a", "other"));
    CHECK(answers.size() == size);
}

TEST_CASE("memory is bounded, and what was asked for last stays") {
    Files files;
    KeptAnswers answers(files.reading, 16'000);
    const std::string text(1'000, 't');
    const Lasting lasting = files.lasting(anna);
    for (int i = 0; i < 100; ++i) {
        answers.keep("first", lasting, text);
        answers.keep("key " + std::to_string(i), lasting, text);
        CHECK(answers.size() <= 16'000);
    }
    CHECK(has(answers, "first", text));
    CHECK(has(answers, "key 99", text));
    CHECK(answers.find("key 50") == nullptr);
    CHECK(answers.size() > 10'000);
}

TEST_CASE("one answer does not drive out all others") {
    Files files;
    KeptAnswers answers(files.reading, 80'000);
    const Lasting lasting = files.lasting(anna);
    answers.keep("empty", lasting, "");
    // What an entry costs besides its text.
    const std::size_t besides = answers.size();
    answers.keep("fits!", lasting, std::string(10'000 - besides, 't'));
    CHECK(answers.find("fits!") != nullptr);
    answers.keep("large", lasting, std::string(10'001 - besides, 't'));
    CHECK(answers.find("large") == nullptr);
}

TEST_CASE("without memory nothing is kept") {
    Files files;
    KeptAnswers answers(files.reading, 0);
    CHECK_FALSE(answers.keeps_any());
    answers.keep("a", files.lasting(anna), "");
    CHECK(answers.find("a") == nullptr);
}

TEST_CASE("calls that differ have different keys") {
    const std::vector<std::string> keys{
        key_of("json", "getTasks", {api::Value("k"), api::Value()}),
        key_of("json", "getTasks", {api::Value("k"), api::Value(false)}),
        key_of("json", "getTasks", {api::Value("k"), api::Value(true)}),
        key_of("json", "getTasks", {api::Value("k"), api::Value("1")}),
        key_of("json", "getTasks", {api::Value("k"), api::Value(api::Number{"1"})}),
        key_of("json", "getTasks", {api::Value("k"), api::Value(api::Number{"1.0"})}),
        key_of("json", "getTasks", {api::Value("k"), api::Value(api::List{api::Value("1")})}),
        key_of("json", "getTasks", {api::Value("k"), api::Value(api::List{})}),
        key_of("json", "getTasks", {api::Value("k"), api::Value(api::Record{})}),
        key_of("json", "getTasks", {api::Value("k"), api::Value(api::Record{{"1", api::Value("1")}})}),
        key_of("json", "getTasks", {api::Value("k"), api::Value(api::List{api::Value("1"), api::Value("2")})}),
        key_of("json", "getTasks",
               {api::Value("k"), api::Value(api::List{api::Value(api::List{api::Value("1")}), api::Value("2")})}),
        key_of("json", "getTasks", {api::Value("other"), api::Value()}),
        key_of("soap", "getTasks", {api::Value("k"), api::Value()}),
        key_of("json", "getProjects", {api::Value("k"), api::Value()}),
    };
    for (std::size_t i = 0; i < keys.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) CHECK(keys[i] != keys[j]);
    }
    CHECK(key_of("json", "getTasks", {api::Value("k")}) == key_of("json", "getTasks", {api::Value("k"), api::Value()}));
}
