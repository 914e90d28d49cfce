// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/service_manager.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <stdexcept>
#include <string_view>

namespace kimai::gateway::service_manager {

namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

// What is done after the requests under way: the writer's queue, the database's log.
constexpr std::chrono::seconds to_tidy_up{30};

std::string environment(const char* name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// Whoever waits notices by himself when it does not arrive.
void tell(const std::string& state) { static_cast<void>(::sd_notify(0, state.c_str())); }

std::string one_line(std::string text) {
    for (char& c : text) {
        if (c == '\n') c = ' ';
    }
    return text;
}

std::string kind_of(int socket) {
    if (::sd_is_socket_unix(socket, 0, -1, nullptr, 0) > 0) return "a unix socket";
    if (::sd_is_socket(socket, AF_UNSPEC, SOCK_STREAM, 0) > 0) return "a socket that does not listen";
    if (::sd_is_socket(socket, AF_UNSPEC, 0, -1) > 0) return "no socket for TCP";
    return "no socket";
}

void require_listening_tcp(int socket) {
    if (::sd_is_socket_inet(socket, AF_UNSPEC, SOCK_STREAM, 1, 0) > 0) return;
    throw std::runtime_error("cannot serve file descriptor " + std::to_string(socket) +
                             " that the service manager hands over: it is " + kind_of(socket) +
                             "; give the socket unit ListenStream= with an address and a port, and Accept=no");
}

}  // namespace

bool keeps_output() {
    if (!environment("NOTIFY_SOCKET").empty()) return true;
    struct stat output {};
    return ::fstat(STDOUT_FILENO, &output) == 0 &&
           environment("JOURNAL_STREAM") == std::to_string(output.st_dev) + ":" + std::to_string(output.st_ino);
}

void ready(const std::string& status) { tell("READY=1\nSTATUS=" + one_line(status)); }

void reloading() {
    // systemd tells by the time which reload an answer belongs to.
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const microseconds since_boot =
        duration_cast<microseconds>(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
    tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(since_boot.count()) +
         "\nSTATUS=Reading the configuration anew");
}

void stopping(std::chrono::milliseconds time) {
    const std::string most = std::to_string(microseconds(time + to_tidy_up).count());
    std::string state = "STOPPING=1\nSTATUS=Finishing requests under way\nEXTEND_TIMEOUT_USEC=" + most;
    // The threads that would say alive() may end before the last request does.
    if (watchdog_time()) state += "\nWATCHDOG=1\nWATCHDOG_USEC=" + most;
    tell(state);
}

void alive() { tell("WATCHDOG=1"); }

std::optional<microseconds> watchdog_time() {
    std::uint64_t time = 0;
    if (::sd_watchdog_enabled(0, &time) <= 0) return std::nullopt;
    return microseconds(time);
}

std::vector<InheritedSocket> inherited_sockets() {
    char** names = nullptr;
    const int count = ::sd_listen_fds_with_names(1, &names);
    std::vector<InheritedSocket> sockets;
    sockets.reserve(static_cast<std::size_t>(std::max(count, 0)));
    for (int i = 0; i < count; ++i) {
        sockets.push_back({.descriptor = SD_LISTEN_FDS_START + i, .tls = std::string_view(names[i]) == "https"});
        std::free(names[i]);
    }
    std::free(static_cast<void*>(names));
    for (const InheritedSocket& socket : sockets) require_listening_tcp(socket.descriptor);
    return sockets;
}

}  // namespace kimai::gateway::service_manager
