// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace kimai::gateway {

/// docs/methods.md: what the method table and the shapes say of each method, in Markdown.
std::string method_reference();

}  // namespace kimai::gateway
