// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

/// Whether the files of a database that is in use are still what they were.
namespace kimai::storage {

/// SQLite holds its files open and never looks again whether they still have their names. Somebody who removes the
/// write-ahead log, or puts a backup in the database's place, would let it write into files that are gone with the
/// process, without an error (sqlite.org/howtocorrupt.html, 4). Two or three calls of stat() find it out.
/// It must outlive the connections of this process to the database: it has the file open, too, and to close any
/// descriptor of a file ends all locks of the process on it (sqlite.org/howtocorrupt.html, 2.2). Whoever closes the
/// database then, in another process, takes himself for the last and removes the log.
/// One thread at a time.
class DatabaseFiles {
  public:
    enum class State {
        in_place,
        replaced,  // a file has another inode, or none
        cut        // the database is shorter than its own header says
    };

    /// `file`: the name of a database that a connection has open; it has to stay open, since SQLite removes the log
    /// with the last one. Empty: a database in memory, which is always in place.
    explicit DatabaseFiles(const std::string& file);
    DatabaseFiles(const DatabaseFiles&) = delete;
    DatabaseFiles& operator=(const DatabaseFiles&) = delete;
    DatabaseFiles(DatabaseFiles&&) = delete;
    DatabaseFiles& operator=(DatabaseFiles&&) = delete;
    ~DatabaseFiles();

    State look();

  private:
    struct Identity {
        std::uint64_t device;
        std::uint64_t inode;
        friend bool operator==(const Identity&, const Identity&) = default;
    };
    struct Watched {
        std::string name;
        std::optional<Identity> identity;  // none: not seen yet
    };

    bool is_cut(std::int64_t size);

    std::array<Watched, 3> files_;
    int database_ = -1;      // descriptor
    std::int64_t size_ = 0;  // of the database when it was last seen whole
};

}  // namespace kimai::storage
