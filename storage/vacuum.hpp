// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace kimai::storage {

/// Bytes of the database, without the log beside it.
struct VacuumReport {
    std::int64_t before = 0;
    std::int64_t after = 0;
    /// Whether the system has the space already. Otherwise somebody reads an old state, and the next writer gives it
    /// back when he has finished.
    bool given_back = false;
};

/// Writes a database anew without the gaps that removed rows left. In one transaction: servers go on reading and wait
/// with their writes. For a while it takes twice the database's size on the disk. Throws DatabaseError; then nothing
/// has changed.
VacuumReport vacuum(const std::string& database, std::chrono::milliseconds patience = std::chrono::seconds(30));

}  // namespace kimai::storage
