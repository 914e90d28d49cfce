// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import_column.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "storage/money.hpp"

namespace kimai::storage {

namespace {

/// Kimai's decimal(10,2) columns. In the schema they are whole numbers of hundredths.
constexpr std::array<std::string_view, 7> money_columns = {"rate",     "fixedRate",  "budget", "effort",
                                                           "approved", "multiplier", "value"};

SchemaColumn::Type type_of(std::string_view name, std::string_view declared) {
    if (declared != "INTEGER") return SchemaColumn::Type::text;
    const bool money = std::find(money_columns.begin(), money_columns.end(), name) != money_columns.end();
    return money ? SchemaColumn::Type::money : SchemaColumn::Type::integer;
}

/// DEFAULT as the schema spells it: 0, '0', NULL or nothing.
std::optional<std::string> default_of(std::optional<std::string_view> written) {
    if (!written || *written == "NULL") return std::nullopt;
    if (written->starts_with('\'')) return std::string(written->substr(1, written->size() - 2));
    return std::string(*written);
}

ValueProblem is_no(std::string_view bytes, std::string_view what) {
    constexpr std::size_t longest = 40;
    std::string text("'");
    for (const char c : bytes.substr(0, longest)) text += c >= ' ' && c <= '~' ? c : '?';
    text.append(bytes.size() > longest ? "...' is " : "' is ");
    return ValueProblem{text.append(what)};
}

void bind_default(BulkInsert& insert, int parameter, const SchemaColumn& column) {
    if (!column.fallback) {
        insert.bind_null(parameter);
    } else if (column.type == SchemaColumn::Type::text) {
        insert.bind_text(parameter, *column.fallback);
    } else {
        // The schema's own default is in the schema's own unit: hundredths for money.
        insert.bind_integer(parameter, std::stoll(*column.fallback));
    }
}

}  // namespace

std::vector<SchemaColumn> schema_columns(Connection& connection, std::string_view table) {
    std::vector<SchemaColumn> columns;
    Rows rows = connection.query("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?1)", table);
    while (rows.next()) {
        SchemaColumn column;
        column.name = rows.text(0);
        if (rows.text(1) == "BLOB") continue;
        column.type = type_of(column.name, rows.text(1));
        column.nullable = rows.integer(2) == 0 && rows.integer(4) == 0;
        column.fallback = default_of(rows.optional_text(3));
        column.is_id = rows.integer(4) == 1 && rows.integer(2) == 0 && rows.text(1) == "INTEGER";
        columns.push_back(std::move(column));
    }
    return columns;
}

std::optional<std::int64_t> whole_number(const DumpValue& value) {
    if (value.kind == DumpValue::Kind::bytes) {
        if (value.bytes.size() > sizeof(std::int64_t)) return std::nullopt;
        std::uint64_t number = 0;
        for (const char c : value.bytes) number = number << 8U | static_cast<unsigned char>(c);
        return static_cast<std::int64_t>(number);
    }
    std::int64_t number = 0;
    const char* const end = value.bytes.data() + value.bytes.size();
    const auto [stop, error] = std::from_chars(value.bytes.data(), end, number);
    if (error == std::errc() && stop == end) return number;
    // "+1" and "1.00"
    const auto decimal = Money::parse(value.bytes);
    if (!decimal || decimal->hundredths % 100 != 0) return std::nullopt;
    return decimal->hundredths / 100;
}

std::optional<std::string_view> text_of(const DumpValue& value, const TextRule& rule, std::string& memory) {
    switch (value.kind) {
        case DumpValue::Kind::null:
        case DumpValue::Kind::fallback:
            return std::nullopt;
        case DumpValue::Kind::number:
            return value.bytes;
        case DumpValue::Kind::bytes:
            return to_utf8(rule.column, value.bytes, memory);
        case DumpValue::Kind::text:
            break;
    }
    const std::optional<Charset> declared = value.charset ? value.charset : rule.connection;
    if (declared) return to_utf8(*declared, value.bytes, memory);
    if (const auto text = to_utf8(rule.column, value.bytes, memory)) return text;
    if (rule.guessed != nullptr) ++*rule.guessed;
    return to_utf8(Charset::latin1, value.bytes, memory);
}

std::optional<ValueProblem> bind_value(BulkInsert& insert, int parameter, const SchemaColumn& column,
                                       const DumpValue& value, const TextRule& rule, std::string& memory) {
    const bool is_null = value.kind == DumpValue::Kind::null;
    if (is_null && (column.nullable || column.is_id)) {
        insert.bind_null(parameter);
        return std::nullopt;
    }
    if (is_null || value.kind == DumpValue::Kind::fallback) {
        if (!column.fallback && !column.nullable) return ValueProblem{"NULL is not allowed"};
        bind_default(insert, parameter, column);
        return std::nullopt;
    }
    switch (column.type) {
        case SchemaColumn::Type::integer:
            if (const auto number = whole_number(value)) {
                insert.bind_integer(parameter, *number);
                return std::nullopt;
            }
            return is_no(value.bytes, "no whole number");
        case SchemaColumn::Type::money:
            if (const auto money = Money::parse(value.bytes)) {
                insert.bind_integer(parameter, money->hundredths);
                return std::nullopt;
            }
            return is_no(value.bytes, "no decimal number");
        case SchemaColumn::Type::text:
            if (const auto text = text_of(value, rule, memory)) {
                insert.bind_text(parameter, *text);
                return std::nullopt;
            }
            return is_no(value.bytes, "not valid in its character set (utf8, utf8mb4 and latin1 are read)");
    }
    return std::nullopt;
}

}  // namespace kimai::storage
