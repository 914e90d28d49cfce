// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/deadline.hpp"

#include <algorithm>

namespace kimai::gateway {

void Deadline::set(Clock::duration time) {
    const Clock::time_point now = Clock::now();
    at_ = now + time;
    passed_ = false;
    if (at_ < rings_at_) ring_at(std::min(at_, now + shortest_));
}

void Deadline::stop() {
    stopped_ = true;
    clear();
    timer_.cancel();
}

void Deadline::ring_at(Clock::time_point time) {
    rings_at_ = time;
    timer_.expires_at(time);  // cancels a wait under way, whose handler then gets an error
    timer_.async_wait([this, keep_alive = owner_.lock()](const boost::system::error_code& error) {
        if (!error && !stopped_) ring();
    });
}

void Deadline::ring() {
    const Clock::time_point now = Clock::now();
    if (now >= at_) {
        passed_ = true;
        clear();
        cancel();
    }
    // Rings on while nothing is set, since what is set next then mostly costs no new timer.
    ring_at(std::min(at_, now + shortest_));
}

}  // namespace kimai::gateway
