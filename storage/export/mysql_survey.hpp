// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "storage/export/export.hpp"
#include "storage/export/kimai_definitions.hpp"

namespace kimai::storage {

/// Kimai's tables, made to hold what the database holds.
struct MysqlSurvey {
    std::vector<KimaiDefinition> tables;
    /// What differs from Kimai's own tables, and which row is the first that needs it: a sentence each.
    std::vector<std::string> notes;
};

/// Looks at every value. Where Kimai's column would cut or refuse it, a wider type, another character set or a stricter
/// collation is chosen. Throws ExportRefused, naming the row, where there is none.
MysqlSurvey survey_for_mysql(Connection& connection, const OpenKey& open_key, const RowDone& row_done);

}  // namespace kimai::storage
