// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "gateway/admin/command.hpp"

namespace kimai::gateway::admin {

/// A password for somebody, and whether nobody knows it yet.
struct Password {
    std::string text;
    bool generated = false;
};

/// Where a command takes a password from: asked for twice at the terminal, without echo, or --password-file, or
/// --generate. Never from the command line, which all users of the machine can read.
class PasswordOptions {
  public:
    explicit PasswordOptions(Command& command);

    /// The password. Throws std::runtime_error with a sentence for the operator: there is no terminal to ask at, the
    /// two are not the same, the file cannot be read, it is empty or longer than longest_password.
    Password take(const std::string& user) const;

  private:
    std::shared_ptr<std::optional<std::string>> file_;
    std::shared_ptr<bool> generate_;
};

/// Bytes.
inline constexpr std::size_t longest_password = 1024;

/// Asks at the terminal that is standard input, without echo, and gives the line. The terminal is as it was afterwards,
/// also if the program is ended meanwhile. Throws std::runtime_error if standard input is no terminal or ends.
std::string ask_without_echo(const std::string& question);

}  // namespace kimai::gateway::admin
