// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "api/text_places.hpp"
#include "storage/change_watch.hpp"

namespace kimai::api {

struct Call;

/// What the same call was answered earlier, on the same wire.
struct EarlierAnswer {
    /// Whose answer it is.
    std::int64_t user;
    std::string_view text;
    std::span<const TextItem> items;
    /// Since the transaction in which it was made, or one before that.
    storage::Changes changes;
};

/// The items of an earlier answer that may stand in a new one: clients ask for a list after each change of one of its
/// rows, and to read and write all others anew is nearly all that such an answer costs. One thread.
class EarlierItems {
  public:
    /// For a list of the user's own rows of a table. None, where more has changed than one of them.
    static EarlierItems of_own(const Call& call, std::string_view table);
    /// For a list of rows of a table that all users share, which depends on nothing that is the user's own.
    static EarlierItems of_shared(const Call& call, std::string_view table);

    bool any() const { return !items_.empty(); }
    /// The row that is another one now, or is gone; it may be none of the list.
    std::optional<std::int64_t> changed_row() const { return changed_row_; }
    /// All items of other rows, in their order.
    std::vector<TextItem> unchanged() const;
    std::string_view text_of(const TextItem& item) const { return item.of(text_); }
    /// What the earlier answer told of the changed row from other tables, if it did: that is as it was.
    std::optional<std::string_view> part_of_changed_row() const;

    /// The text of the item that tells of a row, if it is as it was. Quickest in the order of the earlier answer.
    std::optional<std::string_view> of(std::int64_t row);

  private:
    EarlierItems() = default;
    EarlierItems(const EarlierAnswer& earlier, const storage::Change& change, std::string_view table);

    std::string_view text_;
    std::span<const TextItem> items_;
    std::optional<std::int64_t> changed_row_;
    /// Where the next row is looked for first.
    std::size_t next_ = 0;
};

}  // namespace kimai::api
