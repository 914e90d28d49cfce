// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "gateway/tls_context.hpp"
#include "test/storage/scratch_folder.hpp"

/// Writes a certificate for `name`, valid between two times in seconds from now, and its key.
kimai::gateway::TlsFiles make_tls_files(const kimai::test::ScratchFolder& folder, const std::string& name, long begins,
                                        long ends);
