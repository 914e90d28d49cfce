// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kimai::api {

/// The failures of the old API. Clients compare their texts, so a text never changes; the spelling is the old server's.
enum class Failure : std::uint8_t {
    unknown_user_or_no_permissions,
    nothing_found,
    invalid_project_or_task,
    no_active_recording,
    invalid_record,
    invalid_id,
    invalid_project_id,
    invalid_task_id,
    invalid_status_id,
    invalid_span,
    invalid_date,
    missing_id,
    not_added,
    not_updated,
};

/// What a method comes to: nothing (it succeeded and its result is written) or the failure.
using Outcome = std::optional<Failure>;
inline constexpr Outcome success = std::nullopt;

/// The text that clients see, recorded from the old server (behaviour: "the messages").
constexpr std::string_view text_of(Failure failure) {
    switch (failure) {
        case Failure::unknown_user_or_no_permissions:
            return "Unknown user or no permissions.";
        case Failure::nothing_found:
            return "An unhandled error occured.";
        case Failure::invalid_project_or_task:
            return "Invalid project or task";
        case Failure::no_active_recording:
            return "No active recording.";
        case Failure::invalid_record:
            return "Invalid record";
        case Failure::invalid_id:
            return "Invalid ID";
        case Failure::invalid_project_id:
            return "Invalid projectId.";
        case Failure::invalid_task_id:
            return "Invalid taskId.";
        case Failure::invalid_status_id:
            return "Invalid statusId.";
        case Failure::invalid_span:
            return "Invalid from/to, make sure there is at least a second difference.";
        case Failure::invalid_date:
            return "Invalid date, make sure there is a valid date property.";
        case Failure::missing_id:
            return "Performed an update, but missing id property.";
        case Failure::not_added:
            return "Failed to add entry.";
        case Failure::not_updated:
            return "Failed to update record.";
    }
    return {};
}

}  // namespace kimai::api
