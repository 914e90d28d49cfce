// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/export/export.hpp"

/// The database as people and their programs read it: Kimai's tables as we keep them, without secrets. Times are
/// written in UTC as ISO 8601 has them, money with two digits behind the point.
namespace kimai::storage {

struct PlainColumn {
    enum class Kind {
        number,
        money,
        text,
        time,
        time_or_never,  ///< 0 stands for none: a recording that runs has no end.
    };
    std::string name;
    Kind kind = Kind::text;
};

struct PlainTable {
    std::string name;
    std::vector<PlainColumn> columns;
};

/// All tables of Kimai; permissions of roles are tables of their own. Left out are passwords, API keys and whatever
/// else lets somebody in.
std::vector<PlainTable> plain_tables(Connection& connection);

/// "2018-01-02T08:00:00Z"; beyond the years 0 to 9999, the seconds since 1970.
std::string utc_time(std::int64_t seconds);

/// RFC 4180: a line of names, then a line a row, each with CR and LF behind it. NULL is an empty field, an empty text
/// is "".
void write_csv(Connection& connection, const PlainTable& table, const WriteText& write, const RowDone& row_done);

/// A JSON object a line: "table", then the columns. UTF-8; money is a number as it is written, "12.50".
void write_json_lines(Connection& connection, const PlainTable& table, const WriteText& write, const RowDone& row_done);

}  // namespace kimai::storage
