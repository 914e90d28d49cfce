// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gateway/options.hpp"
#include "gateway/reload.hpp"

namespace kimai::gateway {

/// Serves until SIGTERM or SIGINT: makes all parts in the order of their dependence, runs them, and takes them apart in
/// the reverse order. On SIGHUP it reads the options again (reload.hpp). Throws std::exception with one sentence for
/// the operator when it cannot start.
void serve(const ServeOptions& options, const ReadAgain& read_again);

}  // namespace kimai::gateway
