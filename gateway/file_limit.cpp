// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/file_limit.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace kimai::gateway {

void allow_open_files(std::size_t connections, std::size_t database_connections) {
    constexpr std::size_t files_of_a_database = 4;  // The database, its -wal and -shm, and one to spare.
    constexpr std::size_t others = 128;             // Connections that are turned away, listeners, the log, libraries.
    const rlim_t needed = connections + files_of_a_database * database_connections + others;
    const rlim_t wanted = needed + connections;  // Each may be sent a long answer, which is in a file.
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    if (limit.rlim_max < needed) {
        throw std::runtime_error("--connections " + std::to_string(connections) + " takes " + std::to_string(needed) +
                                 " open files, but the system allows only " + std::to_string(limit.rlim_max) +
                                 " (ulimit -Hn, or LimitNOFILE= of the service)");
    }
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace kimai::gateway
