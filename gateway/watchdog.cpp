// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/watchdog.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>
#include <vector>

namespace kimai::gateway {

namespace {

using Clock = std::chrono::steady_clock;

/// When something was seen to run last. Any thread.
class LastSeen {
  public:
    void now() { when_ = Clock::now(); }
    bool within(Clock::duration time) const { return Clock::now() - when_.load() <= time; }

  private:
    std::atomic<Clock::time_point> when_ = Clock::now();
};

struct Thread {
    explicit Thread(boost::asio::io_context& io) : timer(io) {}
    boost::asio::steady_timer timer;
    LastSeen seen;
};

}  // namespace

/// What waits for a thread or the writer does not keep it alive: an io_context that goes with such work in its queue
/// has lost its timers already.
struct Watchdog::State : std::enable_shared_from_this<Watchdog::State> {
    State(IoThreads& threads, AskWriter ask, std::chrono::microseconds time, std::function<void()> say_alive,
          Log& given_log)
        : ask_writer(std::move(ask)), alive(std::move(say_alive)), log(given_log), pause(time / 4), patience(time / 2) {
        for (std::size_t i = 0; i < threads.count(); ++i) each.push_back(std::make_unique<Thread>(threads.context(i)));
    }

    void wait(std::size_t which);
    void look();
    void ask();
    std::string what_hangs() const;

    const AskWriter ask_writer;
    const std::function<void()> alive;
    Log& log;
    const Clock::duration pause;
    const Clock::duration patience;
    std::vector<std::unique_ptr<Thread>> each;
    LastSeen writer_seen;
    std::atomic<bool> writer_asked = false;
    std::atomic<bool> stopped = false;
    bool told = false;  // the first thread's own
};

void Watchdog::State::wait(std::size_t which) {
    Thread& thread = *each[which];
    thread.timer.expires_after(pause);
    thread.timer.async_wait([weak = weak_from_this(), which](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (error || !self || self->stopped) return;
        self->each[which]->seen.now();
        if (which == 0) self->look();
        self->wait(which);
    });
}

void Watchdog::State::look() {
    const std::string reason = what_hangs();
    if (reason.empty()) alive();
    if (!reason.empty() && !told) log.error("the watchdog will end this process: " + reason);
    told = !reason.empty();
    ask();
}

/// Empty: nothing.
std::string Watchdog::State::what_hangs() const {
    const auto runs = [this](const auto& thread) { return thread->seen.within(patience); };
    if (!std::ranges::all_of(each, runs)) return "a thread that serves connections hangs";
    if (!writer_seen.within(patience)) return "the thread that writes the database hangs, perhaps with its disk";
    return {};
}

void Watchdog::State::ask() {
    if (writer_asked.exchange(true)) return;
    ask_writer([weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->writer_seen.now();
        self->writer_asked = false;
    });
}

Watchdog::Watchdog(IoThreads& threads, AskWriter ask_writer, std::chrono::microseconds time,
                   std::function<void()> alive, Log& log)
    : state_(std::make_shared<State>(threads, std::move(ask_writer), time, std::move(alive), log)) {
    for (std::size_t which = 0; which < state_->each.size(); ++which) state_->wait(which);
}

Watchdog::~Watchdog() = default;

void Watchdog::stop() {
    state_->stopped = true;
    for (std::size_t which = 0; which < state_->each.size(); ++which) {
        boost::asio::post(state_->each[which]->timer.get_executor(), [weak = state_->weak_from_this(), which] {
            if (const auto state = weak.lock()) state->each[which]->timer.cancel();
        });
    }
}

}  // namespace kimai::gateway
