// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/method_reference.hpp"

#include <span>
#include <variant>
#include <vector>

#include "api/method_table.hpp"
#include "api/result_shapes.hpp"
#include "gateway/type_words.hpp"

namespace kimai::gateway {

namespace {

constexpr std::string_view introduction = R"(# Methods

Made from the method table by `kimai-gateway reference methods`. What is behind it, and where it differs from the old server, stands
in [compatibility](compatibility.md); the addresses and SOAP in [SOAP](soap.md).

Over JSON-RPC a call is `{"jsonrpc":"2.0","id":1,"method":"getCustomers","params":["API KEY"]}`, posted to `/core/json.php`;
`params` may also be an object with the parameters' names. Over SOAP each method is an operation of the same name.

All but `getVersion` answer `{"success":true,"items":[...],"total":N}`, where `total` also counts what a limit left out; or,
when they fail, `{"success":false,"error":{"msg":"..."}}`.

What is called a number or a decimal number comes as text (`"1"`, `"12.50"`), but for the few that
[compatibility](compatibility.md) names. Times are seconds since 1970. A date is what PHP's `strtotime` reads, such as `2018-02-03 10:00` or
`monday`, in the user's time zone. A truth is what PHP takes for one: all but false, 0, an empty text, `"0"`, an empty list and null.
)";

std::string_view text_of(api::Presence presence) {
    switch (presence) {
        case api::Presence::always:
            return "";
        case api::Presence::nullable:
            return " or null";
        case api::Presence::optional:
            return ", may be missing";
        case api::Presence::optional_nullable:
            return " or null, may be missing";
    }
    return {};
}

std::string text_of(const std::optional<api::Default>& missing) {
    if (!missing) return "must be given";
    if (const bool* truth = std::get_if<bool>(&*missing)) return *truth ? "`true`" : "`false`";
    if (const int* number = std::get_if<int>(&*missing)) return "`" + std::to_string(*number) + "`";
    return "`null`";
}

std::string code(std::string_view text) { return "`" + std::string(text) + "`"; }

/// The record's members, and below them those of the records within.
void append_members(std::string& out, std::string_view title, const api::Shape& shape) {
    out.append("\n").append(title).append(":\n\n| member | type | |\n|---|---|---|\n");
    for (const api::ShapeMember& member : shape.members) {
        out += "| " + code(member.name) + " | ";
        out.append(type_words(member.type)).append(text_of(member.presence)).append(" |");
        if (!member.documentation.empty()) out.append(" ").append(member.documentation);
        out += " |\n";
    }
    for (const api::ShapeMember& member : shape.members) {
        if (member.inner == nullptr) continue;
        const bool is_list = member.type == api::MemberType::list_of_records;
        append_members(out, (is_list ? "Each record of " : "The record ") + code(member.name), *member.inner);
    }
}

void append_parameters(std::string& out, const api::Method& method) {
    if (method.parameters.empty()) return;
    out += "\n| parameter | type | without it |\n|---|---|---|\n";
    for (const api::Parameter& parameter : method.parameters) {
        out += "| " + code(parameter.name) + " | ";
        out.append(type_words(parameter.type)).append(" | ").append(text_of(parameter.missing)).append(" |\n");
    }
    for (const api::Parameter& parameter : method.parameters) {
        if (parameter.members == nullptr) continue;
        append_members(out, "Members of " + code(parameter.name), *parameter.members);
    }
}

void append_method(std::string& out, const api::Method& method) {
    out.append("\n## ").append(method.name).append("\n\n").append(method.documentation).append("\n");
    append_parameters(out, method);
    if (method.items == nullptr) {
        out += "\nAnswers a text.\n";
    } else if (method.items->members.empty()) {
        out += "\nIts list of items is always empty.\n";
    } else {
        append_members(out, "Each item", *method.items);
    }
}

}  // namespace

std::string method_reference() {
    std::string out(introduction);
    for (const api::Method& method : api::methods()) append_method(out, method);
    return out;
}

}  // namespace kimai::gateway
