// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/record_shapes.hpp"

#include <array>

namespace kimai::api::change {

namespace {

using enum MemberType;
using enum Presence;

constexpr std::string_view which = "The record to change, with doUpdate.";

constexpr std::array active_recording_members{
    ShapeMember{"projectID", number, optional},
    ShapeMember{"activityID", number, optional},
    ShapeMember{"description", text, optional},
    ShapeMember{"start", date, optional},
    ShapeMember{"end", date, optional, "Stops the recording; start must be given too."},
};

constexpr std::array timesheet_record_members{
    ShapeMember{"id", number, optional, which},
    ShapeMember{"projectId", number},
    ShapeMember{"taskId", number},
    ShapeMember{"start", date},
    ShapeMember{"end", date},
    ShapeMember{"description", text, optional},
    ShapeMember{"comment", text, optional},
    ShapeMember{"commentType", number, optional},
    ShapeMember{"location", text, optional},
    ShapeMember{"trackingNumber", text, optional},
    ShapeMember{"rate", decimal, optional, "If left out, the best fitting one is taken."},
    ShapeMember{"fixedRate", decimal, optional},
    ShapeMember{"flagCleared", number, optional},
    ShapeMember{"flagBillable", number, optional},
    ShapeMember{"statusId", number, optional},
    ShapeMember{"budget", decimal, optional},
    ShapeMember{"approved", decimal, optional},
};

constexpr std::array expense_record_members{
    ShapeMember{"id", number, optional, which},
    ShapeMember{"projectId", number},
    ShapeMember{"date", date},
    ShapeMember{"designation", text, optional},
    ShapeMember{"comment", text, optional},
    ShapeMember{"commentType", number, optional},
    ShapeMember{"refundable", number, optional},
    ShapeMember{"cleared", number, optional},
    ShapeMember{"multiplier", decimal, optional},
    ShapeMember{"value", decimal, optional},
};

}  // namespace

constexpr Shape active_recording{"ActiveRecordingChange", "What to change in the running recording.",
                                 active_recording_members};
constexpr Shape timesheet_record{"TimesheetChange",
                                 "A time entry to add or to change; a change leaves alone what is left out.",
                                 timesheet_record_members};
constexpr Shape expense_record{
    "ExpenseChange", "An expense to add or to change; a change leaves alone what is left out.", expense_record_members};

}  // namespace kimai::api::change
