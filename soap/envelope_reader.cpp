// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/envelope_reader.hpp"

#include <soapH.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "soap/binding.hpp"
#include "soap/reading.hpp"
#include "wsdl/names.hpp"

// The namespaces that gSOAP tells apart, as soapcpp2 wrote them. It wants them under this name.
#include <Kimai.nsmap>

namespace kimai::soap {

namespace {

/// gSOAP's way to read.
std::size_t take_bytes(::soap* context, char* buffer, std::size_t size) {
    std::string_view& rest = reading_of(context).rest;
    const std::size_t taken = std::min(size, rest.size());
    std::memcpy(buffer, rest.data(), taken);
    rest.remove_prefix(taken);
    return taken;
}

struct FreeContext {
    void operator()(::soap* context) const {
        soap_destroy(context);
        soap_end(context);
        soap_free(context);
    }
};

using Context = std::unique_ptr<::soap, FreeContext>;

/// A context for one body. To keep one for the next would save a tenth of the time that reading a common call takes
/// (measured), but then what gSOAP leaves in it would have to be known.
Context new_context(Reading& reading) {
    Context context(soap_new1(SOAP_C_UTFSTRING | SOAP_ENC_PLAIN));
    if (!context) throw std::bad_alloc();
    context->user = &reading;
    context->frecv = take_bytes;
    // The guard has counted already; this is in case it and gSOAP see levels differently.
    context->maxlevel = static_cast<unsigned>(reading.limits.depth) + 1;
    soap_set_namespaces(context.get(), namespaces);
    return context;
}

Version version_of(const ::soap& context) { return context.version == 2 ? Version::soap_1_2 : Version::soap_1_1; }

/// The operation's element is next.
Style style_of(::soap* context) {
    const char* const name = soap_current_namespace_tag(context, context->tag);
    return name != nullptr && name == wsdl::document_namespace ? Style::document : Style::rpc;
}

Fault fault_about(const ::soap& context) {
    switch (context.error) {
        case SOAP_EOM:
            throw std::bad_alloc();
        case SOAP_VERSIONMISMATCH:
            return {FaultCode::version_mismatch, "Wrong Version"};
        case SOAP_MUSTUNDERSTAND:
            return {FaultCode::must_understand, "Header not understood"};
        case SOAP_NO_METHOD: {
            const char* const colon = std::strchr(context.tag, ':');
            const std::string name = colon != nullptr ? colon + 1 : context.tag;
            return {FaultCode::server, "Procedure '" + name + "' not present"};
        }
        default:
            return {FaultCode::client, "Invalid SOAP envelope"};
    }
}

/// Moves to the first element of the body, or says why there is none.
std::optional<Fault> find_operation(::soap* context) {
    if (soap_begin_recv(context) != SOAP_OK) return fault_about(*context);
    if (soap_envelope_begin_in(context) != SOAP_OK || context->version == 0) {
        return Fault{FaultCode::version_mismatch, "Wrong Version"};
    }
    if (soap_recv_header(context) != SOAP_OK && context->error == SOAP_MUSTUNDERSTAND) return fault_about(*context);
    if (context->error != SOAP_OK || soap_body_begin_in(context) != SOAP_OK) {
        return Fault{FaultCode::client, "Body must be present in a SOAP envelope"};
    }
    if (soap_peek_element(context) != SOAP_OK) {
        return Fault{FaultCode::client, "looks like we got \"Body\" without function call"};
    }
    return std::nullopt;
}

}  // namespace

Reading& reading_of(::soap* context) { return *static_cast<Reading*>(context->user); }

int take_call(::soap* context, std::string_view method, const Part& parts) {
    Reading& reading = reading_of(context);
    reading.result = bind(*api::find_method(method), parts, reading);
    return SOAP_OK;
}

Request read_envelope(std::string_view document, Version likely, const Limits& limits) {
    Reading reading{.limits = limits, .length = document.size(), .rest = document};
    const Context context = new_context(reading);
    if (auto fault = find_operation(context.get())) {
        if (context->error == SOAP_EOM) throw std::bad_alloc();
        return {.version = context->version == 0 ? likely : version_of(*context), .content = std::move(*fault)};
    }
    Request request{.version = version_of(*context), .style = style_of(context.get()), .content = Fault{}};
    // From here on names count without their namespaces.
    context->mode |= SOAP_XML_IGNORENS;
    if (soap_serve_request(context.get()) != SOAP_OK) {
        request.content = fault_about(*context);
    } else {
        request.content = std::move(reading.result);
    }
    return request;
}

}  // namespace kimai::soap
