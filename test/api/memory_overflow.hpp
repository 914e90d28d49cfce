// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "api/overflow.hpp"

namespace kimai::test {

/// An Overflow that keeps in memory what it takes, with a portion of the test's choice. Is full when it is told so.
class MemoryOverflow final : public api::Overflow {
  public:
    explicit MemoryOverflow(std::size_t portion) : portion_(portion) {}

    std::size_t portion() const override { return portion_; }
    void take(std::string_view text) override {
        if (is_full) throw std::runtime_error("the overflow is full");
        ++times;
        kept += text;
    }
    void truncate(std::size_t size) override {
        if (size > kept.size()) throw std::logic_error("truncated to more than there is");
        kept.resize(size);
    }

    /// A text whose middle this took, as a client gets it.
    std::string whole(std::string body, const std::optional<std::size_t>& overflowed_at) const {
        return overflowed_at ? body.insert(*overflowed_at, kept) : body;
    }

    std::string kept;
    std::size_t times = 0;
    bool is_full = false;

  private:
    std::size_t portion_;
};

}  // namespace kimai::test
