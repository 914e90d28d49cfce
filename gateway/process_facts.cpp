// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/process_facts.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace kimai::gateway {

namespace {

/// Entries of a folder of /proc.
std::uint64_t entries_of(const char* folder) {
    std::error_code error;
    const std::filesystem::directory_iterator entries(folder, error);
    if (error) return 0;
    return static_cast<std::uint64_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace

ProcessFacts process_facts() {
    ProcessFacts facts;
    ::timespec used{};
    if (::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) == 0) {
        facts.cpu_seconds = static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
    }
    std::uint64_t pages = 0;
    std::uint64_t resident_pages = 0;
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    if (std::ifstream("/proc/self/statm") >> pages >> resident_pages) {
        facts.virtual_bytes = pages * page;
        facts.resident_bytes = resident_pages * page;
    }
    const std::uint64_t open = entries_of("/proc/self/fd");
    facts.open_files = open == 0 ? 0 : open - 1;  // One is that of looking.
    ::rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) facts.most_open_files = limit.rlim_cur;
    facts.threads = entries_of("/proc/self/task");
    return facts;
}

}  // namespace kimai::gateway
