// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/method_table.hpp"

#include <algorithm>
#include <array>

#include "api/api.hpp"
#include "api/record_shapes.hpp"
#include "api/result_shapes.hpp"

namespace kimai::api {

namespace {

using enum ParameterType;

constexpr Default null{};
constexpr Parameter api_key{"apiKey", text};

constexpr std::array credentials{Parameter{"username", text}, Parameter{"password", text}};
constexpr std::array key_only{api_key};
constexpr std::array key_and_id{api_key, Parameter{"id", integer}};
constexpr Parameter record_of(const Shape& members) { return {"record", record, std::nullopt, &members}; }
constexpr std::array timesheet_change{api_key, record_of(change::timesheet_record), Parameter{"doUpdate", boolean}};
constexpr std::array expense_change{api_key, record_of(change::expense_record), Parameter{"doUpdate", boolean}};
constexpr std::array start_parameters{api_key, Parameter{"projectId", integer}, Parameter{"activityId", integer}};
constexpr std::array stop_parameters{api_key, Parameter{"entryId", integer}};
constexpr std::array project_parameters{api_key, Parameter{"includeTasks", truth, false}};
constexpr std::array task_parameters{api_key, Parameter{"projectId", integer_or_list, null}};
constexpr std::array running_change{api_key, record_of(change::active_recording)};
constexpr std::array timesheet_parameters{
    api_key,
    Parameter{"from", date, 0},
    Parameter{"to", date, 0},
    Parameter{"cleared", integer, -1},
    Parameter{"start", integer, 0},
    Parameter{"limit", integer, 0},
};
constexpr std::array expense_parameters{
    api_key,
    Parameter{"from", date, 0},
    Parameter{"to", date, 0},
    Parameter{"refundable", integer, -1},
    Parameter{"cleared", integer, -1},
    Parameter{"start", integer, 0},
    Parameter{"limit", integer, 0},
};

constexpr std::span<const Parameter> none{};

constexpr std::array table{
    Method{"authenticate", "Checks a user's name and password and answers the API key that all other methods ask for.",
           credentials, ReturnType::list, Lane::login, &Api::authenticate, &result::api_key},
    Method{"getVersion", "Answers version and revision of the Kimai database that is served, such as 1.3.5-1400.", none,
           ReturnType::text, Lane::read, &Api::get_version, nullptr},
    Method{
        "startRecord",
        "Starts a recording now; without project and activity, with those that the user has preset. A recording that "
        "runs already goes on.",
        start_parameters, ReturnType::list, Lane::write, &Api::start_record, &result::started_recording},
    Method{"stopRecord",
           "Stops a recording now, with the configured rounding; without a number, the user's oldest one.",
           stop_parameters, ReturnType::list, Lane::write, &Api::stop_record, &result::nothing},
    Method{"getUsers", "Lists the users whom the caller may see.", key_only, ReturnType::list_or_boolean, Lane::read,
           &Api::get_users, &result::user},
    Method{"getCustomers", "Lists the visible customers of the caller's groups.", key_only, ReturnType::list_or_boolean,
           Lane::read, &Api::get_customers, &result::customer},
    Method{"getProjects", "Lists the visible projects of the caller's groups, each with its tasks if asked for.",
           project_parameters, ReturnType::list_or_boolean, Lane::read, &Api::get_projects, &result::project},
    Method{"getTasks", "Lists the visible activities of the caller's groups, all of them or those open to one project.",
           task_parameters, ReturnType::list_or_boolean, Lane::read, &Api::get_tasks, &result::task},
    Method{"getActiveRecording", "Answers the caller's running recording.", key_only, ReturnType::list, Lane::read,
           &Api::get_active_recording, &result::active_recording},
    Method{"updateActiveRecording", "Changes the caller's running recording; given an end, also stops it.",
           running_change, ReturnType::list, Lane::write, &Api::update_active_recording, &result::nothing},
    Method{"getTimesheet", "Lists the caller's time entries in a span of time, the newest first.", timesheet_parameters,
           ReturnType::list, Lane::read, &Api::get_timesheet, &result::timesheet_entry},
    Method{"getTimesheetRecord", "Answers one time entry.", key_and_id, ReturnType::list, Lane::read,
           &Api::get_timesheet_record, &result::timesheet_record},
    Method{"setTimesheetRecord", "Adds a time entry or changes one.", timesheet_change, ReturnType::list, Lane::write,
           &Api::set_timesheet_record, &result::new_record},
    Method{"removeTimesheetRecord", "Removes a time entry.", key_and_id, ReturnType::list, Lane::write,
           &Api::remove_timesheet_record, &result::nothing},
    Method{"getExpenses",
           "Lists the caller's expenses in a span of time, the newest first. For refundable, 0 asks for the refundable "
           "ones and 1 for the others.",
           expense_parameters, ReturnType::list, Lane::read, &Api::get_expenses, &result::expense},
    Method{"getExpenseRecord", "Answers one expense with its project and customer.", key_and_id, ReturnType::list,
           Lane::read, &Api::get_expense_record, &result::expense_record},
    Method{"setExpenseRecord", "Adds an expense or changes one.", expense_change, ReturnType::list, Lane::write,
           &Api::set_expense_record, &result::new_record},
    Method{"removeExpenseRecord", "Removes an expense.", key_and_id, ReturnType::list, Lane::write,
           &Api::remove_expense_record, &result::nothing},
};

}  // namespace

std::span<const Method> methods() { return table; }

const Method* find_method(std::string_view name) {
    const auto* const found = std::ranges::find(table, name, &Method::name);
    return found == table.end() ? nullptr : found;
}

}  // namespace kimai::api
