// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/csv_reader.hpp"
#include "storage/sqlite.hpp"

/// Makes customers, projects and activities from a table of their names.
namespace kimai::storage {

/// As many characters as Kimai's tables hold of the name of a customer, project or activity.
inline constexpr std::size_t longest_catalog_name = 255;

struct CatalogImportOptions {
    std::string_view text;  // the whole file
    char delimiter = ',';
    /// Which groups see what is made, by number.
    std::vector<std::int64_t> groups;
    /// Called now and then with the bytes that were read, of how many, and the rows in them.
    std::function<void(std::size_t done, std::size_t total, std::int64_t rows)> progress = [](std::size_t, std::size_t,
                                                                                              std::int64_t) {};
};

/// How many different ones the file names.
struct Imported {
    std::int64_t created = 0;
    std::int64_t existing = 0;
};

struct CatalogImportReport {
    std::int64_t rows = 0;  // without the header and empty ones
    Imported customers;
    Imported projects;
    Imported activities;
    Imported assignments;  // of activities to projects
    /// Columns that are not read.
    std::vector<std::string> other_columns;
};

/// Reads a file with the columns Customer, Project and Activity, in any order, under a header in any case, and makes
/// what is missing: the customer, the project of that customer, the activity, its assignment to that project. A row may
/// end with the customer or the project. Names are compared as Kimai does (storage/collation); what is in the trash
/// does not count as there. An activity is made once and shared by the projects that name it; one that is assigned to
/// no project is offered on all of them already, and stays so.
///
/// Runs in the caller's transaction, which is to be rolled back if this throws: CsvError if the file is wrong,
/// DatabaseError.
CatalogImportReport import_catalog(Connection& connection, const CatalogImportOptions& options);

}  // namespace kimai::storage
