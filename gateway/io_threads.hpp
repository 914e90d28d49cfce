// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace kimai::gateway {

/// The I/O threads: one io_context each, so that a connection and all that belongs to it stay on one thread without
/// strands or locks.
class IoThreads {
  public:
    /// `count` is at least 1.
    explicit IoThreads(std::size_t count);

    std::size_t count() const { return contexts_.size(); }
    boost::asio::io_context& context(std::size_t which) { return *contexts_.at(which); }

    /// Runs the first io_context on the caller's thread and the others on threads of their own, until all have nothing
    /// left to do or are stopped. What a handler throws stops all of them and is thrown here.
    void run();

    /// Makes run() return soon, whatever is under way. From any thread.
    void stop();

  private:
    std::vector<std::unique_ptr<boost::asio::io_context>> contexts_;
};

}  // namespace kimai::gateway
