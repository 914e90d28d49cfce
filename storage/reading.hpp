// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/change_watch.hpp"
#include "storage/store.hpp"

namespace kimai::storage {

/// A call that only reads: a Snapshot, in which the store may answer from memory what all users share, as far as the
/// snapshot's mark (ChangeMarks::shared) says that it is as it was. A store whose connection may write remembers
/// nothing here: what it writes itself is watched by a Writing only. Throws DatabaseError.
class Reading {
  public:
    explicit Reading(Store& store) : store_(store), snapshot_(store.connection) {
        if (store.connection.is_read_only()) store.memory.wake(shared_mark(store.connection));
    }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    Reading(Reading&&) = delete;
    Reading& operator=(Reading&&) = delete;
    ~Reading() { store_.memory.sleep(); }

  private:
    Store& store_;
    Snapshot snapshot_;
};

}  // namespace kimai::storage
