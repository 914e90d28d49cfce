// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <optional>
#include <utility>

#include "api/answer.hpp"
#include "api/api.hpp"
#include "api/permissions.hpp"
#include "api/php_values.hpp"
#include "api/preferences.hpp"
#include "storage/project_tasks.hpp"
#include "storage/store.hpp"

namespace kimai::api {

namespace {

/// An activity with its assignment to a project.
void write_task(Fields fields, const storage::ActivityRow& row) {
    fields.number_text("activityID", row.id);
    fields.text("name", row.name);
    fields.number_text("visible", row.visible);
    fields.money("budget", row.budget);
    fields.money("approved", row.approved);
    fields.money("effort", row.effort);
}

void write_tasks(ResultWriter& result, const storage::ProjectTasks& tasks, std::int64_t project) {
    result.open_part();
    result.name("tasks");
    result.open_list();
    tasks.of(project, [&](const storage::ActivityRow& row) {
        result.open_record();
        write_task(Fields(result), row);
        result.close_record();
    });
    result.close_list();
    result.close_part();
}

void write_project(Fields fields, const storage::ProjectRow& row) {
    fields.number_text("projectID", row.id);
    fields.number_text("customerID", row.customer);
    fields.text("name", row.name);
    fields.text("comment", row.comment);
    fields.number_text("visible", row.visible);
    fields.number_text("filter", row.filter);
    fields.number_text("trash", row.trash);
    fields.money("budget", row.budget);
    fields.money("effort", row.effort);
    fields.money("approved", row.approved);
    fields.number_text("internal", row.internal);
    fields.text("customerName", row.customer_name);
    fields.number_text("customerVisible", row.customer_visible);
}

/// What getProjects answers.
struct ProjectList {
    Call& call;
    storage::Viewer viewer;
    storage::ProjectOrder order;
    /// Nothing: without tasks.
    std::optional<storage::Viewer> tasks_viewer;

    void write(Answer& answer) const {
        std::optional<storage::ProjectTasks> tasks;
        if (tasks_viewer) tasks.emplace(call.store.connection, *tasks_viewer);
        call.store.catalog.projects(viewer, order, [&](const storage::ProjectRow& row) {
            write_project(answer.open_row(row.id), row);
            if (tasks) write_tasks(call.result, *tasks, row.id);
            answer.close_row();
        });
    }

    /// All projects as they were but for one, which stands where its name belongs now, if it still shows.
    void write_again(const EarlierItems& earlier, Answer& answer) const {
        const auto kept = earlier.unchanged();
        auto next = kept.begin();
        const auto write_up_to = [&](auto end) {
            for (; next != end; ++next) answer.row_again(next->row, earlier.text_of(*next));
        };
        if (const auto changed = earlier.changed_row()) {
            call.store.catalog.project(viewer, *changed, [&](const storage::ProjectRow& row) {
                write_up_to(std::ranges::partition_point(kept, [&](const TextItem& item) {
                    return call.store.catalog.comes_before(order, item.row, *changed);
                }));
                write_project(answer.open_row(row.id), row);
                write_tasks_again(earlier, row.id);
                answer.close_row();
            });
        }
        write_up_to(kept.end());
    }

  private:
    /// Those of the changed project, which need not be in the earlier answer.
    void write_tasks_again(const EarlierItems& earlier, std::int64_t project) const {
        if (!tasks_viewer) return;
        if (const auto tasks = earlier.part_of_changed_row()) return call.result.part_again(*tasks);
        write_tasks(call.result, {call.store.connection, *tasks_viewer, project}, project);
    }
};

/// Lists of the catalog fail where they are empty.
Outcome close_unless_empty(Answer& answer) {
    if (answer.is_empty()) return Failure::nothing_found;
    answer.close();
    return success;
}

}  // namespace

Outcome Api::get_users(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    Answer answer(call.result);
    call.store.groups.visible_users(user->id, sees_beyond_own_groups(call.store, *user),
                                    [&answer](const storage::UserName& row) {
                                        Fields fields = answer.open_item();
                                        fields.number_text("userID", row.id);
                                        fields.text("name", row.name);
                                        answer.close_item();
                                    });
    answer.close();
    return success;
}

Outcome Api::get_customers(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    Answer answer(call.result);
    call.store.catalog.customers(viewer_of(call.store, *user, "customer"), [&answer](const storage::CustomerRow& row) {
        Fields fields = answer.open_item();
        fields.number_text("customerID", row.id);
        fields.text("name", row.name);
        fields.text("contact", row.contact);
        fields.number_text("visible", row.visible);
        answer.close_item();
    });
    return close_unless_empty(answer);
}

Outcome Api::get_projects(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    storage::Store& store = call.store;
    const auto order = prefers(store.settings, user->id, "ui.flip_project_display") ? storage::ProjectOrder::by_customer
                                                                                    : storage::ProjectOrder::by_name;
    const ProjectList list{.call = call,
                           .viewer = viewer_of(store, *user, "project"),
                           .order = order,
                           .tasks_viewer = php_truth(call.arguments["includeTasks"])
                                               ? std::optional(viewer_of(store, *user, "activity"))
                                               : std::nullopt};
    Answer answer(call.result);
    const auto earlier = EarlierItems::of_shared(call, "projects");
    earlier.any() ? list.write_again(earlier, answer) : list.write(answer);
    return close_unless_empty(answer);
}

Outcome Api::get_tasks(Call& call) const {
    const auto user = caller(call);
    if (!user) return Failure::unknown_user_or_no_permissions;
    const storage::Viewer viewer = viewer_of(call.store, *user, "activity");
    const Value& project = call.arguments["projectId"];
    Answer answer(call.result);
    if (project.is_null()) {
        call.store.catalog.activities(viewer, [&answer](const storage::ActivityRow& row) {
            Fields fields = answer.open_item();
            fields.number_text("activityID", row.id);
            fields.text("name", row.name);
            fields.number_text("visible", row.visible);
            answer.close_item();
        });
    } else {
        constexpr std::int64_t no_project = 0;
        const std::int64_t id = php_row_number(project).value_or(no_project);
        const storage::ProjectTasks tasks(call.store.connection, viewer, id);
        tasks.of(id, [&answer](const storage::ActivityRow& row) {
            write_task(answer.open_item(), row);
            answer.close_item();
        });
    }
    return close_unless_empty(answer);
}

}  // namespace kimai::api
