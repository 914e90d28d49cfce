// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "gateway/listener.hpp"

/// What passes between the gateway and systemd, or whoever else started it and speaks its protocol: sd_notify(3),
/// sd_watchdog_enabled(3), sd_listen_fds(3). Nothing of it has an effect where nobody asked for it in the environment.
/// All may be called from any thread, but inherited_sockets() only before there is a second one.
namespace kimai::gateway::service_manager {

/// Whether what is printed to standard output would be kept: a service manager started this process as a service, or
/// standard output is its journal.
bool keeps_output();

/// It serves; `status` is what `systemctl status` shows. Also ends what reloading() began.
void ready(const std::string& status);

/// It reads its configuration anew. ready() must follow, whether that went well or not.
void reloading();

/// It ends, within `time`.
void stopping(std::chrono::milliseconds time);

/// It is alive. Must follow the last one within watchdog_time().
void alive();

/// How long alive() may fail to come before the process is ended and started anew; nothing: nobody waits for it.
std::optional<std::chrono::microseconds> watchdog_time();

/// The listening sockets that the service manager hands over (socket activation), none without one. The caller owns
/// them. One that is named "https" (FileDescriptorName=) speaks TLS. Programs that this process starts do not see them,
/// nor does a second call. Throws std::runtime_error with one sentence for one that is not a listening TCP socket.
std::vector<InheritedSocket> inherited_sockets();

}  // namespace kimai::gateway::service_manager
