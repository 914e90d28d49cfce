// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>

namespace kimai::gateway {

/// The one deadline of a connection, and the means to cancel what the connection waits for.
/// Setting it costs a look at the clock: the timer behind it is left alone as long as it rings early enough, and
/// looks at its ringing whether anything is due. All on the thread of the connection.
class Deadline {
  public:
    using Clock = std::chrono::steady_clock;

    /// `shortest` is the shortest time that will often be set; the timer rings that often.
    Deadline(const boost::asio::any_io_executor& executor, Clock::duration shortest)
        : timer_(executor), shortest_(shortest) {}

    /// Keeps `owner`, of which this is a part, alive while the timer runs. Call once, before anything else.
    void attach(const std::shared_ptr<void>& owner) { owner_ = owner; }

    /// From now on, what runs longer than `time` is cancelled.
    void set(Clock::duration time);
    /// Nothing is due any more.
    void clear() { at_ = Clock::time_point::max(); }
    /// For good; lets the owner go.
    void stop();

    /// The deadline passed.
    bool passed() const { return passed_ || Clock::now() >= at_; }

    /// Bind reads and writes to this slot, one at a time, to have them cancelled at the deadline or by cancel().
    boost::asio::cancellation_slot slot() { return signal_.slot(); }
    /// Cancels what waits now.
    void cancel() { signal_.emit(boost::asio::cancellation_type::terminal); }

  private:
    void ring_at(Clock::time_point time);
    void ring();

    boost::asio::steady_timer timer_;
    boost::asio::cancellation_signal signal_;
    std::weak_ptr<void> owner_;
    Clock::duration shortest_;
    Clock::time_point at_ = Clock::time_point::max();
    Clock::time_point rings_at_ = Clock::time_point::max();
    bool passed_ = false;
    bool stopped_ = false;
};

}  // namespace kimai::gateway
