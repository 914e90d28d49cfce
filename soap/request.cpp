// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/request.hpp"

#include <string>
#include <utility>

#include "soap/envelope_reader.hpp"
#include "soap/xml_guard.hpp"
#include "storage/ascii.hpp"

namespace kimai::soap {

namespace {

/// What a body that cannot be read is taken for, so that the caller can read the fault.
Version version_by_type(std::string_view content_type) {
    const std::string_view type = content_type.substr(0, content_type.find_first_of("; \t"));
    return same_letters(type, "application/soap+xml") ? Version::soap_1_2 : Version::soap_1_1;
}

}  // namespace

const api::BoundCall* only_call(const Request& request) { return std::get_if<api::BoundCall>(&request.content); }

Request read_request(std::string_view body, std::string_view content_type, const Limits& limits) {
    std::string text;
    auto guarded = guard(body, content_type, limits, text);
    if (auto* fault = std::get_if<Fault>(&guarded)) {
        return {.version = version_by_type(content_type), .content = std::move(*fault)};
    }
    return read_envelope(std::get<std::string_view>(guarded), version_by_type(content_type), limits);
}

}  // namespace kimai::soap
