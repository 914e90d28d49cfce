// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "storage/memory.hpp"
#include "storage/money.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

// Rows as they are listed. Text lives until the next row.

struct CustomerRow {
    std::int64_t id;
    std::string_view name;
    std::optional<std::string_view> contact;
    std::int64_t visible;
};

struct ProjectRow {
    std::int64_t id;
    std::int64_t customer;
    std::string_view name;
    std::optional<std::string_view> comment;
    std::int64_t visible;
    std::int64_t filter;
    std::int64_t trash;
    std::optional<Money> budget;
    std::optional<Money> effort;
    std::optional<Money> approved;
    std::int64_t internal;
    std::string_view customer_name;
    std::int64_t customer_visible;
};

struct ActivityRow {
    std::int64_t id;
    std::string_view name;
    std::int64_t visible;
    // Of the assignment to the project that was asked for.
    std::optional<Money> budget;
    std::optional<Money> approved;
    std::optional<Money> effort;
};

/// Whose view of customers, projects or activities: what the user's groups see, or everything.
struct Viewer {
    std::int64_t user;
    bool sees_all;
};

enum class ProjectOrder { by_name, by_customer };

/// Customers, projects and activities (those of a project: project_tasks.hpp). The lists hold what is visible and not
/// trashed, in the order of their names.
class Catalog {
  public:
    /// memory: nullptr reads everything anew. The lists are never remembered.
    explicit Catalog(Connection& connection, const Memory* memory = nullptr)
        : connection_(connection), projects_(memory), activities_(memory), statuses_(memory) {}

    void customers(Viewer viewer, const std::function<void(const CustomerRow&)>& take);
    /// Only projects whose customer is visible too.
    void projects(Viewer viewer, ProjectOrder order, const std::function<void(const ProjectRow&)>& take);
    /// The project of a number, if projects() shows it.
    void project(Viewer viewer, std::int64_t project, const std::function<void(const ProjectRow&)>& take);
    /// Whether projects() gives one project before another.
    bool comes_before(ProjectOrder order, std::int64_t one, std::int64_t other);
    void activities(Viewer viewer, const std::function<void(const ActivityRow&)>& take);

    // Whether there is one that is not trashed.
    bool has_project(std::int64_t project);
    bool has_activity(std::int64_t activity);
    bool has_status(std::int64_t status);

  private:
    using Known = Remembered<std::int64_t, bool>;

    bool has(Known& known, std::string_view sql, std::int64_t id);

    Connection& connection_;
    Known projects_;
    Known activities_;
    Known statuses_;
};

}  // namespace kimai::storage
