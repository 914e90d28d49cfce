// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scratch_folder.hpp"
#include "storage/import.hpp"
#include "storage/sqlite.hpp"

/// Imports for tests, into databases that vanish.
namespace kimai::test {

/// test/data/import/NAME
struct DumpFile {
    std::string name;
};
/// The dump of the database that the recordings were made with.
std::string recorded_dump();
std::string replaced(std::string text, std::string_view from, std::string_view to);

/// Options with a stand-in for the vault: the lookup is "lookup of KEY", the sealed key the user's number.
storage::ImportOptions import_options(const std::string& database, const std::string& dump);

/// Why the import of this text fails.
std::string failure_of(const std::string& dump, std::optional<std::string> prefix = {});

const storage::TableReport& table_of(const storage::ImportReport& report, std::string_view table);

/// A database that a dump was imported into. Throws std::runtime_error with the reason if that fails.
class Imported {
  public:
    explicit Imported(const std::string& dump, std::optional<std::string> prefix = {});
    explicit Imported(const DumpFile& dump);

    const storage::ImportReport& report() const { return report_; }
    std::string file() const { return folder_.file("k.db"); }
    /// The first value of a query; "nothing" if there is no row.
    std::string one(std::string_view sql) const;
    /// Every row of every table, but for the marks of changes, which are random.
    std::string content() const;

  private:
    void import(const std::string& file, std::optional<std::string> prefix);
    ScratchFolder folder_;
    storage::ImportReport report_;
};

}  // namespace kimai::test
