// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/bash_completion.hpp"

#include <algorithm>

namespace kimai::gateway {

namespace {

std::string quoted(const std::string& text) { return "'" + text + "'"; }

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

/// What may follow a command, and of which options a value follows.
void append_words(std::string& out, const Command& command) {
    std::vector<std::string> commands;
    std::vector<std::string> options;
    std::vector<std::string> with_value;
    const std::size_t above = command.name.size() + 1;
    for (const Command& inner : command.commands) commands.push_back(inner.name.substr(above));
    for (const CommandOption& option : command.options) {
        if (option.positional) continue;
        std::ranges::copy(option.names, std::back_inserter(options));
        if (!option.value.empty()) std::ranges::copy(option.names, std::back_inserter(with_value));
    }
    out += "        " + quoted(command.name) + ")\n            commands=" + quoted(joined(commands)) +
           "\n            options=" + quoted(joined(options)) +
           "\n            with_value=" + quoted(joined(with_value)) + " ;;\n";
    for (const Command& inner : command.commands) append_words(out, inner);
}

void append_choices(std::string& out, const Command& command) {
    for (const CommandOption& option : command.options) {
        if (option.choices.empty() || option.positional) continue;
        for (const std::string& name : option.names) {
            out += "        " + quoted(command.name + " " + name) + ") choices=" + quoted(joined(option.choices)) +
                   " ;;\n";
        }
    }
    for (const Command& inner : command.commands) append_choices(out, inner);
}

constexpr std::string_view begin =
    R"(# Completes the command line of PROGRAM in bash. Made by: PROGRAM reference bash-completion

_FUNCTION_words() {
    commands= options= with_value=
    case $1 in
)";

constexpr std::string_view between = R"(    esac
}

_FUNCTION_choices() {
    choices=
    case $1 in
)";

// The words so far tell the command; a word behind an option with a value is that value.
constexpr std::string_view end = R"(    esac
}

_FUNCTION_takes_value() {
    [[ -n $1 && " $with_value " == *" $1 "* ]]
}

_FUNCTION() {
    local commands options with_value choices command=PROGRAM previous= word i
    local current=${COMP_WORDS[COMP_CWORD]}
    _FUNCTION_words "$command"
    for ((i = 1; i < COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        if ! _FUNCTION_takes_value "$previous" && [[ " $commands " == *" $word "* ]]; then
            command+=" $word"
            _FUNCTION_words "$command"
        fi
        previous=$word
    done
    COMPREPLY=()
    if _FUNCTION_takes_value "$previous"; then
        _FUNCTION_choices "$command $previous"
        COMPREPLY=($(compgen -W "$choices" -- "$current"))
    elif [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$current"))
    else
        COMPREPLY=($(compgen -W "$commands" -- "$current"))
    fi
}

complete -o default -F _FUNCTION PROGRAM
)";

std::string filled(std::string_view text, const std::string& program) {
    std::string function = program;
    std::ranges::replace(function, '-', '_');
    std::string out(text);
    for (const auto& [mark, word] : {std::pair("FUNCTION", function), std::pair("PROGRAM", program)}) {
        const std::string_view looked_for = mark;
        for (std::size_t at = 0; (at = out.find(looked_for, at)) != std::string::npos; at += word.size()) {
            out.replace(at, looked_for.size(), word);
        }
    }
    return out;
}

}  // namespace

std::string bash_completion(const Command& program) {
    std::string out = filled(begin, program.name);
    append_words(out, program);
    out += filled(between, program.name);
    append_choices(out, program);
    return out += filled(end, program.name);
}

}  // namespace kimai::gateway
