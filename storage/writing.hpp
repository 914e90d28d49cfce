// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/store.hpp"

namespace kimai::storage {

/// Has a store that writes forget what it remembers as soon as a write of its own changes anything of it. Set once, for
/// as long as the store lives; before the first Writing.
void forget_what_changes(Store& store);

/// A transaction in which the store may answer from memory what it read in an earlier one. That holds until another
/// connection commits, which is looked for at the begin (nobody else can while this lasts), a write of the store's own
/// changes it (see forget_what_changes()), or something is taken back that it was read after. Rolled back unless
/// commit() was called. Throws DatabaseError.
class Writing {
  public:
    explicit Writing(Store& store);
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;
    Writing(Writing&&) = delete;
    Writing& operator=(Writing&&) = delete;
    ~Writing();

    /// A part of it was rolled back.
    void part_taken_back();
    void commit();

  private:
    Store& store_;
    Transaction transaction_;
    bool committed_ = false;
};

}  // namespace kimai::storage
