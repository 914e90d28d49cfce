// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <exception>
#include <string_view>

namespace kimai::api {

/// Takes from a TextBuffer what is too much of a long answer to stay in memory, or refuses it.
class Overflow {
  public:
    Overflow() = default;
    Overflow(const Overflow&) = delete;
    Overflow& operator=(const Overflow&) = delete;
    Overflow(Overflow&&) = delete;
    Overflow& operator=(Overflow&&) = delete;
    virtual ~Overflow() = default;

    /// Up to so many bytes are collected; with more, all that is there is taken.
    virtual std::size_t portion() const = 0;
    /// Takes what follows on what it took before, all of it. May throw; then it took nothing.
    virtual void take(std::string_view text) = 0;
    /// Forgets all but the first `size` bytes that it took.
    virtual void truncate(std::size_t size) = 0;
};

/// Thrown by an Overflow that takes nothing: the answer is to be made elsewhere. No failure; wires let it pass.
class AnswerTooLong : public std::exception {
  public:
    const char* what() const noexcept override { return "the answer is too long to be made here"; }
};

}  // namespace kimai::api
