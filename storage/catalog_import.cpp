// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/catalog_import.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "storage/ascii.hpp"
#include "storage/bulk_insert.hpp"
#include "storage/collation.hpp"

namespace kimai::storage {

namespace {

enum Column : std::size_t { customer_column, project_column, activity_column };
constexpr std::array<std::string_view, 3> column_names{"Customer", "Project", "Activity"};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// In code points, of valid UTF-8.
std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Which field of a line stands for which column.
class Header {
  public:
    Header(const std::vector<std::string>& fields, std::size_t line, std::vector<std::string>& others)
        : width_(fields.size()) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const std::string_view name = trimmed(fields[i]);
            const auto known = std::ranges::find(column_names, sort_key(name), sort_key);
            if (known == column_names.end()) {
                others.emplace_back(name);
                continue;
            }
            std::optional<std::size_t>& place = places_[static_cast<std::size_t>(known - column_names.begin())];
            if (place) throw CsvError({line, i + 1}, "a second column " + std::string(*known));
            place = i;
        }
        for (std::size_t i = 0; i < places_.size(); ++i) {
            if (!places_[i]) throw CsvError({.line = line}, missing(i, fields));
        }
    }

    std::size_t width() const { return width_; }
    std::string_view field(Column column, const std::vector<std::string>& fields) const {
        return trimmed(fields[places_[column].value()]);
    }
    /// Where a column stands, for messages.
    CsvPlace place(Column column, std::size_t line) const { return {line, places_[column].value() + 1}; }

  private:
    static std::string missing(std::size_t column, const std::vector<std::string>& fields) {
        std::string text = "the column " + std::string(column_names[column]) +
                           " is missing; the first line must name Customer, Project and Activity";
        if (fields.size() == 1 && fields[0].find_first_of(",;\t") != std::string::npos) {
            text += ". Does another delimiter part the columns? --delimiter says which";
        }
        return text;
    }

    std::array<std::optional<std::size_t>, column_names.size()> places_;
    std::size_t width_;
};

/// Rows of a table that are found by name: a customer by its own, a project by its customer and its own.
class NameTable {
  public:
    /// sql: number, owner (0 if it has none), key of the name.
    NameTable(Connection& connection, std::string_view sql) {
        Rows rows = connection.query(sql);
        while (rows.next()) {
            const Bytes key = rows.bytes(2);
            std::string name(reinterpret_cast<const char*>(key.data()), key.size());
            ids_[{rows.integer(1), std::move(name)}].push_back(rows.integer(0));
        }
    }

    /// All of that name.
    std::vector<std::int64_t>& of(std::int64_t owner, const std::string& key) { return ids_[{owner, key}]; }

    /// Whether a number was not counted before.
    bool is_new(std::int64_t id) { return counted_.insert(id).second; }

  private:
    using Key = std::pair<std::int64_t, std::string>;
    struct KeyHash {
        std::size_t operator()(const Key& key) const {
            return std::hash<std::string>{}(key.second) ^ (std::hash<std::int64_t>{}(key.first) * 0x9E3779B97F4A7C15U);
        }
    };
    std::unordered_map<Key, std::vector<std::int64_t>, KeyHash> ids_;
    std::unordered_set<std::int64_t> counted_;
};

/// Makes a row and shows it to the groups.
class Maker {
  public:
    Maker(Connection& connection, const std::vector<std::int64_t>& groups, const char* insert, const char* show)
        : connection_(connection), groups_(groups), insert_(connection, insert), show_(connection, show) {}

    std::int64_t make(std::string_view name, const std::string& key, std::optional<std::int64_t> owner = {}) {
        insert_.bind_text(1, name);
        insert_.bind_bytes(2, std::as_bytes(std::span(key)));
        if (owner) insert_.bind_integer(3, *owner);
        insert_.run();
        const std::int64_t id = connection_.last_insert_id();
        for (const std::int64_t group : groups_) {
            show_.bind_integer(1, group);
            show_.bind_integer(2, id);
            show_.run();
        }
        return id;
    }

  private:
    Connection& connection_;
    const std::vector<std::int64_t>& groups_;
    BulkInsert insert_;
    BulkInsert show_;
};

class Import {
  public:
    Import(Connection& connection, const CatalogImportOptions& options)
        : options_(options),
          customers_(connection, "SELECT customerID, 0, nameKey FROM customers WHERE trash = 0 ORDER BY customerID"),
          projects_(connection,
                    "SELECT projectID, customerID, nameKey FROM projects WHERE trash = 0 ORDER BY projectID"),
          activities_(connection, "SELECT activityID, 0, nameKey FROM activities WHERE trash = 0 ORDER BY activityID"),
          make_customer_(connection, options.groups,
                         "INSERT INTO customers (name, nameKey, comment) VALUES (?1, ?2, '')",
                         "INSERT INTO groups_customers (groupID, customerID) VALUES (?1, ?2)"),
          make_project_(connection, options.groups,
                        "INSERT INTO projects (name, nameKey, comment, customerID) VALUES (?1, ?2, '', ?3)",
                        "INSERT INTO groups_projects (groupID, projectID) VALUES (?1, ?2)"),
          make_activity_(connection, options.groups,
                         "INSERT INTO activities (name, nameKey, comment) VALUES (?1, ?2, '')",
                         "INSERT INTO groups_activities (groupID, activityID) VALUES (?1, ?2)"),
          assign_(connection, "INSERT INTO projects_activities (projectID, activityID) VALUES (?1, ?2)") {
        Rows rows = connection.query("SELECT projectID, activityID FROM projects_activities");
        while (rows.next()) {
            assigned_.insert({rows.integer(0), rows.integer(1)});
            assigned_activities_.insert(rows.integer(1));
        }
    }

