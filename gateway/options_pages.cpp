// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/options_pages.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <functional>
#include <string_view>
#include <vector>

#include "gateway/options.hpp"

namespace kimai::gateway {

namespace {

constexpr std::size_t line_length = 100;

const char* const sample_head =
    R"(# Settings of Kimai Gateway, for `kimai-gateway serve --config FILE`. This file has all of them, with the value that
# counts where nothing is said. Take the # away from those that you change. What a flag or a variable of the
# environment says (KIMAI_GATEWAY_READ_DEADLINE for read-deadline) counts before this file.
# `kimai-gateway config check --config FILE` looks it over.
)";

const char* const reference_head = R"(# Configuration

Each option of `kimai-gateway serve` can be said in three places. The first one in this order counts:

1. on the command line: `--read-deadline 20s`;
2. in the environment: `KIMAI_GATEWAY_READ_DEADLINE=20s`, lists separated by commas, `true` for what has no value;
3. in the file that `--config` or `KIMAI_GATEWAY_CONFIG` names: `read-deadline = "20s"`, lists as `["a", "b"]`, `true` for what
   has no value. [kimai-gateway.conf](kimai-gateway.conf) is a file with all of them; `kimai-gateway config sample` prints it.

Sizes are `4096`, `16KiB`, `1MiB`; times need a unit: `500ms`, `30s`, `2min`, `1h`. What may be repeated is repeated as a
flag. An unknown key of the file is refused, and the nearest one named.

`kimai-gateway config check` looks over file and environment, the files that are named, the certificate and the database, prints what
it finds, and exits with 0 if the gateway would start, else with 1.

On SIGHUP (`systemctl reload`) the gateway reads all of it again, without dropping a connection. `--log-level`, `--tls-certificate`,
`--tls-key` and `--tls-minimum` change then, the last three where it began with TLS; the log names what else has changed and needs a restart.

This page is what `kimai-gateway config reference` prints.
)";

bool is_list(const CLI::Option& option) { return option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll; }

bool is_switch(const CLI::Option& option) { return option.get_expected_max() == 0; }

/// What a value is called: "SIZE".
std::string kind_of(const CLI::Option& option) {
    const std::string standard = " [" + option.get_default_str() + "]";
    std::string text = option.get_option_text();
    if (text.ends_with(standard)) text.resize(text.size() - standard.size());
    return text;
}

/// Tells `heading` of each heading, and `each` of each option below it.
void walk(const std::function<void(const std::string&)>& heading, const std::function<void(const CLI::Option&)>& each) {
    ServeOptions options;
    CLI::App app;
    add_serve_options(app, options);
    std::string last;
    for (const CLI::Option* const option : std::as_const(app).get_options()) {
        if (option == app.get_help_ptr()) continue;
        if (option->get_group() != last) heading(last = option->get_group());
        each(*option);
    }
}

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// The default as the file has it.
std::string value_in_file(const CLI::Option& option) {
    std::string standard = option.get_default_str();
    if (is_switch(option)) return "false";
    if (kind_of(option) == "NUMBER") return standard;
    if (!is_list(option)) return in_quotes(standard);
    std::string list;
    for (std::string_view rest = standard; !rest.empty();) {
        const std::string_view one = rest.substr(0, rest.find(','));
        list += (list.empty() ? "" : ", ") + in_quotes(one);
        rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    }
    return "[" + list + "]";
}

/// The text as lines of a comment.
std::string comment(std::string_view text) {
    std::string lines;
    std::string line = "#";
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        if (line.size() + 1 + word.size() > line_length) {
            lines += line + "\n";
            line = "#";
        }
        line.append(" ").append(word);
    }
    return lines + line + "\n";
}

}  // namespace

std::string sample_configuration() {
    std::string text = sample_head;
    walk([&text](const std::string& heading) { text += "\n\n# --- " + heading + " ---\n"; },
         [&text](const CLI::Option& option) {
             if (!option.get_configurable()) return;
             text += "\n" + comment(option.get_description()) + "#" + option.get_lnames().front() + " = " +
                     value_in_file(option) + "\n";
         });
    return text;
}

std::string configuration_reference() {
    std::string text = reference_head;
    walk(
        [&text](const std::string& heading) {
            text += "\n## " + heading + "\n\n| option | default | meaning |\n|---|---|---|\n";
        },
        [&text](const CLI::Option& option) {
            const std::string kind = kind_of(option);
            const std::string standard = option.get_default_str();
            text += "| `--" + option.get_lnames().front() + (kind.empty() ? "" : " " + kind) + "` | " +
                    (standard.empty() ? "" : "`" + standard + "` ") + "| " + option.get_description() + " |\n";
        });
    return text;
}

}  // namespace kimai::gateway
