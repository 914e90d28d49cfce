// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/earlier_items.hpp"

#include <algorithm>
#include <iterator>

#include "api/call.hpp"

namespace kimai::api {

namespace {

using storage::Change;

bool is_user_s(const Call& call) {
    return call.earlier != nullptr && call.user != 0 && call.earlier->user == call.user;
}

}  // namespace

EarlierItems::EarlierItems(const EarlierAnswer& earlier, const Change& change, std::string_view table)
    : text_(earlier.text), items_(earlier.items) {
    if (change.extent == Change::Extent::one_row && change.table == table) changed_row_ = change.row;
}

EarlierItems EarlierItems::of_own(const Call& call, std::string_view table) {
    if (!is_user_s(call)) return {};
    const storage::Changes& changes = call.earlier->changes;
    if (changes.shared.extent != Change::Extent::nothing || changes.own.extent == Change::Extent::anything) return {};
    return {*call.earlier, changes.own, table};
}

EarlierItems EarlierItems::of_shared(const Call& call, std::string_view table) {
    if (!is_user_s(call)) return {};
    const Change& shared = call.earlier->changes.shared;
    const bool is_one_of_them = shared.extent == Change::Extent::one_row && shared.table == table;
    if (shared.extent != Change::Extent::nothing && !is_one_of_them) return {};
    return {*call.earlier, shared, table};
}

std::vector<TextItem> EarlierItems::unchanged() const {
    std::vector<TextItem> items;
    items.reserve(items_.size());
    std::ranges::copy_if(items_, std::back_inserter(items),
                         [this](const TextItem& item) { return item.row != changed_row_; });
    return items;
}

std::optional<std::string_view> EarlierItems::part_of_changed_row() const {
    const auto item = std::ranges::find(items_, changed_row_, &TextItem::row);
    if (item == items_.end() || item->part_length == 0) return std::nullopt;
    return item->part_of(text_);
}

std::optional<std::string_view> EarlierItems::of(std::int64_t row) {
    if (row == changed_row_) return std::nullopt;
    const auto from_next = items_.subspan(next_);
    auto found = std::ranges::find(from_next, row, &TextItem::row);
    if (found == from_next.end()) return std::nullopt;
    next_ += static_cast<std::size_t>(found - from_next.begin()) + 1;
    return found->of(text_);
}

}  // namespace kimai::api
