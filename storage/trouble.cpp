// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trouble.hpp"

#include <sqlite3.h>

#include <cerrno>

namespace kimai::storage {

namespace {

/// SQLite has a code of its own for a full disk, but not for the other ways in which space ends or writing is
/// forbidden: those are input/output errors, and the system's number tells.
Trouble trouble_of_system(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return Trouble::full;
        case EROFS:
        case EACCES:
        case EPERM:
            return Trouble::read_only;
        default:
            return Trouble::failing;
    }
}

}  // namespace

Trouble trouble_of(const DatabaseError& error) {
    constexpr int primary = 0xff;  // The rest of an extended code only says more.
    if (error.code() == SQLITE_READONLY_DBMOVED) return Trouble::replaced;
    if (error.code() == SQLITE_IOERR_NOMEM) return Trouble::no_memory;
    switch (error.code() & primary) {
        case SQLITE_FULL:
            return Trouble::full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return Trouble::locked;
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return Trouble::read_only;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Trouble::damaged;
        case SQLITE_IOERR:
            return trouble_of_system(error.system_error());
        case SQLITE_CANTOPEN:
            return Trouble::unreachable;
        case SQLITE_NOMEM:
            return Trouble::no_memory;
        default:
            return Trouble::other;
    }
}

std::string advice_on(Trouble trouble, std::string_view file) {
    const std::string name(file);
    switch (trouble) {
        case Trouble::full:
            return "the disk is full, or a limit on space is reached: free space on the file system of " + name +
                   ". Writes work again by themselves then";
        case Trouble::locked:
            return "another program holds " + name + " locked: find it with 'fuser " + name +
                   "' and let it finish or end it. Writes work again by "
                   "themselves then; --busy-timeout says how long to wait";
        case Trouble::read_only:
            return name +
                   " cannot be written: make it and its folder writable for the user of the gateway, and look "
                   "whether the file system was made read-only after an error of the disk";
        case Trouble::damaged:
            return name +
                   " is damaged: stop the gateway, keep a copy of the file, see what 'kimai-gateway check' "
                   "finds, and restore the last good backup";
        case Trouble::failing:
            return "the system cannot read or write " + name +
                   ": look at the system's log (dmesg) for errors of the disk, the file system or the network under it";
        case Trouble::replaced:
            return name +
                   ", or the file -wal or -shm beside it, was removed or exchanged while it was in use. What "
                   "was answered is saved, further writes are refused: restart the gateway";
        case Trouble::unreachable:
            return name +
                   " cannot be opened: look whether it, its folder and the files -wal and -shm beside it are "
                   "there and may be read and written by the user of the gateway";
        case Trouble::no_memory:
            return "there is not enough memory: give the gateway more, or find what takes it";
        case Trouble::other:
            break;
    }
    return {};
}

}  // namespace kimai::storage
