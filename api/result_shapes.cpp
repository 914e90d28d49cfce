// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/result_shapes.hpp"

namespace kimai::api::result {

namespace {

using enum MemberType;
using enum Presence;

constexpr std::string_view seconds = "Seconds since 1970.";
constexpr std::string_view of_assignment =
    "Of the assignment to the project that was asked for; left out where none was.";
constexpr std::string_view of_running = "Null while it runs.";

constexpr std::array api_key_members{ShapeMember{"apiKey", text}};
constexpr std::array started_recording_members{ShapeMember{"timeEntryID", number}};
constexpr std::array new_record_members{ShapeMember{"id", number}};
constexpr std::array failure_members{ShapeMember{"msg", text}};

constexpr std::array user_members{
    ShapeMember{"userID", number},
    ShapeMember{"name", text},
};

constexpr std::array customer_members{
    ShapeMember{"customerID", number},
    ShapeMember{"name", text},
    ShapeMember{"contact", text, nullable},
    ShapeMember{"visible", number},
};

constexpr std::array task_members{
    ShapeMember{"activityID", number},
    ShapeMember{"name", text},
    ShapeMember{"visible", number},
    ShapeMember{"budget", decimal, optional_nullable, of_assignment},
    ShapeMember{"approved", decimal, optional_nullable, of_assignment},
    ShapeMember{"effort", decimal, optional_nullable, of_assignment},
};

constexpr std::array project_members{
    ShapeMember{"projectID", number},
    ShapeMember{"customerID", number},
    ShapeMember{"name", text},
    ShapeMember{"comment", text, nullable},
    ShapeMember{"visible", number},
    ShapeMember{"filter", number},
    ShapeMember{"trash", number},
    ShapeMember{"budget", decimal, nullable},
    ShapeMember{"effort", decimal, nullable},
    ShapeMember{"approved", decimal, nullable},
    ShapeMember{"internal", number},
    ShapeMember{"customerName", text},
    ShapeMember{"customerVisible", number},
    ShapeMember{"tasks", list_of_records, optional, "If they were asked for.", &task},
};

constexpr std::array active_recording_members{
    ShapeMember{"timeEntryID", number},
    ShapeMember{"activityID", number},
    ShapeMember{"projectID", number},
    ShapeMember{"start", number, always, seconds},
    ShapeMember{"end", number, always, "0: it runs."},
    ShapeMember{"duration", number},
    ShapeMember{"description", text, nullable},
    ShapeMember{"servertime", number, always, seconds},
    ShapeMember{"customerID", number, nullable},
    ShapeMember{"customerName", text, nullable},
    ShapeMember{"projectName", text, nullable},
    ShapeMember{"activityName", text, nullable},
};

constexpr std::array timesheet_entry_members{
    ShapeMember{"timeEntryID", number},
    ShapeMember{"start", number, always, "Seconds since 1970, cut to the span that was asked for."},
    ShapeMember{"end", number, always, "Like start; 0 while it runs."},
    ShapeMember{"duration", number, nullable, of_running},
    ShapeMember{"formattedDuration", text, nullable, of_running},
    ShapeMember{"wage_decimal", real, nullable, of_running},
    ShapeMember{"wage", decimal, nullable, of_running},
    ShapeMember{"budget", decimal, nullable},
    ShapeMember{"approved", decimal, nullable},
    ShapeMember{"rate", decimal},
    ShapeMember{"projectID", number},
    ShapeMember{"activityID", number},
    ShapeMember{"userID", number},
    ShapeMember{"customerName", text},
    ShapeMember{"customerID", number},
    ShapeMember{"activityName", text},
    ShapeMember{"projectName", text},
    ShapeMember{"projectComment", text, nullable},
    ShapeMember{"location", text, nullable},
    ShapeMember{"trackingNumber", text, nullable},
    ShapeMember{"statusID", number},
    ShapeMember{"status", text},
    ShapeMember{"billable", number, nullable},
    ShapeMember{"description", text, nullable},
    ShapeMember{"comment", text, nullable},
    ShapeMember{"cleared", number},
    ShapeMember{"commentType", number},
    ShapeMember{"userAlias", text, nullable},
    ShapeMember{"userName", text},
};

constexpr std::array timesheet_record_members{
    ShapeMember{"timeEntryID", number},
    ShapeMember{"start", number, always, seconds},
    ShapeMember{"end", number, always, "0 while it runs."},
    ShapeMember{"duration", number},
    ShapeMember{"userID", number},
    ShapeMember{"projectID", number},
    ShapeMember{"activityID", number},
    ShapeMember{"description", text, nullable},
    ShapeMember{"comment", text, nullable},
    ShapeMember{"commentType", number},
    ShapeMember{"cleared", number},
    ShapeMember{"location", text, nullable},
    ShapeMember{"trackingNumber", text, nullable},
    ShapeMember{"rate", decimal},
    ShapeMember{"fixedRate", decimal, nullable},
    ShapeMember{"budget", decimal, nullable},
    ShapeMember{"approved", decimal, nullable},
    ShapeMember{"statusID", number},
    ShapeMember{"billable", number, nullable},
    ShapeMember{"projectName", text, nullable},
    ShapeMember{"customerName", text, nullable},
    ShapeMember{"activityName", text, nullable},
    ShapeMember{"customerID", number, nullable},
};

constexpr std::array expense_members{
    ShapeMember{"expenseID", number},       ShapeMember{"timestamp", number, always, seconds},
    ShapeMember{"multiplier", decimal},     ShapeMember{"value", decimal},
    ShapeMember{"projectID", number},       ShapeMember{"designation", text},
    ShapeMember{"userID", number},          ShapeMember{"customerName", text},
    ShapeMember{"customerID", number},      ShapeMember{"projectName", text},
    ShapeMember{"comment", text, nullable}, ShapeMember{"refundable", number},
    ShapeMember{"commentType", number},     ShapeMember{"userName", text},
    ShapeMember{"cleared", number},
};

constexpr std::string_view always_null = "Always null: the customer's secret.";

constexpr std::array expense_record_members{
    ShapeMember{"customerID", number, nullable},
    ShapeMember{"projectID", number},
    ShapeMember{"expenseID", number},
    ShapeMember{"timestamp", number, always, seconds},
    ShapeMember{"userID", number},
    ShapeMember{"designation", text},
    ShapeMember{"comment", text, nullable},
    ShapeMember{"commentType", number},
    ShapeMember{"refundable", number},
    ShapeMember{"cleared", number},
    ShapeMember{"multiplier", decimal},
    ShapeMember{"value", decimal},
    ShapeMember{"name", text, nullable, "The customer's, as all that follow but those of a project."},
    ShapeMember{"visible", number, nullable},
    ShapeMember{"filter", number, nullable},
    ShapeMember{"trash", number, nullable},
    ShapeMember{"budget", decimal, nullable, "The project's."},
    ShapeMember{"effort", decimal, nullable, "The project's."},
    ShapeMember{"approved", decimal, nullable, "The project's."},
    ShapeMember{"internal", number, nullable, "The project's."},
    ShapeMember{"password", text, nullable, always_null},
    ShapeMember{"passwordResetHash", text, nullable, always_null},
    ShapeMember{"secure", text, nullable, always_null},
    ShapeMember{"company", text, nullable},
    ShapeMember{"vat", text, nullable},
    ShapeMember{"contact", text, nullable},
    ShapeMember{"street", text, nullable},
    ShapeMember{"zipcode", text, nullable},
    ShapeMember{"city", text, nullable},
    ShapeMember{"country", text, nullable},
    ShapeMember{"phone", text, nullable},
    ShapeMember{"fax", text, nullable},
    ShapeMember{"mobile", text, nullable},
    ShapeMember{"mail", text, nullable},
    ShapeMember{"homepage", text, nullable},
    ShapeMember{"timezone", text, nullable},
};

}  // namespace

constexpr Shape api_key{"ApiKey", "What all other methods ask for; it stays the same.", api_key_members};
constexpr Shape user{"User", "", user_members};
constexpr Shape customer{"Customer", "", customer_members};
constexpr Shape project{"Project", "A project with its customer.", project_members};
constexpr Shape task{"Task", "An activity.", task_members};
constexpr Shape started_recording{"StartedRecording", "The time entry that was begun.", started_recording_members};
constexpr Shape active_recording{"ActiveRecording",
                                 "A time entry that runs; names are null where what they name is gone.",
                                 active_recording_members};
constexpr Shape timesheet_entry{"TimesheetEntry", "A time entry as it is listed.", timesheet_entry_members};
constexpr Shape timesheet_record{"TimesheetRecord",
                                 "A time entry as it is stored; names are null where what they name is gone.",
                                 timesheet_record_members};
constexpr Shape expense{"Expense", "An expense as it is listed.", expense_members};
constexpr Shape expense_record{
    "ExpenseRecord", "An expense as it is stored, with its customer and project; they are null where they are gone.",
    expense_record_members};
constexpr Shape new_record{"NewRecord", "What was added; a change answers no item.", new_record_members};
constexpr Shape nothing{"Nothing", "", {}};

constexpr Shape failure{"Failure", "Why it failed.", failure_members};

std::array<ShapeMember, 4> members_with(const Shape& items) {
    return {
        ShapeMember{"success", boolean},
        ShapeMember{"items", list_of_records, optional, "If it succeeded.", &items},
        ShapeMember{"total", number, optional, "How many there are, also of those that a limit left out."},
        ShapeMember{"error", record, optional, "If it failed.", &failure},
    };
}

}  // namespace kimai::api::result
