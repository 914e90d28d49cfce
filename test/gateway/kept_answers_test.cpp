// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/kept_answers.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "api/method_table.hpp"
#include "storage/current_marks.hpp"
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

/// Answers with what tells of them whether they are right.
struct Kept {
    explicit Kept(Files& files, std::size_t limit = 10'000) : answers(limit), marks(files.reading) {}

    bool has(std::string_view key, std::string_view text) {
        const auto found = answers.find(key);
        return found && found->text == text && marks.of(found->lasting.user) == found->lasting.marks;
    }
    bool is_right(std::string_view key) {
        const auto found = answers.find(key);
        REQUIRE(found);
        return marks.of(found->lasting.user) == found->lasting.marks;
    }

    KeptAnswers answers;
    storage::CurrentMarks marks;
};

std::string key_of(std::string_view form, std::string_view method, api::List arguments) {
    const api::Method* const found = api::find_method(method);
    auto bound = api::bind_by_position(*found, std::move(arguments));
    return answer_key(form, {found, std::get<api::Arguments>(std::move(bound))});
}

}  // namespace

TEST_CASE("an answer is right until the user's records change") {
    Files files;
    Kept kept(files);
    CHECK(kept.answers.find("a") == nullptr);
    kept.answers.keep("a", files.lasting(anna), "of anna");
    kept.answers.keep("b", files.lasting(bert), "of bert");
    kept.answers.keep("v", files.lasting(0), "of all");
    CHECK(kept.has("a", "of anna"));

    files.add_entry(bert);
    CHECK(kept.has("a", "of anna"));
    CHECK_FALSE(kept.is_right("b"));
    CHECK(kept.has("v", "of all"));

    files.add_entry(anna);
    CHECK_FALSE(kept.is_right("a"));
    CHECK(kept.has("v", "of all"));
}

TEST_CASE("an answer is right until what all share changes") {
    Files files;
    Kept kept(files);
    kept.answers.keep("a", files.lasting(anna), "of anna");
    kept.answers.keep("v", files.lasting(0), "of all");
    files.set("revision", "1401");
    CHECK_FALSE(kept.is_right("a"));
    CHECK_FALSE(kept.is_right("v"));
}

TEST_CASE("an answer made before a change and kept behind it is not right") {
    Files files;
    Kept kept(files);
    const Lasting before = files.lasting(anna);
    files.add_entry(anna);
    kept.answers.keep("a", before, "old");
    CHECK_FALSE(kept.is_right("a"));
}

TEST_CASE("what goes on all the time and shows in no answer changes nothing") {
    Files files;
    Kept kept(files);
    files.writing.execute("INSERT INTO users (userID, name, nameKey, globalRoleID) VALUES (1, 'anna', X'01', 1)");
    files.writing.execute("INSERT INTO apiKeys (userID, lookup, sealed) VALUES (1, X'01', X'02')");
    kept.answers.keep("a", files.lasting(anna), "of anna");
    files.writing.execute("UPDATE apiKeys SET lastUsed = 1");
    files.writing.execute("UPDATE users SET ban = ban + 1, banTime = 1");
    files.writing.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, 'yes')",
                          storage::readiness_setting);
    CHECK(kept.has("a", "of anna"));
}

TEST_CASE("what is rolled back changes nothing") {
    Files files;
    Kept kept(files);
    kept.answers.keep("a", files.lasting(anna), "of anna");
    {
        const storage::Transaction transaction(files.writing);
        files.add_entry(anna);
    }
    CHECK(kept.has("a", "of anna"));
}

TEST_CASE("a later answer takes the place of an earlier one, which lives as long as somebody holds it") {
    KeptAnswers answers(10'000);
    answers.keep("a", {}, "first");
    const auto first = answers.find("a");
    const std::size_t size = answers.size();
    answers.keep("a", {}, "other");
    CHECK(answers.find("a")->text == "other");
    CHECK(first->text == "first");
    CHECK(answers.size() == size);
}

TEST_CASE("memory is bounded, and what was asked for last stays") {
    KeptAnswers answers(16'000);
    const std::string text(1'000, 't');
    for (int i = 0; i < 100; ++i) {
        answers.keep("first", {}, text);
        answers.keep("key " + std::to_string(i), {}, text);
        CHECK(answers.size() <= 16'000);
    }
    CHECK(answers.find("first") != nullptr);
    CHECK(answers.find("key 99") != nullptr);
    CHECK(answers.find("key 50") == nullptr);
    CHECK(answers.size() > 10'000);
}

TEST_CASE("to be asked for is to stay") {
    KeptAnswers answers(16'000);
    const std::string text(1'000, 't');
    answers.keep("asked for", {}, text);
    answers.keep("forgotten", {}, text);
    for (int i = 0; i < 100; ++i) {
        CHECK(answers.find("asked for") != nullptr);
        answers.keep("key " + std::to_string(i), {}, text);
    }
    CHECK(answers.find("forgotten") == nullptr);
}

TEST_CASE("one answer does not drive out all others") {
    KeptAnswers answers(80'000);
    answers.keep("empty", {}, "");
    // What an entry costs besides its text.
    const std::size_t besides = answers.size();
    answers.keep("fits!", {}, std::string(10'000 - besides, 't'));
    CHECK(answers.find("fits!") != nullptr);
    answers.keep("large", {}, std::string(10'001 - besides, 't'));
    CHECK(answers.find("large") == nullptr);
}

TEST_CASE("without memory nothing is kept") {
    KeptAnswers answers(0);
    answers.keep("a", {}, "");
    CHECK(answers.find("a") == nullptr);
}

TEST_CASE("several threads keep and find answers") {
    KeptAnswers answers(50'000);
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    constexpr int count = 4;
    threads.reserve(count);
    for (int thread = 0; thread < count; ++thread) {
        threads.emplace_back([&answers, &wrong, thread] {
            for (int i = 0; i < 2'000; ++i) {
                const std::string key = std::to_string((i * 7 + thread) % 100);
                if (const auto found = answers.find(key); found && found->text != key + std::string(500, 't')) ++wrong;
                answers.keep(key, {}, key + std::string(500, 't'));
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
    CHECK(answers.size() <= 50'000);
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
