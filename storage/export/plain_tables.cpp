// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/plain_tables.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "storage/import_column.hpp"
#include "storage/kimai_dump.hpp"
#include "storage/money.hpp"
#include "storage/short_text.hpp"

namespace kimai::storage {

namespace {

/// Hashes of passwords, and what Kimai 1 keeps in a browser's cookie.
constexpr std::array<std::string_view, 3> secrets = {"password", "passwordResetHash", "secure"};

PlainColumn::Kind kind_of(std::string_view table, const SchemaColumn& column) {
    if (table == "timeSheet" && column.name == "start") return PlainColumn::Kind::time;
    if (table == "timeSheet" && column.name == "end") return PlainColumn::Kind::time_or_never;
    if (table == "expenses" && column.name == "timestamp") return PlainColumn::Kind::time;
    if (table == "users" && column.name == "banTime") return PlainColumn::Kind::time_or_never;
    // A permission's value is no sum.
    if (table.ends_with("Permissions") && column.name == "value") return PlainColumn::Kind::number;
    switch (column.type) {
        case SchemaColumn::Type::integer:
            return PlainColumn::Kind::number;
        case SchemaColumn::Type::money:
            return PlainColumn::Kind::money;
        case SchemaColumn::Type::text:
            break;
    }
    return PlainColumn::Kind::text;
}

PlainTable described(Connection& connection, const std::string& name) {
    PlainTable table{name, {}};
    for (const SchemaColumn& column : schema_columns(connection, name)) {
        if (std::ranges::find(secrets, column.name) != secrets.end()) continue;
        table.columns.push_back({column.name, kind_of(name, column)});
    }
    return table;
}

Rows rows_of(Connection& connection, const PlainTable& table) {
    std::string sql;
    for (const PlainColumn& column : table.columns) {
        sql.append(sql.empty() ? "SELECT \"" : ", \"").append(column.name).append("\"");
    }
    const bool by_rowid = table.name == "rates" || table.name == "fixedRates";
    // The key is the first column, or the first two.
    return connection.query(sql + " FROM " + table.name + " ORDER BY " + (by_rowid ? "rowid" : "1, 2"));
}

bool is_nothing(const Rows& rows, int column, PlainColumn::Kind kind) {
    if (rows.is_null(column)) return true;
    return kind == PlainColumn::Kind::time_or_never && rows.integer(column) == 0;
}

/// A number or a time; texts are for the caller.
void append_value(std::string& out, const Rows& rows, int column, PlainColumn::Kind kind) {
    switch (kind) {
        case PlainColumn::Kind::number:
            out += ShortText<24>().append_number(rows.integer(column)).view();
            return;
        case PlainColumn::Kind::money:
            out += Money{rows.integer(column)}.text().view();
            return;
        case PlainColumn::Kind::time:
        case PlainColumn::Kind::time_or_never:
            out += utc_time(rows.integer(column));
            return;
        case PlainColumn::Kind::text:
            return;
    }
}

void append_csv_text(std::string& out, std::string_view text) {
    const bool plain = !text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos;
    if (plain) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    out += '"';
}

/// RFC 8259, section 7.
void append_json_text(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.append("\\").append(1, c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20) {
            out.append("\\u00").append(1, digits[byte >> 4U]).append(1, digits[byte & 0xFU]);
        } else {
            out += c;
        }
    }
    out += '"';
}

bool needs_quotes(std::string_view time) { return time.ends_with('Z'); }

}  // namespace

std::vector<PlainTable> plain_tables(Connection& connection) {
    std::vector<PlainTable> tables;
    for (const KimaiTable& table : kimai_tables()) {
        tables.push_back(described(connection, std::string(table.name)));
        if (table.name == "globalRoles") tables.push_back(described(connection, "globalRolePermissions"));
        if (table.name == "membershipRoles") tables.push_back(described(connection, "membershipRolePermissions"));
    }
    return tables;
}

std::string utc_time(std::int64_t seconds) {
    using namespace std::chrono;
    constexpr std::int64_t year_0 = -62167219200;
    constexpr std::int64_t year_10000 = 253402300800;
    if (seconds < year_0 || seconds >= year_10000) return std::to_string(seconds);
    const sys_seconds time{std::chrono::seconds(seconds)};
    const auto midnight = floor<days>(time);
    const year_month_day date(midnight);
    const hh_mm_ss clock(time - midnight);
    std::string out;
    const auto append = [&out](std::int64_t number, std::size_t digits, char behind) {
        const std::string text = std::to_string(number);
        out.append(digits - std::min(digits, text.size()), '0').append(text).append(1, behind);
    };
    append(static_cast<int>(date.year()), 4, '-');
    append(static_cast<unsigned>(date.month()), 2, '-');
    append(static_cast<unsigned>(date.day()), 2, 'T');
    append(clock.hours().count(), 2, ':');
    append(clock.minutes().count(), 2, ':');
    append(clock.seconds().count(), 2, 'Z');
    return out;
}

void write_csv(Connection& connection, const PlainTable& table, const WriteText& write, const RowDone& row_done) {
    std::string line;
    for (const PlainColumn& column : table.columns) line.append(line.empty() ? "" : ",").append(column.name);
    write(line.append("\r\n"));
    Rows rows = rows_of(connection, table);
    while (rows.next()) {
        line.clear();
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto column = static_cast<int>(i);
            const PlainColumn::Kind kind = table.columns[i].kind;
            if (i > 0) line += ',';
            if (is_nothing(rows, column, kind)) continue;
            if (kind == PlainColumn::Kind::text) append_csv_text(line, rows.text(column));
            append_value(line, rows, column, kind);
        }
        write(line.append("\r\n"));
        if (row_done) row_done();
    }
}

void write_json_lines(Connection& connection, const PlainTable& table, const WriteText& write,
                      const RowDone& row_done) {
    std::string line;
    Rows rows = rows_of(connection, table);
    while (rows.next()) {
        line.assign("{\"table\":\"").append(table.name).append("\"");
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto column = static_cast<int>(i);
            const PlainColumn::Kind kind = table.columns[i].kind;
            line.append(",\"").append(table.columns[i].name).append("\":");
            if (is_nothing(rows, column, kind)) {
                line += "null";
            } else if (kind == PlainColumn::Kind::text) {
                append_json_text(line, rows.text(column));
            } else {
                const std::size_t begin = line.size();
                append_value(line, rows, column, kind);
                if (needs_quotes(std::string_view(line).substr(begin))) {
                    line.insert(begin, 1, '"');
                    line += '"';
                }
            }
        }
        write(line.append("}\n"));
        if (row_done) row_done();
    }
}

}  // namespace kimai::storage
