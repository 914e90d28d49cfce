// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/shape.hpp"

/// The records that clients send. RecordFields reads no member that is not declared here.
namespace kimai::api::change {

/// Of updateActiveRecording.
extern const Shape active_recording;
/// Of setTimesheetRecord.
extern const Shape timesheet_record;
/// Of setExpenseRecord.
extern const Shape expense_record;

}  // namespace kimai::api::change
