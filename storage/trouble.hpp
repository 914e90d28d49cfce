// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

#include "storage/sqlite.hpp"

/// What a failing database means for the operator: which kind of trouble it is, and what to do about it.
namespace kimai::storage {

enum class Trouble {
    full,         // no space, or a limit on space or file size
    locked,       // another process holds it for longer than the busy timeout
    read_only,    // file, folder or file system may not be written
    damaged,      // the file's content is not what it must be
    failing,      // reading or writing fails below us: the disk, the file system, the network under it
    replaced,     // the files were removed, renamed or exchanged under us
    unreachable,  // it can't be opened
    no_memory,
    other  // a bug of ours, a table that somebody dropped
};

/// By SQLite's result code and what the system said.
Trouble trouble_of(const DatabaseError& error);

/// A sentence or two without a full stop: what happened and what to do, "the disk is full: free space ...". `file` is
/// the database's name. Empty for Trouble::other, where only the error itself can tell.
std::string advice_on(Trouble trouble, std::string_view file);

}  // namespace kimai::storage
