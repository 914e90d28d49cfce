// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "api/overflow.hpp"

namespace kimai::gateway {

/// An answer is made in memory, and where its call was read, up to so many bytes of rows. 100 time entries, the usual
/// limit of a list, are 60 KB as JSON and 270 KB over SOAP, so these are far from it. Of a longer one, what holds up
/// the I/O thread until it is given up takes some milliseconds.
constexpr std::size_t long_answer = 1024UL * 1024;

/// Refuses whatever a long answer wants to be kept: it has to be made again where it holds up nobody.
class NoOverflow final : public api::Overflow {
  public:
    std::size_t portion() const override { return long_answer; }
    /// Throws api::AnswerTooLong.
    void take(std::string_view text) override;
    void truncate(std::size_t /*size*/) override {}
};

/// A temporary file cannot be made or written, as when the disk is full. What it says is for the log: what happened,
/// where, and what to do.
struct OverflowError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Keeps what is too long of an answer in a temporary file: without a name, readable for nobody else, gone with the
/// object or the process. An answer of a hundred thousand rows takes as much memory as one of a thousand, however
/// slowly a client takes it. For one thread at a time.
class OverflowFile final : public api::Overflow {
  public:
    /// Makes no file before something is taken; then in this folder.
    explicit OverflowFile(std::string folder) : folder_(std::move(folder)) {}
    OverflowFile(const OverflowFile&) = delete;
    OverflowFile& operator=(const OverflowFile&) = delete;
    OverflowFile(OverflowFile&&) = delete;
    OverflowFile& operator=(OverflowFile&&) = delete;
    ~OverflowFile() override;

    std::size_t portion() const override { return long_answer; }
    /// Throws OverflowError.
    void take(std::string_view text) override;
    void truncate(std::size_t size) override;

    std::size_t size() const { return size_; }

    /// Reads what stands at `at`, as much as there is room for; 0 at the end and where it cannot be read.
    std::size_t read(std::size_t at, std::span<char> room) const;

  private:
    void make();

    std::string folder_;
    int file_ = -1;
    std::size_t size_ = 0;
};

/// Where temporary files belong: what TMPDIR in the environment says, else /var/tmp, else /tmp, as with SQLite. (In
/// this order because /tmp often is memory.) Not while another thread changes the environment.
std::string temporary_folder();

}  // namespace kimai::gateway
