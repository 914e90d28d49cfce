// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace kimai::gateway {

/// A file for --config that has all options of `serve`, commented, each with its default: docs/kimai-gateway.conf.
std::string sample_configuration();

/// The options of `serve` for people who look one up, in Markdown: docs/configuration.md.
std::string configuration_reference();

}  // namespace kimai::gateway
