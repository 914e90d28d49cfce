// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>

namespace kimai::soap {

/// What a request may cost. One that goes beyond is answered with a fault that names the limit.
struct Limits {
    /// Elements within elements.
    std::size_t depth = 64;
    std::size_t elements = 20'000;
    /// Attributes and namespace declarations of one element: gSOAP's cost grows with their square.
    std::size_t attributes = 64;
    /// Bytes of a name.
    std::size_t name = 256;
};

}  // namespace kimai::soap
