// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/endpoint.hpp"

#include <stdexcept>
#include <variant>

#include "rpc/json_writer.hpp"

namespace kimai::rpc {

namespace {

constexpr std::string_view result_name = R"({"result":)";

/// The members that every answer closes with, in the recorded order.
void append_end(api::TextBuffer& out, const Entry& entry) {
    out += ",\"id\":";
    if (entry.id) {
        append_json_text(out, *entry.id);
    } else {
        out += "null";
    }
    if (entry.version_2) out += R"(,"jsonrpc":"2.0")";
    out += '}';
}

void append_fault(api::TextBuffer& out, const Entry& entry, const Fault& fault) {
    std::string message(message_of(fault.code));
    if (!fault.detail.empty()) message += ": " + fault.detail;
    api::TextBuffer text;  // Of its own, as a fault is told also when the Overflow takes nothing more.
    JsonWriter writer(text);
    writer.open_record();
    writer.name("error");
    writer.open_record();
    writer.name("code");
    writer.integer(static_cast<int>(fault.code));
    writer.name("message");
    writer.text(message);
    writer.name("data");
    writer.null();
    writer.close_record();
    out += text.view();
    append_end(out, entry);
}

void append_result(api::TextBuffer& out, const Entry& entry, const api::BoundCall& call, const api::RunCall& run,
                   const api::ReportError& report) {
    const std::size_t before = out.size();
    out += result_name;
    const std::size_t start = out.size();
    try {
        JsonWriter writer(out);
        run(*call.method, call.arguments, writer);
        if (out.size() == start) throw std::logic_error("the method wrote no result");
        if (entry.id) {
            append_end(out, entry);
        } else {
            out.truncate(before);
        }
    } catch (const api::AnswerTooLong&) {
        throw;
    } catch (const std::exception& error) {
        out.truncate(before);
        report(*call.method, error);
        append_fault(out, entry, Fault{ErrorCode::internal_error});
    }
}

/// Puts the answers together. `append` writes one for a call, or none.
template <typename Append>
Answer assemble(const Request& request, api::Overflow* overflow, const Append& append) {
    api::TextBuffer out(overflow);
    if (request.batch) out += '[';
    const std::size_t first = out.size();
    for (const Entry& entry : request.entries) {
        const std::size_t before = out.size();
        if (before > first) out += ',';
        const std::size_t start = out.size();
        if (const auto* call = std::get_if<api::BoundCall>(&entry.content)) {
            append(out, entry, *call);
        } else {
            append_fault(out, entry, std::get<Fault>(entry.content));
        }
        if (out.size() == start) out.truncate(before);
    }
    if (out.size() == first) return {};
    if (request.batch) out += ']';
    const auto overflowed_at = out.overflowed_at();
    api::TextPlaces places = out.take_places();
    return {.body = out.text(), .overflowed_at = overflowed_at, .places = std::move(places)};
}

}  // namespace

Answer answer(const Request& request, const api::RunCall& run, const api::ReportError& report,
              api::Overflow* overflow) {
    return assemble(request, overflow, [&](api::TextBuffer& out, const Entry& entry, const api::BoundCall& call) {
        append_result(out, entry, call, run, report);
    });
}

std::string_view result_of(const Request& request, const Answer& answer) {
    if (request.batch || !answer.body || answer.overflowed_at || !answer.body->starts_with(result_name)) return {};
    api::TextBuffer end;
    append_end(end, request.entries.front());
    std::string_view result = *answer.body;
    result.remove_prefix(result_name.size());
    result.remove_suffix(end.size());
    return result;
}

Answer answer_with(const Request& request, std::string_view result) {
    api::TextBuffer end;
    append_end(end, request.entries.front());
    std::string body;
    body.reserve(result_name.size() + result.size() + end.size());
    body.append(result_name).append(result).append(end.view());
    return {.body = std::move(body)};
}

Answer internal_error(const Request& request) {
    return assemble(request, nullptr, [](api::TextBuffer& out, const Entry& entry, const api::BoundCall&) {
        append_fault(out, entry, Fault{ErrorCode::internal_error});
    });
}

}  // namespace kimai::rpc
