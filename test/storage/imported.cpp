// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "imported.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "test/test_data.hpp"

namespace kimai::test {

namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
    std::vector<std::byte> bytes(text.size());
    std::transform(text.begin(), text.end(), bytes.begin(), [](char c) { return static_cast<std::byte>(c); });
    return bytes;
}

void write(const std::string& file, std::string_view text) {
    std::ofstream(file, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace

std::string recorded_dump() {
    std::ifstream stream(test_file("conformance/kimai1.sql"), std::ios::binary);
    if (!stream) throw std::runtime_error("the recorded dump is not there");
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

storage::ImportOptions import_options(const std::string& database, const std::string& dump) {
    storage::ImportOptions options;
    options.database = database;
    options.dump = dump;
    options.seal = [](std::int64_t user, std::string_view key) {
        return storage::SealedKey{bytes_of("lookup of " + std::string(key)), bytes_of(std::to_string(user))};
    };
    return options;
}

std::string failure_of(const std::string& dump, std::optional<std::string> prefix) {
    const ScratchFolder folder;
    write(folder.file("dump.sql"), dump);
    storage::ImportOptions options = import_options(folder.file("k.db"), folder.file("dump.sql"));
    options.prefix = std::move(prefix);
    const auto result = storage::import_dump(options);
    const auto* failure = std::get_if<storage::ImportFailure>(&result);
    if (failure == nullptr) return "no failure";
    for (const auto& entry : std::filesystem::directory_iterator(folder.file(""))) {
        if (entry.path().filename() != "dump.sql") return "left behind: " + entry.path().string();
    }
    return failure->text();
}

const storage::TableReport& table_of(const storage::ImportReport& report, std::string_view table) {
    const auto found = std::find_if(report.tables.begin(), report.tables.end(),
                                    [&](const storage::TableReport& candidate) { return candidate.name == table; });
    if (found == report.tables.end()) throw std::runtime_error("no such table in the report");
    return *found;
}

Imported::Imported(const std::string& dump, std::optional<std::string> prefix) {
    write(folder_.file("dump.sql"), dump);
    import(folder_.file("dump.sql"), std::move(prefix));
}

Imported::Imported(const DumpFile& dump) { import(test_file("data/import/" + dump.name), {}); }

void Imported::import(const std::string& file, std::optional<std::string> prefix) {
    storage::ImportOptions options = import_options(folder_.file("k.db"), file);
    options.prefix = std::move(prefix);
    auto result = storage::import_dump(options);
    if (const auto* failure = std::get_if<storage::ImportFailure>(&result)) throw std::runtime_error(failure->text());
    report_ = std::move(std::get<storage::ImportReport>(result));
}

std::string Imported::one(std::string_view sql) const {
    storage::Connection connection = storage::Connection::open(file());
    storage::Rows rows = connection.query(sql);
    return rows.next() ? std::string(rows.text(0)) : "nothing";
}

std::string Imported::content() const {
    storage::Connection connection = storage::Connection::open(file());
    std::vector<std::string> tables;
    {
        storage::Rows rows =
            connection.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'changes' ORDER BY name");
        while (rows.next()) tables.emplace_back(rows.text(0));
    }
    std::string content;
    for (const std::string& table : tables) {
        int columns = 0;
        storage::Rows counted = connection.query("SELECT count(*) FROM pragma_table_info(?1)", table);
        counted.next();
        columns = static_cast<int>(counted.integer(0));
        std::vector<std::string> lines;
        storage::Rows rows = connection.query("SELECT * FROM " + table);
        while (rows.next()) {
            std::string line = table;
            for (int i = 0; i < columns; ++i) line.append("|").append(rows.is_null(i) ? "NULL" : rows.text(i));
            lines.push_back(std::move(line));
        }
        std::sort(lines.begin(), lines.end());
        for (const std::string& line : lines) content.append(line).append("\n");
    }
    return content;
}

}  // namespace kimai::test
