// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

/// What it takes to make a file appear whole or not at all: write it under another name, flush_to_disk() it,
/// claim_name(), flush_to_disk() its folder.
namespace kimai::storage {

/// Makes what was written to a file, or a folder's list of names, survive a power cut. False, with errno, if it may
/// not.
bool flush_to_disk(const std::string& path);

/// Gives a file another name in place of its own, unless that is taken: then false, with errno EEXIST. Also false, with
/// another errno, if the system refuses.
bool claim_name(const std::string& from, const std::string& to);

/// The folder in which a file lies, for flush_to_disk().
std::string folder_of(const std::string& file);

}  // namespace kimai::storage
