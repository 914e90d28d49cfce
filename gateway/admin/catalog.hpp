// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/admin/command.hpp"
#include "gateway/admin/reference.hpp"
#include "storage/admin/catalog_entries.hpp"
#include "storage/admin/catalog_records.hpp"

/// What the commands for customers, projects and activities share.
namespace kimai::gateway::admin {

/// Options that stand for columns: of what is given, changes() makes the columns to write. An empty text empties a
/// column. Values are checked while the command line is parsed.
class FieldOptions {
  public:
    explicit FieldOptions(Command& command) : command_(command) {}

    /// One line of text.
    void line(const std::string& option, std::string_view column, const std::string& sentence);
    /// Any text.
    void text(const std::string& option, std::string_view column, const std::string& sentence);
    /// A zone of the IANA database.
    void time_zone(const std::string& option, std::string_view column, const std::string& sentence);
    void yes_or_no(const std::string& option, std::string_view column, const std::string& sentence);
    void money(const std::string& option, std::string_view column, const std::string& sentence);

    using Given = std::shared_ptr<std::vector<std::function<void(std::vector<storage::admin::ColumnChange>&)>>>;
    /// To be kept by the command's body, and asked when that runs.
    Given given() const { return given_; }

  private:
    void add(const std::string& option, std::string_view column, const std::string& value, const std::string& sentence,
             const Command::Check& check,
             const std::function<storage::admin::ColumnChange(std::string_view, const std::string&)>& read);

    Command& command_;
    Given given_ = std::make_shared<Given::element_type>();
};

/// The columns that the command line gives.
std::vector<storage::admin::ColumnChange> changes_of(const FieldOptions::Given& given);

/// --budget, --effort, --approved, for a project or an assignment.
struct BudgetOptions {
    explicit BudgetOptions(Command& command);
    storage::admin::Budget given() const;

  private:
    std::shared_ptr<std::optional<std::string>> budget_;
    std::shared_ptr<std::optional<std::string>> effort_;
    std::shared_ptr<std::optional<std::string>> approved_;
};

/// A check for an amount of money that is not negative.
std::string is_amount(std::string& text);
/// The amount in a text that passed is_amount().
storage::Money amount(const std::string& text);
/// "12.50", or null.
boost::json::value money_value(const std::optional<storage::Money>& money);

/// The name of something new, as an argument; and --name, of what is there.
std::shared_ptr<std::string> add_name(Command& command, const std::string& placeholder);
std::shared_ptr<std::optional<std::string>> add_new_name(Command& command);

/// Says that something was added and who sees it.
void tell_added(Session& session, Noun kind, std::int64_t id, const std::string& name, const std::string& seen_by);

/// Shows something new to the groups that are named, or to all that are not removed if none is. Answers the end of a
/// sentence that says to which.
std::string show_new(Session& session, Noun noun, std::int64_t id, const std::vector<std::string>& groups);

/// --show-to and --hide-from, which may be repeated.
struct SightOptions {
    explicit SightOptions(Command& command);
    void apply(Session& session, Noun noun, std::int64_t id) const;
    bool is_given() const { return !show_to_->empty() || !hide_from_->empty(); }

  private:
    std::shared_ptr<std::vector<std::string>> show_to_;
    std::shared_ptr<std::vector<std::string>> hide_from_;
};

/// Adds the new name to the columns, if one is given; refuses one that another entry has.
void take_new_name(std::vector<storage::admin::ColumnChange>& changes, Session& session, Noun kind, const NamedRow& row,
                   const std::optional<std::string>& name);

/// What `edit` does once it knows the columns: writes them, applies the groups and says so. Throws std::runtime_error
/// if nothing was asked for.
void apply_edit(Session& session, Noun kind, const NamedRow& row,
                const std::vector<storage::admin::ColumnChange>& changes, const SightOptions& sights);

/// The names of the groups that see it.
boost::json::array groups_of(const storage::admin::Sights& sights, std::int64_t id);

/// The verbs `remove` and `restore`: into Kimai's trash and out of it.
void add_remove_and_restore(CLI::App& noun, Noun kind);

/// The verbs `assignments`, `assign` and `unassign` below `project` (PROJECT ACTIVITY) and `activity` (ACTIVITY
/// PROJECT).
void add_assignment_verbs(CLI::App& noun, Noun kind);

/// Assigns an activity to a project; a note says so if the activity was open to all projects until then. Answers
/// whether that is new.
bool assign(Session& session, const NamedRow& project, const NamedRow& activity, const storage::admin::Budget& budget);

/// "12 time entries", "1 time entry".
std::string counted(std::int64_t count, std::string_view one, std::string_view many);

}  // namespace kimai::gateway::admin
