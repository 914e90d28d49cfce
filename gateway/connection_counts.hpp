// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <cstddef>

#include "storage/counting.hpp"

namespace kimai::gateway {

/// How many connections there are on all I/O threads together, and how many came.
struct ConnectionCounts {
    std::atomic<std::size_t> served = 0;
    std::atomic<std::size_t> turned_away = 0;  // those being told that there are too many

    // Since the start; changed by the thread that accepts.
    storage::Count accepted;  // to be served
    storage::Count refused;   // told so or just closed
};

}  // namespace kimai::gateway
