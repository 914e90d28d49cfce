// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>

namespace kimai::soap {

/// What a request may cost. One that goes beyond is answered with a fault that names the limit. The length of a body is
/// HTTP's to limit.
struct Limits {
    /// Elements within elements; also, references within references.
    std::size_t depth = 64;
    /// Elements of a body; also, values that references make of them: ten lists of ten references to one another are
    /// ten thousand million values.
    std::size_t elements = 20'000;
    /// Attributes and namespace declarations of one element, which are compared with one another.
    std::size_t attributes = 64;
    /// Different names of attributes and namespace declarations in a document, as far as they mean something to SOAP.
    /// gSOAP forgets none of them until the document ends, and looks through all of them at every attribute. Calls use
    /// ten; Axis declares a prefix of its own in every element that is referred to.
    std::size_t attribute_names = 256;
    /// Namespace declarations that hold at one place. gSOAP looks through all of them for every name.
    std::size_t declarations = 128;
    /// Bytes of a name, an id or a reference. gSOAP cuts at 1,022.
    std::size_t name = 256;
    /// Bytes of one text or one attribute's value.
    std::size_t text = 1U << 20U;
    /// Bytes of text that references may make beyond those of the body.
    std::size_t repeated_text = 1U << 20U;
};

}  // namespace kimai::soap
