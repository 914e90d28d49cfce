// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

#include "storage/sqlite.hpp"

namespace kimai::storage {

/// The first column of the only row that a statement gives.
inline std::int64_t one_number(Connection& connection, std::string_view sql) {
    Rows rows = connection.query(sql);
    rows.next();
    return rows.integer(0);
}

/// Bytes of all pages of the database, without its log.
inline std::int64_t bytes_of_pages(Connection& connection) {
    return one_number(connection, "PRAGMA page_count") * one_number(connection, "PRAGMA page_size");
}

}  // namespace kimai::storage
