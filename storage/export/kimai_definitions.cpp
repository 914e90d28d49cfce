// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/kimai_definitions.hpp"

#include <algorithm>
#include <span>

#include "storage/installation.hpp"

namespace kimai::storage {

namespace {

using Kind = MysqlType::Kind;

constexpr MysqlType flag{Kind::tinyint, 1};
constexpr MysqlType number{Kind::integer, 10};
constexpr MysqlType long_number{Kind::integer, 11};
constexpr MysqlType permission{Kind::tinyint, 4};
constexpr MysqlType money{Kind::decimal, 10};
constexpr MysqlType text{Kind::text, 0};
constexpr MysqlType reset_hash{Kind::fixed_text, 32};
constexpr MysqlType varchar(int width) { return {Kind::varchar, width}; }

constexpr std::string_view row_number = "NOT NULL AUTO_INCREMENT";
constexpr std::string_view required = "NOT NULL";
constexpr std::string_view zero = "NOT NULL DEFAULT 0";
constexpr std::string_view one = "NOT NULL DEFAULT 1";
constexpr std::string_view text_zero = "NOT NULL DEFAULT '0'";
constexpr std::string_view null = "DEFAULT NULL";
constexpr std::string_view null_or_zero = "DEFAULT 0";
constexpr std::string_view no_money = "DEFAULT 0.00";

KimaiDefinition configuration() {
    return {"configuration",
            {{"option", varchar(190), required, {}, true}, {"value", varchar(255), required}},
            {"PRIMARY KEY (`option`)"},
            // The tables are those of this version, whichever the database once came from.
            "(SELECT option, value FROM configuration WHERE option NOT IN ('version', 'revision')"
            " UNION ALL VALUES ('version', '1.3.5'), ('revision', '1400'))",
            {"option"}};
}

KimaiDefinition roles(Connection& connection, std::string_view name, std::string id,
                      std::vector<std::string_view> permissions) {
    const std::string_view table = name == "globalRoles" ? "globalRolePermissions" : "membershipRolePermissions";
    KimaiDefinition definition{name,
                               {{id, number, row_number}, {"name", varchar(255), required}},
                               {"PRIMARY KEY (`" + id + "`)"},
                               name,
                               {name == "globalRoles" ? "globalRoleID" : "membershipRoleID"}};
    for (const std::string_view known : permissions) {
        definition.columns.push_back({std::string(known), permission, null_or_zero});
    }
    Rows rows = connection.query("SELECT DISTINCT permission FROM " + std::string(table) + " ORDER BY permission");
    while (rows.next()) {
        if (std::ranges::find(permissions, rows.text(0)) != permissions.end()) continue;
        definition.columns.push_back({std::string(rows.text(0)), permission, null_or_zero});
    }
    return definition;
}

KimaiDefinition users() {
    return {"users",
            {{"userID", number, row_number},
             {"name", varchar(160), required, {}, true},
             {"alias", varchar(160), null},
             {"trash", flag, zero},
             {"active", flag, one},
             {"mail", varchar(160), null},
             {"password", varchar(254), null},
             {"passwordResetHash", reset_hash, null},
             {"ban", {Kind::integer, 1}, zero},
             {"banTime", number, zero},
             {"secure", varchar(60), text_zero},
             {"lastProject", number, one},
             {"lastActivity", number, one},
             {"lastRecord", number, zero},
             {"timeframeBegin", varchar(60), text_zero},
             {"timeframeEnd", varchar(60), text_zero},
             {"apikey", varchar(30), null, {}, true},
             {"globalRoleID", number, required}},
            {"PRIMARY KEY (`userID`)", "UNIQUE KEY `name` (`name`)", "UNIQUE KEY `apikey` (`apikey`)"},
            "(SELECT users.*, sealed AS apikey FROM users LEFT JOIN apiKeys USING (userID))",
            {"userID"}};
}

KimaiDefinition preferences() {
    return {
        "preferences",
        {{"userID", number, required}, {"option", varchar(190), required, {}, true}, {"value", varchar(255), required}},
        {"PRIMARY KEY (`userID`,`option`)"},
        "preferences",
        {"userID", "option"}};
}

KimaiDefinition groups() {
    return {"groups",
            {{"groupID", number, row_number}, {"name", varchar(160), required}, {"trash", flag, zero}},
            {"PRIMARY KEY (`groupID`)"},
            "groups",
            {"groupID"}};
}

KimaiDefinition customers() {
    return {"customers",
            {{"customerID", number, row_number},
             {"name", varchar(255), required},
             {"password", varchar(255), null},
             {"passwordResetHash", reset_hash, null},
             {"secure", varchar(60), text_zero},
             {"comment", text, null},
             {"visible", flag, one},
             {"filter", flag, zero},
             {"company", varchar(255), null},
             {"vat", varchar(255), null},
             {"contact", varchar(255), null},
             {"street", varchar(255), null},
             {"zipcode", varchar(255), null},
             {"city", varchar(255), null},
             {"country", varchar(2), null},
             {"phone", varchar(255), null},
             {"fax", varchar(255), null},
             {"mobile", varchar(255), null},
             {"mail", varchar(255), null},
             {"homepage", varchar(255), null},
             {"timezone", varchar(255), required},
             {"trash", flag, zero}},
            {"PRIMARY KEY (`customerID`)"},
            "customers",
            {"customerID"}};
}

KimaiDefinition projects() {
    return {"projects",
            {{"projectID", number, row_number},
             {"customerID", {Kind::integer, 3}, required},
             {"name", varchar(255), required},
             {"comment", text, null},
             {"visible", flag, one},
             {"filter", flag, zero},
             {"trash", flag, zero},
             {"budget", money, no_money},
             {"effort", money, null},
             {"approved", money, null},
             {"internal", flag, zero}},
            {"PRIMARY KEY (`projectID`)", "KEY `customerID` (`customerID`)"},
            "projects",
            {"projectID"}};
}

KimaiDefinition activities() {
    return {"activities",
            {{"activityID", number, row_number},
             {"name", varchar(255), required},
             {"comment", text, null},
             {"visible", flag, one},
             {"filter", flag, zero},
             {"trash", flag, zero}},
            {"PRIMARY KEY (`activityID`)"},
            "activities",
            {"activityID"}};
}

KimaiDefinition projects_activities() {
    return {"projects_activities",
            {{"projectID", long_number, required},
             {"activityID", long_number, required},
             {"budget", money, no_money},
             {"effort", money, null},
             {"approved", money, null}},
            {"UNIQUE KEY `projectID` (`projectID`,`activityID`)"},
            "projects_activities",
            {"projectID", "activityID"}};
}

KimaiDefinition groups_users() {
    return {"groups_users",
            {{"groupID", number, required}, {"userID", number, required}, {"membershipRoleID", number, required}},
            {"PRIMARY KEY (`groupID`,`userID`)"},
            "groups_users",
            {"groupID", "userID"}};
}

/// What a group sees.
KimaiDefinition of_groups(std::string_view table, std::string_view id) {
    return {table,
            {{"groupID", long_number, required}, {std::string(id), long_number, required}},
            {"UNIQUE KEY `groupID` (`groupID`,`" + std::string(id) + "`)"},
            table,
            {"groupID", id}};
}

KimaiDefinition statuses() {
    return {"statuses",
            {{"statusID", {Kind::tinyint, 4}, row_number}, {"status", varchar(200), required}},
            {"PRIMARY KEY (`statusID`)"},
            "statuses",
            {"statusID"}};
}

KimaiDefinition rates() {
    return {"rates",
            {{"userID", number, null},
             {"projectID", number, null},
             {"activityID", number, null},
             {"rate", money, required}},
            {"UNIQUE KEY `userID` (`userID`,`projectID`,`activityID`)"},
            "rates",
            {"rowid"}};
}

KimaiDefinition fixed_rates() {
    return {"fixedRates",
            {{"projectID", number, null}, {"activityID", number, null}, {"rate", money, required}},
            {"UNIQUE KEY `projectID` (`projectID`,`activityID`)"},
            "fixedRates",
            {"rowid"}};
}

KimaiDefinition time_sheet() {
    return {"timeSheet",
            {{"timeEntryID", number, row_number},
             {"start", number, zero},
             {"end", number, zero},
             {"duration", {Kind::integer, 6}, zero},
             {"userID", number, required},
             {"projectID", number, required},
             {"activityID", number, required},
             {"description", text, null, "CHARACTER SET utf8 COLLATE utf8_unicode_ci"},
             {"comment", text, null},
             {"commentType", flag, zero},
             {"cleared", flag, zero},
             {"location", varchar(50), null},
             {"trackingNumber", varchar(30), null},
             {"rate", money, "NOT NULL DEFAULT 0.00"},
             {"fixedRate", money, null},
             {"budget", money, null},
             {"approved", money, null},
             {"statusID", {Kind::smallint, 6}, required},
             {"billable", {Kind::tinyint, 4}, null}},
            {"PRIMARY KEY (`timeEntryID`)", "KEY `userID` (`userID`)", "KEY `projectID` (`projectID`)",
             "KEY `activityID` (`activityID`)"},
            "timeSheet",
            {"timeEntryID"}};
}

KimaiDefinition expenses() {
    return {"expenses",
            {{"expenseID", number, row_number},
             {"timestamp", number, zero},
             {"userID", number, required},
             {"projectID", number, required},
             {"designation", text, required},
             {"comment", text, null},
             {"commentType", flag, zero},
             {"refundable", {Kind::unsigned_tinyint, 1}, zero},
             {"cleared", flag, zero},
             {"multiplier", money, "NOT NULL DEFAULT 1.00"},
             {"value", money, "NOT NULL DEFAULT 0.00"}},
            {"PRIMARY KEY (`expenseID`)", "KEY `userID` (`userID`)", "KEY `projectID` (`projectID`)"},
            "expenses",
            {"expenseID"}};
}

}  // namespace

std::vector<KimaiDefinition> kimai_definitions(Connection& connection) {
    return {configuration(),
            roles(connection, "globalRoles", "globalRoleID", permissions_of_global_roles()),
            roles(connection, "membershipRoles", "membershipRoleID", permissions_of_membership_roles()),
            users(),
            preferences(),
            groups(),
            customers(),
            projects(),
            activities(),
            projects_activities(),
            groups_users(),
            of_groups("groups_customers", "customerID"),
            of_groups("groups_projects", "projectID"),
            of_groups("groups_activities", "activityID"),
            statuses(),
            rates(),
            fixed_rates(),
            time_sheet(),
            expenses()};
}

}  // namespace kimai::storage
