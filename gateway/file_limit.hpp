// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>

namespace kimai::gateway {

/// Raises the number of files that the process may have open to what so many connections and database connections need,
/// and, as far as the system allows it, to one more for each connection: a long answer is kept in a file. Throws
/// std::runtime_error with a sentence for the operator if the system does not allow it.
void allow_open_files(std::size_t connections, std::size_t database_connections);

}  // namespace kimai::gateway
