// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gateway/options.hpp"

namespace kimai::gateway {

/// Serves until SIGTERM or SIGINT: makes all parts in the order of their dependence, runs them, and takes them apart in
/// the reverse order. Throws std::exception with one sentence for the operator when it cannot start.
void serve(const ServeOptions& options);

}  // namespace kimai::gateway
