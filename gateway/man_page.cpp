// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/man_page.hpp"

#include <algorithm>

namespace kimai::gateway {

namespace {

/// Text as roff takes it: no line is a request, no character a command, hyphens stay such.
std::string roff(std::string_view text) {
    std::string out;
    bool at_start = true;
    for (const char c : text) {
        if (at_start && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            out += c;
        }
        at_start = c == '\n';
    }
    return out;
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return out;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

/// A text whose lines may be indented: such ones, examples mostly, stay as they are. `apart`: a paragraph begins.
void append_text(std::string& out, std::string_view text, bool apart) {
    bool as_it_is = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.find_first_not_of(' ') == std::string_view::npos) {
            apart = true;
            continue;
        }
        const bool indented = line.starts_with(' ');
        if (as_it_is && !indented) out += ".fi\n";
        if (apart || (indented && !as_it_is)) out += ".PP\n";
        if (indented && !as_it_is) out += ".nf\n";
        out += roff(line) + "\n";
        as_it_is = indented;
        apart = false;
    }
    if (as_it_is) out += ".fi\n";
}

void append_paragraph(std::string& out, std::string_view text) { append_text(out, text, true); }

void append_option(std::string& out, const CommandOption& option) {
    out += ".TP\n";
    for (const std::string& name : option.names) {
        if (&name != &option.names.front()) out += ", ";
        out += option.positional ? italic(name) : bold(name);
    }
    if (!option.positional && !option.value.empty()) out += " " + italic(option.value);
    out += "\n";
    std::string text = option.documentation;
    if (!text.empty() && !text.ends_with('.')) text += ".";
    std::string choices;
    for (const std::string& choice : option.choices) choices += (choices.empty() ? "" : ", ") + choice;
    if (!choices.empty()) text += " One of " + choices + ".";
    if (option.required) text += " Must be given.";
    if (!option.standard.empty()) text += " Without it: " + option.standard + ".";
    if (!option.environment.empty()) text += " In the environment: " + option.environment + ".";
    append_text(out, text, false);
}

std::string usage(const Command& command) {
    std::string out = bold(command.name);
    for (const CommandOption& option : command.options) {
        if (!option.positional) {
            out += " [" + italic("OPTIONS") + "]";
            break;
        }
    }
    for (const CommandOption& option : command.options) {
        if (!option.positional) continue;
        const std::string name = italic(option.names.front()) + (option.repeatable ? "..." : "");
        out += option.required ? " " + name : " [" + name + "]";
    }
    if (!command.commands.empty()) out += " " + italic("COMMAND");
    return out + "\n";
}

void append_command(std::string& out, const Command& command) {
    out += ".SS " + roff(command.name) + "\n" + usage(command);
    append_paragraph(out, command.documentation);
    for (const CommandOption& option : command.options) append_option(out, option);
    append_paragraph(out, command.footer);
    for (const Command& inner : command.commands) append_command(out, inner);
}

constexpr std::string_view in_common = R"(.SH EXIT STATUS
.TP
0
What was asked for was done.
.TP
1
It was refused or failed; standard error says why.
.TP
2
The command line was wrong.
.PP
Where a command has others, they stand with it.
.SH FILES
.TP
.I DATABASE
The database. Beside it lie
.IR DATABASE .key ,
the secret that opens API keys in it, and, while it is in use,
.IR DATABASE \-wal
and
.IR DATABASE \-shm .
Where a service manager made the first start,
.IR DATABASE .admin\-password
has the password of the user admin.
.TP
.I /etc/kimai\-gateway/kimai\-gateway.toml
What the service of the Debian package is told.
.SH SEE ALSO
.BR sqlite3 (1),
.BR systemctl (1),
the operators' guide in
.I /usr/share/doc/kimai\-gateway
)";

}  // namespace

std::string man_page(const Command& program, std::string_view version, std::string_view date) {
    std::string out = ".\\\" Made by: " + program.name + " reference man\n";
    out += ".TH " + roff(upper(program.name)) + " 1 ";
    out.append(date).append(" \"").append(roff(program.name)).append(" ").append(version).append("\"\n");
    // Names of options and variables are not to be broken.
    out += ".nh\n.ad l\n";
    std::string sentence = program.documentation;
    if (sentence.ends_with('.')) sentence.pop_back();
    out += ".SH NAME\n" + roff(program.name) + " \\- " + roff(sentence) + "\n.SH SYNOPSIS\n" + usage(program);
    out += ".SH DESCRIPTION\n";
    append_text(out, program.documentation, false);
    append_paragraph(out, program.footer);
    out += ".SH OPTIONS\n";
    for (const CommandOption& option : program.options) append_option(out, option);
    out += ".SH COMMANDS\n";
    for (const Command& command : program.commands) append_command(out, command);
    return out.append(in_common);
}

}  // namespace kimai::gateway
