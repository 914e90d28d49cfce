// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import_target.hpp"

#include <utility>

#include "storage/schema.hpp"
#include "storage/totals.hpp"

namespace kimai::storage {

namespace {

constexpr DraftPurpose purpose{.ending = ".importing", .work = "import", .result = "the import"};

}  // namespace

ImportTarget::ImportTarget(std::string database, bool replace) : draft_(std::move(database), replace, purpose) {
    migrate(connection());
    std::string drops;
    {
        Rows rows = connection().query(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL");
        while (rows.next()) {
            drops.append("DROP ").append(rows.text(0)).append(" ").append(rows.text(1)).append(";");
            (rows.text(0) == "index" ? indexes_ : triggers_).append(rows.text(2)).append(";");
        }
    }
    connection().run_script(drops.c_str());
    connection().run_script("BEGIN");
}

void ImportTarget::publish() {
    connection().run_script(indexes_.c_str());
    rebuild_totals(connection());
    connection().run_script(triggers_.c_str());
    connection().run_script("COMMIT");
    draft_.publish();
}

}  // namespace kimai::storage
