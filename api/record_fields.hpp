// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/shape.hpp"
#include "api/value.hpp"
#include "storage/money.hpp"

namespace kimai::api {

/// A record that a client sends to be stored, read member by member as the old server read it. A member that is null
/// counts as not given. Asking for a member that the shape does not declare throws std::logic_error: clients that read
/// the description could not know it.
class RecordFields {
  public:
    /// The argument is a record or, from clients for which an empty record is an empty list, a list.
    RecordFields(const Value& argument, const Shape& shape) : record_(argument.if_record()), shape_(shape) {}

    bool is_empty() const { return record_ == nullptr || record_->empty(); }

    /// The member, if it is given.
    const Value* given(std::string_view name) const;

    /// The number that the member begins with; 0 if it is not given.
    std::int64_t number(std::string_view name) const;
    /// The member as text; empty if it is not given.
    std::string text(std::string_view name) const;

    // Each leaves what it sets alone if the member is not given.
    void take(std::string_view name, std::int64_t& number) const;
    void take(std::string_view name, std::optional<std::int64_t>& number) const;
    /// An empty text becomes null.
    void take(std::string_view name, std::optional<std::string>& text) const;
    /// False if the number is too large to be stored.
    [[nodiscard]] bool take(std::string_view name, storage::Money& money) const;
    [[nodiscard]] bool take(std::string_view name, std::optional<storage::Money>& money) const;

  private:
    const Record* record_;
    const Shape& shape_;
};

}  // namespace kimai::api
