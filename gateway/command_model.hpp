// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace kimai::gateway {

/// An option or a positional argument of a command.
struct CommandOption {
    std::vector<std::string> names;    // "-h", "--help"; of a positional argument its one name, "DUMP"
    bool positional = false;           //
    std::string value;                 // what follows it, "FILE", "SIZE"; empty for a flag
    std::string standard;              // what counts without it; empty where nothing does
    std::vector<std::string> choices;  // the words that it takes, where only these are taken
    std::string environment;           // the variable that stands for it; may be empty
    std::string documentation;
    bool required = false;
    bool repeatable = false;
};

/// The command line as those see it who write about it: the manual page, the shell's completion. Made from the parser,
/// so that nothing is listed twice. What the parser's help hides is not in it.
struct Command {
    std::string name;  // with those above it, "kimai-gateway user add"
    std::string documentation;
    std::string footer;  // what stands at the end of its help
    std::vector<CommandOption> options;
    std::vector<Command> commands;
};

/// All below a command, itself included.
Command model_of(const CLI::App& app);

}  // namespace kimai::gateway
