// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kimai::gateway::admin {

/// One thing to print. Names of members are words joined by `_` ("last_used"); as headings they get blanks. Values are
/// null, true or false, integers, texts, lists of such, and records, of which a table shows the first value and the
/// others in parentheses: {"name": "Design", "role": "Groupleader"} as "Design (Groupleader)".
using Record = boost::json::object;

/// How results are printed.
enum class Form {
    readable,  // tables and sentences
    json,      // one array of objects for a list, one object for a single thing
};

/// One thing that a command has done: a sentence for people, a record for scripts.
struct Deed {
    std::string sentence;
    Record record;
};

/// What a command has to say. It is collected and printed at once, so that a command that fails half-way prints
/// nothing.
class Output {
  public:
    Output(Form form, std::ostream& out, std::ostream& notes) : form_(form), out_(out), notes_(notes) {}

    /// A table with a line for each. All of them have the same members.
    void list(const std::vector<Record>& records);
    /// A line for each member.
    void record(const Record& record);
    /// What a command has done, if that is always one thing.
    void done(const std::string& sentence, const Record& record);
    /// The same for commands that may do several: scripts get a list.
    void done(const std::vector<Deed>& deeds);

    /// What is worth knowing besides, on the stream for notes in any form.
    void note(std::string_view sentence);

    /// Prints what was collected. Throws std::runtime_error if it cannot be written.
    void print();

  private:
    void add_list(const std::vector<Record>& records);

    Form form_;
    std::ostream& out_;
    std::ostream& notes_;
    std::string text_;
    std::string noted_;
};

/// A moment (seconds since 1970) as "2026-01-31T12:00:00Z", or null.
boost::json::value time_value(std::optional<std::int64_t> moment);

/// A text or null.
boost::json::value text_value(std::optional<std::string_view> text);

/// A text as a terminal can take it: control characters as \xNN, broken UTF-8 as U+FFFD.
std::string printable(std::string_view text);

}  // namespace kimai::gateway::admin
