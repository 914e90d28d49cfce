// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace kimai::storage {

/// What is wrong with a dump, and where. Thrown by the readers of a dump, from the depth of a row; import() catches it
/// and gives it to its caller as a value.
class DumpError : public std::runtime_error {
  public:
    /// line: counted from 1 in the unpacked text; 0 where there is no line (the file can't be opened).
    /// statement: "INSERT INTO kimai_users", empty outside of one.
    DumpError(std::uint64_t line, std::string statement, const std::string& reason)
        : std::runtime_error(reason), line_(line), statement_(std::move(statement)) {}

    std::uint64_t line() const { return line_; }
    const std::string& statement() const { return statement_; }
    const char* reason() const { return what(); }

  private:
    std::uint64_t line_;
    std::string statement_;
};

}  // namespace kimai::storage
