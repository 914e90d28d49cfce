// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/mysql_survey.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "storage/ascii.hpp"
#include "storage/collation.hpp"
#include "storage/export/kimai_rows.hpp"

namespace kimai::storage {

namespace {

/// Texts of a unique key, of which MySQL takes more for equal than we do.
class UniqueTexts {
  public:
    /// before: the other columns of the key. Throws ExportRefused if even the strictest collation takes the text for
    /// one that was there before: none of them minds blanks at the end.
    void add(const std::string& column, const std::string& before, std::string_view text, const std::string& row) {
        const std::string_view trimmed = text.substr(0, text.find_last_not_of(' ') + 1);
        const auto [same, is_new] = exact_.try_emplace(before + std::string(trimmed), row);
        if (!is_new) {
            throw ExportRefused("MySQL takes " + column + " of " + same->second + " and of " + row +
                                " for equal, and allows each value once; change one of them");
        }
        const auto [alike, is_other] = alike_.try_emplace(before + sort_key(text), row);
        if (!is_other && first_.empty()) first_ = alike->second + " and " + row;
    }
    /// The first two rows that only a binary collation keeps apart; empty if there are none.
    const std::string& first() const { return first_; }

  private:
    std::map<std::string, std::string> exact_;
    std::map<std::string, std::string> alike_;
    std::string first_;
};

struct ColumnSurvey {
    Extent extent;
    std::int64_t misfits = 0;
    std::string first_misfit;
    UniqueTexts unique;
};

class TableSurvey {
  public:
    TableSurvey(Connection& connection, KimaiDefinition& definition) : connection_(connection), table_(definition) {}

    void look(const OpenKey& open_key, const RowDone& row_done) {
        check_names();
        columns_.resize(table_.columns.size());
        KimaiRows rows(connection_, table_, open_key);
        while (rows.next()) {
            for (std::size_t i = 0; i < columns_.size(); ++i) look_at(i, rows);
            if (row_done) row_done();
        }
        look_at_next_number();
    }

    /// Changes the definition so that it holds all that was seen.
    void widen(std::vector<std::string>& notes) {
        for (std::size_t i = 0; i < columns_.size(); ++i) widen(table_.columns[i], columns_[i], notes);
        allow_double_rates(notes);
    }

  private:
    void check_names() const;
    void look_at(std::size_t column, const KimaiRows& rows);
    void look_at_next_number();
    void count(std::size_t column, const Extent& extent, const std::string& row);
    void widen(KimaiColumn& column, const ColumnSurvey& seen, std::vector<std::string>& notes) const;
    void allow_double_rates(std::vector<std::string>& notes);
    std::string full_name(const KimaiColumn& column) const { return std::string(table_.name) + "." + column.name; }

