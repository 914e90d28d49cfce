// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <span>
#include <string_view>

#include "api/overflow.hpp"

namespace kimai::gateway {

/// Keeps what is too long of an answer in a temporary file: without a name, readable for nobody else, gone with the
/// object or the process. An answer of a hundred thousand rows takes as much memory as one of a thousand, however
/// slowly a client takes it. For one thread at a time.
class OverflowFile final : public api::Overflow {
  public:
    /// Makes no file before something is taken.
    OverflowFile() = default;

    std::size_t portion() const override;
    /// Throws std::runtime_error if the file cannot be made or written, as when the disk is full.
    void take(std::string_view text) override;
    void truncate(std::size_t size) override { size_ = size; }

    std::size_t size() const { return size_; }

    /// Reads what stands at `at`, as much as there is room for; 0 at the end and where it cannot be read.
    std::size_t read(std::size_t at, std::span<char> room) const;

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    std::unique_ptr<std::FILE, Close> file_;
    std::size_t size_ = 0;
};

}  // namespace kimai::gateway
