// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

namespace kimai::gateway {

/// Why a request is not served: the status and one line for the client to read. The connection closes after it.
struct Refusal {
    unsigned status = 400;
    std::string_view reason;  // static text, without line break
};

}  // namespace kimai::gateway
