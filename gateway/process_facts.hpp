// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

namespace kimai::gateway {

/// What the system knows of this process now. What it does not tell is 0.
struct ProcessFacts {
    double cpu_seconds = 0;
    std::uint64_t resident_bytes = 0;
    std::uint64_t virtual_bytes = 0;
    std::uint64_t open_files = 0;
    std::uint64_t most_open_files = 0;
    std::uint64_t threads = 0;
};

ProcessFacts process_facts();

}  // namespace kimai::gateway