    CatalogImportReport run() {
        CsvReader reader(options_.text, options_.delimiter);
        std::vector<std::string> fields;
        if (!reader.next(fields)) throw CsvError({}, "the file is empty");
        const Header header(fields, reader.line(), report_.other_columns);
        while (reader.next(fields)) {
            constexpr std::int64_t between = 1024;
            if (report_.rows % between == 0) options_.progress(reader.position(), reader.size(), report_.rows);
            // Spreadsheets write such rows below their tables.
            if (std::ranges::all_of(fields, [](const std::string& field) { return trimmed(field).empty(); })) continue;
            if (fields.size() != header.width()) {
                throw CsvError({.line = reader.line()}, std::to_string(fields.size()) +
                                                            " columns, where the first line has " +
                                                            std::to_string(header.width()));
            }
            ++report_.rows;
            take(header, fields, reader.line());
        }
        return std::move(report_);
    }

  private:
    void take(const Header& header, const std::vector<std::string>& fields, std::size_t line) {
        const std::string_view customer = header.field(customer_column, fields);
        const std::string_view project = header.field(project_column, fields);
        const std::string_view activity = header.field(activity_column, fields);
        if (customer.empty()) throw CsvError(header.place(customer_column, line), "the name of the customer is empty");
        if (project.empty() && !activity.empty()) {
            throw CsvError(header.place(project_column, line),
                           "the name of the project is empty, and there is an activity");
        }
        const std::int64_t customer_id = find_or_make(customers_, make_customer_, customer, std::nullopt,
                                                      header.place(customer_column, line), report_.customers);
        if (project.empty()) return;
        const std::int64_t project_id = find_or_make(projects_, make_project_, project, customer_id,
                                                     header.place(project_column, line), report_.projects);
        if (!activity.empty()) take_activity(project_id, activity, header.place(activity_column, line));
    }

    std::int64_t find_or_make(NameTable& table, Maker& maker, std::string_view name, std::optional<std::int64_t> owner,
                              CsvPlace place, Imported& counts) {
        check_name(name, place);
        const std::string key = sort_key(name);
        std::vector<std::int64_t>& ids = table.of(owner.value_or(0), key);
        if (ids.size() > 1) refuse_ambiguous(name, ids, place);
        const bool is_there = !ids.empty();
        if (!is_there) ids.push_back(maker.make(name, key, owner));
        if (table.is_new(ids.front())) ++(is_there ? counts.existing : counts.created);
        return ids.front();
    }

    /// Of several activities of one name that is meant which the project has.
    void take_activity(std::int64_t project, std::string_view name, CsvPlace place) {
        check_name(name, place);
        const std::vector<std::int64_t>& ids = activities_.of(0, sort_key(name));
        const auto own = std::ranges::find_if(ids, [&](std::int64_t id) { return assigned_.contains({project, id}); });
        if (own != ids.end()) {
            if (activities_.is_new(*own)) ++report_.activities.existing;
            if (counted_assignments_.insert({project, *own}).second) ++report_.assignments.existing;
            return;
        }
        const bool is_there = !ids.empty();
        const std::int64_t id =
            find_or_make(activities_, make_activity_, name, std::nullopt, place, report_.activities);
        // One that is assigned to no project is offered on all; assigned to one, it would be gone from the others.
        if (is_there && !assigned_activities_.contains(id)) return;
        assign_.bind_integer(1, project);
        assign_.bind_integer(2, id);
        assign_.run();
        assigned_.insert({project, id});
        assigned_activities_.insert(id);
        counted_assignments_.insert({project, id});
        ++report_.assignments.created;
    }

    static void check_name(std::string_view name, CsvPlace place) {
        const std::size_t characters = characters_in(name);
        if (characters > longest_catalog_name) {
            throw CsvError(place, "a name of " + std::to_string(characters) + " characters; at most " +
                                      std::to_string(longest_catalog_name) + " fit");
        }
        if (std::ranges::any_of(name, is_control)) {
            throw CsvError(place, "a line break or another control character in a name");
        }
    }

    [[noreturn]] static void refuse_ambiguous(std::string_view name, const std::vector<std::int64_t>& ids,
                                              CsvPlace place) {
        std::string text = "the database has " + std::to_string(ids.size()) + " of the name " + std::string(name) + ":";
        for (const std::int64_t id : ids) text += " #" + std::to_string(id);
        throw CsvError(place, text + "; rename or remove all but one");
    }

    using Assignment = std::pair<std::int64_t, std::int64_t>;  // project, activity
    struct AssignmentHash {
        std::size_t operator()(const Assignment& assignment) const {
            return std::hash<std::int64_t>{}(assignment.first) * 0x9E3779B97F4A7C15U ^
                   std::hash<std::int64_t>{}(assignment.second);
        }
    };
    using Assignments = std::unordered_set<Assignment, AssignmentHash>;

    const CatalogImportOptions& options_;
    NameTable customers_;
    NameTable projects_;
    NameTable activities_;
    Maker make_customer_;
    Maker make_project_;
    Maker make_activity_;
    BulkInsert assign_;
    Assignments assigned_;
    Assignments counted_assignments_;
    std::unordered_set<std::int64_t> assigned_activities_;
    CatalogImportReport report_;
};

}  // namespace

CatalogImportReport import_catalog(Connection& connection, const CatalogImportOptions& options) {
    return Import(connection, options).run();
}

}  // namespace kimai::storage
