// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace kimai::storage {

/// SQL for the third version of the schema: what the database knows about its own rows, so that a list need not count
/// and an answer that was given can be given again while nothing changed.
///
/// - changes: a mark for each user, of his time entries and expenses, and one for all else that an answer can depend
///   on (user 0). A mark is a random number: as long as it is the same, so is what it stands for, also after
///   an import or a backup that was put back while the database was in use.
///   What goes without notice: rates, failed logins, passwords, the last use of a key, and what startRecord takes when
///   it is given nothing (users.lastProject, lastActivity). Only writes look at these, and they read everything anew.
/// - timesheetTotals: for each user and each value of `cleared`, how many entries lists show, and a bound that no
///   entry's end - start exceeds (it does not shrink).
/// - unlistedEntries: the entries that lists do not show, because their project, its customer, their activity or their
///   status is gone. There are few.
///
/// Triggers keep them, so that writes of any program count. One way around them is left: a foreign INSERT OR REPLACE
/// (or UPDATE OR REPLACE) removes the row in its way without a DELETE trigger, unless that program sets PRAGMA
/// recursive_triggers. No such statement of ours touches time entries and what they refer to. check_totals() finds what
/// it leaves, rebuild_totals() repairs it.
std::string totals_tables();

/// Needs totals_tables(). They may be dropped while very many rows are written, and made again by the text that the
/// database has of them, if rebuild_totals() follows.
std::string totals_triggers();

}  // namespace kimai::storage
