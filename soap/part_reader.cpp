// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads parts with gSOAP's pull parser. The generated code calls these functions by their names, since the type
// kimai__Part is declared `extern` in the service's header (print_service_header.cpp).

#include <soapH.h>

#include <cstring>
#include <new>

#include "soap/part.hpp"
#include "soap/reading.hpp"

namespace {

using kimai::soap::Part;
using kimai::soap::reading_of;

const char* local_name(const char* name) {
    const char* const colon = std::strchr(name, ':');
    return colon != nullptr ? colon + 1 : name;
}

/// A copy in the context's memory, or null if there is none left; then the context says so.
const char* keep(struct soap* context, const char* text) {
    if (*text == '\0') return "";
    const char* const copy = soap_strdup(context, text);
    if (copy == nullptr) context->error = SOAP_EOM;
    return copy;
}

bool read_children(struct soap* context, Part& parent);

/// What gSOAP knows of the tag that comes next. Null if no tag does or memory is short.
Part* read_tag(struct soap* context) {
    if (soap_peek_element(context) != SOAP_OK) return nullptr;
    // gSOAP leaves codes behind that mean nothing any more.
    context->error = SOAP_OK;
    void* const memory = soap_malloc(context, sizeof(Part));
    if (memory == nullptr) {
        context->error = SOAP_EOM;
        return nullptr;
    }
    auto* const part = new (memory) Part;
    part->name = keep(context, local_name(context->tag));
    part->type = keep(context, local_name(context->type));
    part->id = keep(context, context->id);
    part->reference = keep(context, context->href);
    part->nil = context->null != 0;
    return context->error == SOAP_OK ? part : nullptr;
}

/// The element that comes next with all that is in it. Null if none does (SOAP_NO_TAG) or something is wrong; the
/// context says what.
Part* read_element(struct soap* context) {
    Part* const part = read_tag(context);
    if (part == nullptr || soap_element_begin_in(context, nullptr, 1, nullptr) != SOAP_OK) return nullptr;
    if (*part->id != '\0') reading_of(context).identified.push_back(part);
    if (context->body == 0) return part;
    // 3: the characters up to the next tag, blanks at either end included.
    part->text = soap_string_in(context, 3, -1, -1, nullptr);
    if (part->text == nullptr || !read_children(context, *part)) return nullptr;
    return soap_element_end_in(context, nullptr) == SOAP_OK ? part : nullptr;
}

bool read_children(struct soap* context, Part& parent) {
    Part** link = &parent.first;
    while (Part* const child = read_element(context)) {
        *link = child;
        link = &child->next;
    }
    if (context->error != SOAP_NO_TAG) return false;
    context->error = SOAP_OK;
    // gSOAP skips what stands before the end tag. Its own marks, such as that of a tag, are negative.
    const soap_wchar next = soap_get(context);
    soap_unget(context, next);
    parent.mixed = next >= 0 && parent.first != nullptr;
    return true;
}

}  // namespace

void soap_default_kimai__Part(struct soap*, Part* part) { *part = Part{}; }

/// A tag with a hyphen in front is gSOAP's way to say that the member has no element of its own: it takes all children
/// of the operation's element.
Part* soap_in_kimai__Part(struct soap* context, const char* tag, Part* part, const char*) {
    if (tag == nullptr || *tag != '-') return read_element(context);
    soap_default_kimai__Part(context, part);
    return read_children(context, *part) ? part : nullptr;
}

/// Reads what stands behind the operation's element: what references point at.
int soap_getindependent(struct soap* context) {
    while (read_element(context) != nullptr) continue;
    if (context->error == SOAP_NO_TAG) context->error = SOAP_OK;
    return context->error;
}

// Answers are not written by gSOAP, and parts are never part of one.
void soap_serialize_kimai__Part(struct soap*, const Part*) {}
int soap_out_kimai__Part(struct soap* context, const char*, int, const Part*, const char*) {
    return context->error = SOAP_NO_METHOD;
}
