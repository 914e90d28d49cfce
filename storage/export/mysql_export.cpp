// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/mysql_export.hpp"

#include <algorithm>
#include <utility>

#include "storage/ascii.hpp"
#include "storage/export/kimai_rows.hpp"
#include "storage/export/mysql_survey.hpp"
#include "storage/kimai_dump.hpp"
#include "storage/money.hpp"
#include "storage/one_number.hpp"
#include "storage/settings.hpp"
#include "storage/short_text.hpp"

namespace kimai::storage {

namespace {

/// A statement ends behind the row with which it gets longer than this. mysqldump does it so, too.
constexpr std::size_t statement_bytes = std::size_t{1024} * 1024;

/// The shortest default of max_allowed_packet among the servers that are still about (MariaDB, MySQL 5.6).
constexpr std::size_t packet_bytes = std::size_t{16} * 1024 * 1024;

constexpr std::string_view head =
    "-- Kimai 1.3.5, database revision 1400; exported by Kimai Gateway\n\n"
    "SET NAMES utf8mb4;\n"
    "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES';\n";
constexpr std::string_view tail = "\nSET SQL_MODE=@OLD_SQL_MODE;\n\n-- Dump completed\n";

void append_quoted_name(std::string& out, std::string_view name) {
    out += '`';
    for (const char c : name) out.append(c == '`' ? 2 : 1, c);
    out += '`';
}

/// By MySQL's rules for texts, which hold whatever the connection's character set.
void append_text(std::string& out, std::string_view text) {
    out += '\'';
    for (const char c : text) {
        switch (c) {
            case '\0':
                out += "\\0";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\x1A':  // Ends a file on Windows.
                out += "\\Z";
                break;
            case '\\':
            case '\'':
                out += '\\';
                [[fallthrough]];
            default:
                out += c;
        }
    }
    out += '\'';
}

void append_cell(std::string& out, const MysqlType& type, const Cell& cell) {
    switch (cell.kind) {
        case Cell::Kind::absent:
            return;
        case Cell::Kind::null:
            out += "NULL";
            return;
        case Cell::Kind::number:
            if (type.kind == MysqlType::Kind::decimal) {
                out += Money{cell.number}.text().view();
            } else {
                out += ShortText<24>().append_number(cell.number).view();
            }
            return;
        case Cell::Kind::text:
            append_text(out, cell.text);
    }
}

/// Writes one table.
class TableWriter {
  public:
    TableWriter(const KimaiDefinition& table, const std::string& prefix, const WriteText& write)
        : table_(table), write_(write) {
        append_quoted_name(name_, prefix + std::string(table.name));
    }

    void create(std::optional<std::int64_t> next_number) const;
    void add(const std::vector<Cell>& cells);
    void end();
    std::size_t longest_statement() const { return longest_; }

  private:
    void begin(const std::vector<Cell>& cells);
    static std::vector<bool> present(const std::vector<Cell>& cells);

    const KimaiDefinition& table_;
    const WriteText& write_;
    std::string name_;
    std::string text_;
    /// Which columns the statement under way names; empty: there is none.
    std::vector<bool> columns_;
    std::size_t written_ = 0;
    std::size_t longest_ = 0;
};

void TableWriter::create(std::optional<std::int64_t> next_number) const {
    std::string sql = "\nDROP TABLE IF EXISTS " + name_ + ";\nCREATE TABLE " + name_ + " (\n";
    for (const KimaiColumn& column : table_.columns) {
        append_quoted_name(sql.append("  "), column.name);
        sql.append(" ").append(column.type.sql());
        if (!column.character_set.empty()) sql.append(" ").append(column.character_set);
        sql.append(" ").append(column.attributes).append(",\n");
    }
    for (const std::string& key : table_.keys) {
        sql.append("  ").append(key).append(&key == &table_.keys.back() ? "\n" : ",\n");
    }
    sql.append(") ENGINE=InnoDB");
    if (next_number) sql.append(" AUTO_INCREMENT=").append(std::to_string(*next_number));
    write_(sql.append(" DEFAULT CHARSET=utf8;\n"));
}

std::vector<bool> TableWriter::present(const std::vector<Cell>& cells) {
    std::vector<bool> present(cells.size());
    std::transform(cells.begin(), cells.end(), present.begin(),
                   [](const Cell& cell) { return cell.kind != Cell::Kind::absent; });
    return present;
}

void TableWriter::begin(const std::vector<Cell>& cells) {
    columns_ = present(cells);
    text_.append("INSERT INTO ").append(name_);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i]) append_quoted_name(text_.append(i == 0 ? " (" : ","), table_.columns[i].name);
    }
    text_.append(") VALUES\n(");
}

