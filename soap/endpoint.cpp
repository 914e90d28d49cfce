// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/endpoint.hpp"

#include <exception>
#include <string>
#include <utility>
#include <variant>

#include "soap/document_writer.hpp"
#include "soap/encoded_writer.hpp"
#include "soap/fault.hpp"

namespace kimai::soap {

namespace {

Answer fault_answer(Version version, const Fault& fault) {
    api::TextBuffer out;
    append_fault(out, version, fault);
    return {.body = out.text(), .media_type = vocabulary_of(version).media_type, .is_fault = true};
}

Answer success(const Request& request, std::string body) {
    return {.body = std::move(body), .media_type = vocabulary_of(request.version).media_type, .is_fault = false};
}

template <class Writer>
void append_result(Writer writer, const api::BoundCall& call, const api::RunCall& run) {
    run(*call.method, call.arguments, writer);
    writer.finish();
}

Answer result(const Request& request, const api::BoundCall& call, std::string_view endpoint, const api::RunCall& run,
              api::Overflow* overflow) {
    api::TextBuffer out(overflow);
    const std::string_view method = call.method->name;
    switch (request.style) {
        case Style::rpc:
            append_result(EncodedWriter(out, request.version, method, endpoint), call, run);
            break;
        case Style::document:
            append_result(DocumentWriter(out, request.version, method), call, run);
            break;
    }
    const auto overflowed_at = out.overflowed_at();
    api::TextPlaces places = out.take_places();
    Answer answer = success(request, out.text());
    answer.places = std::move(places);
    answer.overflowed_at = overflowed_at;
    return answer;
}

}  // namespace

Answer answer(const Request& request, std::string_view endpoint, const api::RunCall& run,
              const api::ReportError& report, api::Overflow* overflow) {
    const auto* call = std::get_if<api::BoundCall>(&request.content);
    if (call == nullptr) return fault_answer(request.version, std::get<Fault>(request.content));
    try {
        return result(request, *call, endpoint, run, overflow);
    } catch (const api::AnswerTooLong&) {
        throw;
    } catch (const std::exception& error) {
        report(*call->method, error);
    }
    return internal_error(request);
}

Answer answer_with(const Request& request, std::string_view body) { return success(request, std::string(body)); }

Answer internal_error(const Request& request) {
    const auto* fault = std::get_if<Fault>(&request.content);
    return fault_answer(request.version, fault != nullptr ? *fault : Fault{FaultCode::server, "Internal error"});
}

}  // namespace kimai::soap