    Connection& connection_;
    KimaiDefinition& table_;
    std::vector<ColumnSurvey> columns_;
};

/// Permissions become columns, whose names MySQL compares without regard to case.
void TableSurvey::check_names() const {
    constexpr std::size_t longest_name = 64;
    std::set<std::string> names;
    for (const KimaiColumn& column : table_.columns) {
        const auto extent = extent_of(std::string_view(column.name));
        const bool fits = extent && extent->characters > 0 && extent->characters <= longest_name &&
                          !extent->ends_with_blank && !extent->needs_utf8mb4;
        if (!fits || !names.insert(ascii_lowered(column.name)).second) {
            throw ExportRefused("the permission '" + column.name + "' of " + std::string(table_.name) +
                                " cannot be the name of a column: it is too long, or there is another one like it");
        }
    }
}

void TableSurvey::look_at(std::size_t column, const KimaiRows& rows) {
    const Cell& cell = rows.cells()[column];
    switch (cell.kind) {
        case Cell::Kind::absent:
        case Cell::Kind::null:
            return;
        case Cell::Kind::number:
            if (const Extent extent = extent_of(cell.number); !holds(table_.columns[column].type, extent)) {
                count(column, extent, rows.name());
            }
            return;
        case Cell::Kind::text:
            break;
    }
    const KimaiColumn& definition = table_.columns[column];
    const auto extent = extent_of(cell.text);
    if (!extent) throw ExportRefused(full_name(definition) + " of " + rows.name() + " is not valid UTF-8");
    if (extent->needs_utf8mb4 || !holds(definition.type, *extent)) count(column, *extent, rows.name());
    if (!definition.in_unique_key) return;
    std::string before;
    for (std::size_t i = 0; i < column && table_.name == "preferences"; ++i) {
        before.append(std::to_string(rows.cells()[i].number)).append(" ");
    }
    columns_[column].unique.add(full_name(definition), before, cell.text, rows.name());
}

void TableSurvey::count(std::size_t column, const Extent& extent, const std::string& row) {
    ColumnSurvey& seen = columns_[column];
    seen.extent.add(extent);
    if (seen.misfits++ == 0) seen.first_misfit = row;
}

/// Which MySQL would give the next row, and needs room for.
void TableSurvey::look_at_next_number() {
    Rows rows = connection_.query("SELECT seq FROM sqlite_sequence WHERE name = ?1", table_.name);
    if (!rows.next()) return;
    const Extent extent = extent_of(rows.integer(0) + 1);
    if (!holds(table_.columns.front().type, extent))
        count(0, extent, "the next one, " + std::to_string(extent.highest));
}

void TableSurvey::widen(KimaiColumn& column, const ColumnSurvey& seen, std::vector<std::string>& notes) const {
    const bool binary = !seen.unique.first().empty();
    if (seen.misfits == 0 && !binary) return;
    const MysqlType before = column.type;
    const auto wider = wide_enough(column.type, seen.extent, column.in_unique_key);
    if (!wider) {
        throw ExportRefused(full_name(column) + " of " + seen.first_misfit + " is too long for MySQL: it has " +
                            std::to_string(seen.extent.characters) + " characters, and stands in a unique key");
    }
    column.type = *wider;
    // MySQL has no defaults of these types.
    const bool is_long = column.type.kind >= MysqlType::Kind::text;
    if (is_long && column.attributes.starts_with("NOT NULL DEFAULT")) column.attributes = "NOT NULL";
    if (seen.extent.needs_utf8mb4 || binary) {
        const std::string set = seen.extent.needs_utf8mb4 ? "utf8mb4" : "utf8";
        const bool unicode = column.character_set.ends_with("unicode_ci");
        column.character_set = "CHARACTER SET " + set + " COLLATE " + set;
        column.character_set += binary ? "_bin" : unicode ? "_unicode_ci" : "_general_ci";
    }
    std::string note = full_name(column) + " is " + column.type.sql();
    if (seen.extent.needs_utf8mb4 || binary) note.append(" ").append(column.character_set);
    note.append(" instead of ").append(before.sql()).append(": ");
    if (seen.misfits > 0) {
        note.append(std::to_string(seen.misfits)).append(seen.misfits == 1 ? " row needs" : " rows need");
        note.append(" it, the first is ").append(seen.first_misfit);
    }
    if (binary)
        note.append(seen.misfits > 0 ? "; " : "").append("it keeps ").append(seen.unique.first()).append(" apart");
    notes.push_back(std::move(note));
}

/// Two rates for the same user, project and activity, of which MySQL allows one.
void TableSurvey::allow_double_rates(std::vector<std::string>& notes) {
    if (!table_.name.ends_with("ates")) return;
    std::string columns;
    std::string known;
    for (std::size_t i = 0; i + 1 < table_.columns.size(); ++i) {
        columns.append(i == 0 ? "" : ", ").append(table_.columns[i].name);
        known.append(" AND ").append(table_.columns[i].name).append(" IS NOT NULL");
    }
    Rows rows = connection_.query("SELECT " + columns + " FROM " + std::string(table_.name) + " GROUP BY " + columns +
                                  " HAVING count(*) > 1" + known + " ORDER BY " + columns + " LIMIT 1");
    if (!rows.next()) return;
    std::string first;
    for (std::size_t i = 0; i + 1 < table_.columns.size(); ++i) {
        first.append(i == 0 ? "" : ", ").append(table_.columns[i].name).append(" ");
        first.append(rows.text(static_cast<int>(i)));
    }
    table_.keys.front().erase(0, std::string_view("UNIQUE ").size());
    notes.push_back(std::string(table_.name) + " has no unique key: there are several rates for " + first);
}

}  // namespace

MysqlSurvey survey_for_mysql(Connection& connection, const OpenKey& open_key, const RowDone& row_done) {
    MysqlSurvey survey{kimai_definitions(connection), {}};
    for (KimaiDefinition& table : survey.tables) {
        TableSurvey looking(connection, table);
        looking.look(open_key, row_done);
        looking.widen(survey.notes);
    }
    return survey;
}

}  // namespace kimai::storage