void TableWriter::add(const std::vector<Cell>& cells) {
    // Only roles lack some.
    if (table_.is_of_roles() && columns_ != present(cells)) end();
    text_.clear();
    if (columns_.empty()) {
        begin(cells);
    } else {
        text_.append(",\n(");
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].kind == Cell::Kind::absent) continue;
        if (i > 0) text_ += ',';
        append_cell(text_, table_.columns[i].type, cells[i]);
    }
    text_ += ')';
    write_(text_);
    written_ += text_.size();
    if (written_ > statement_bytes) end();
}

void TableWriter::end() {
    if (columns_.empty()) return;
    write_(";\n");
    columns_.clear();
    longest_ = std::max(longest_, std::exchange(written_, 0));
}

std::optional<std::int64_t> next_number_of(Connection& connection, std::string_view table) {
    Rows rows = connection.query("SELECT seq + 1 FROM sqlite_sequence WHERE name = ?1 AND seq > 0", table);
    if (!rows.next()) return std::nullopt;
    return rows.integer(0);
}

void note_passwords_and_keys(Connection& connection, std::vector<std::string>& notes) {
    const std::int64_t hashes = one_number(connection, "SELECT count(*) FROM users WHERE password GLOB '$argon2*'");
    if (hashes > 0) {
        notes.push_back("Kimai 1 cannot check " + std::to_string(hashes) + " of the password hashes (Argon2id, of " +
                        (hashes == 1 ? "a user who has" : "users who have") +
                        " signed in here or got a password here): in Kimai 1 set new passwords; the gateway's import "
                        "keeps them");
    }
    const std::int64_t used =
        one_number(connection, "SELECT count(*) FROM apiKeys WHERE created IS NOT NULL OR lastUsed IS NOT NULL");
    if (used > 0) {
        notes.push_back("when " + std::to_string(used) + (used == 1 ? " API key was" : " API keys were") +
                        " made and last used is left out: Kimai's tables have no place for it");
    }
}

void note_version(Connection& connection, std::vector<std::string>& notes) {
    Settings settings(connection);
    const std::string version = settings.configuration("version").value_or("unknown");
    const std::string revision = settings.configuration("revision").value_or("unknown");
    if (version == exported_version && revision == exported_revision) return;
    notes.push_back(
        "the dump's tables are those of Kimai 1.3.5, revision 1400, and its configuration says so; in the "
        "database stands version " +
        version + ", revision " + revision);
}

}  // namespace

std::optional<std::string> prefix_problem(std::string_view prefix) {
    constexpr std::size_t longest = 40;  // With the longest name below MySQL's 64.
    const auto is_plain = [](char c) { return is_ascii_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    if (prefix.size() > longest) return "is longer than " + std::to_string(longest) + " characters";
    if (!std::ranges::all_of(prefix, is_plain)) return "has other characters than letters, digits and _";
    for (const KimaiTable& table : kimai_tables()) {
        const auto read = kimai_table_named({"", std::string(prefix) + std::string(table.name)});
        if (!read || read->table != &table) return "would make other names of Kimai's tables";
    }
    return std::nullopt;
}

std::vector<std::string> export_mysql(Connection& connection, const MysqlExportOptions& options,
                                      const WriteText& write) {
    if (const auto problem = prefix_problem(options.prefix)) {
        throw ExportRefused("the prefix '" + options.prefix + "' " + *problem);
    }
    MysqlSurvey survey = survey_for_mysql(connection, options.open_key, options.row_done);
    std::size_t longest = 0;
    write(head);
    for (const KimaiDefinition& table : survey.tables) {
        TableWriter writer(table, options.prefix, write);
        writer.create(next_number_of(connection, table.name));
        KimaiRows rows(connection, table, options.open_key);
        while (rows.next()) {
            writer.add(rows.cells());
            if (options.row_done) options.row_done();
        }
        writer.end();
        longest = std::max(longest, writer.longest_statement());
    }
    write(tail);
    if (longest > packet_bytes) {
        survey.notes.push_back("the longest statement has " + std::to_string(longest) +
                               " bytes: MySQL takes it only with a max_allowed_packet that is larger");
    }
    note_version(connection, survey.notes);
    note_passwords_and_keys(connection, survey.notes);
    return std::move(survey.notes);
}

}  // namespace kimai::storage
