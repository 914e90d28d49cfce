// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/plain_tables.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "imported.hpp"
#include "storage/schema.hpp"

using namespace kimai;
using namespace kimai::storage;

namespace {

Connection empty_database() {
    Connection connection = Connection::open(":memory:");
    migrate(connection);
    return connection;
}

const PlainTable& table_named(const std::vector<PlainTable>& tables, std::string_view name) {
    return *std::ranges::find(tables, name, &PlainTable::name);
}

using Writer = void (*)(Connection&, const PlainTable&, const WriteText&, const RowDone&);

std::string written(Writer writer, Connection& connection, std::string_view table) {
    std::string text;
    writer(connection, table_named(plain_tables(connection), table),
           [&text](std::string_view piece) { text.append(piece); }, {});
    return text;
}

}  // namespace

TEST_CASE("times are UTC as ISO 8601 has them") {
    struct Row {
        std::int64_t seconds;
        const char* wanted;
    };
    const Row rows[] = {
        {0, "1970-01-01T00:00:00Z"},          {-1, "1969-12-31T23:59:59Z"},
        {951782400, "2000-02-29T00:00:00Z"},  {1514790046, "2018-01-01T07:00:46Z"},
        {4102444799, "2099-12-31T23:59:59Z"}, {253402300799, "9999-12-31T23:59:59Z"},
        {253402300800, "253402300800"},       {-62167219200, "0000-01-01T00:00:00Z"},
        {-62167219201, "-62167219201"},
    };
    for (const Row& row : rows) CHECK(utc_time(row.seconds) == row.wanted);
}

TEST_CASE("a CSV file tells NULL from an empty text, and quotes what RFC 4180 wants quoted") {
    Connection connection = empty_database();
    connection.execute(
        "INSERT INTO timeSheet (start, \"end\", duration, userID, projectID, activityID, description, comment, "
        "location,"
        " trackingNumber, rate, statusID) VALUES (1514790046, 0, 60, 1, 2, 3, '', NULL, 'a,b', 'say \"x\"', -5, 1),"
        " (0, 1, 1, 1, 2, 3, 'two' || char(10) || 'lines', char(13), ' blanks ', 'ä;', 123456, 1)");
    CHECK(
        written(write_csv, connection, "timeSheet") ==
        "timeEntryID,start,end,duration,userID,projectID,activityID,description,comment,commentType,cleared,location,"
        "trackingNumber,rate,fixedRate,budget,approved,statusID,billable\r\n"
        "1,2018-01-01T07:00:46Z,,60,1,2,3,\"\",,0,0,\"a,b\",\"say \"\"x\"\"\",-0.05,,,,1,\r\n"
        "2,1970-01-01T00:00:00Z,1970-01-01T00:00:01Z,1,1,2,3,\"two\nlines\",\"\r\",0,0, blanks ,ä;,1234.56,,,,1,\r\n");
}

TEST_CASE("a JSON line is one object") {
    Connection connection = empty_database();
    connection.execute(
        "INSERT INTO expenses (timestamp, userID, projectID, designation, comment, multiplier, value)"
        " VALUES (253402300800, 1, 2, 'a \"b\" \\ /' || char(10, 1, 31, 127), NULL, 150, 999999999999999999),"
        " (60, 1, 2, 'ä', '', 100, 0)");
    CHECK(written(write_json_lines, connection, "expenses") ==
          "{\"table\":\"expenses\",\"expenseID\":1,\"timestamp\":253402300800,\"userID\":1,\"projectID\":2,"
          "\"designation\":\"a \\\"b\\\" \\\\ "
          "/\\n\\u0001\\u001f\x7f\",\"comment\":null,\"commentType\":0,\"refundable\":0,"
          "\"cleared\":0,\"multiplier\":1.50,\"value\":9999999999999999.99}\n"
          "{\"table\":\"expenses\",\"expenseID\":2,\"timestamp\":\"1970-01-01T00:01:00Z\",\"userID\":1,\"projectID\":2,"
          "\"designation\":\"ä\",\"comment\":\"\",\"commentType\":0,\"refundable\":0,\"cleared\":0,\"multiplier\":1.00,"
          "\"value\":0.00}\n");
}

TEST_CASE("secrets are left out, and everything else is there") {
    Connection connection = empty_database();
    const std::vector<PlainTable> tables = plain_tables(connection);
    CHECK(tables.size() == 21);
    for (const PlainTable& table : tables) {
        CAPTURE(table.name);
        CHECK_FALSE(table.columns.empty());
        for (const PlainColumn& column : table.columns) {
            CAPTURE(column.name);
            for (const char* secret : {"password", "passwordResetHash", "secure", "apikey", "sealed", "lookup"}) {
                CHECK(column.name != secret);
            }
        }
    }
    for (const char* own : {"apiKeys", "settings"}) {
        CHECK(std::ranges::find(tables, own, &PlainTable::name) == tables.end());
    }
    CHECK(table_named(tables, "customers").columns.size() == 19);
    CHECK(written(write_csv, connection, "users") ==
          "userID,name,alias,trash,active,mail,ban,banTime,lastProject,lastActivity,lastRecord,timeframeBegin,"
          "timeframeEnd,globalRoleID\r\n");
    // "value" is money in expenses only.
    connection.execute("INSERT INTO globalRoles (name) VALUES ('r')");
    connection.execute("INSERT INTO globalRolePermissions VALUES (1, 'p', 1)");
    CHECK(written(write_csv, connection, "globalRolePermissions") == "globalRoleID,permission,value\r\n1,p,1\r\n");
}
