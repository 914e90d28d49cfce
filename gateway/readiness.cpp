// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/readiness.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <string>

namespace kimai::gateway {

namespace {

constexpr std::chrono::milliseconds between_looks{2};
// As many pages as a call may write, so that where there is room for this there is room for calls. No answer depends on
// the row, so asking changes nothing.
constexpr std::size_t size_of_a_write = 32UL * 1024;

}  // namespace

/// Lives as long as the writer has something to do for it.
struct Readiness::State {
    std::mutex mutex;
    bool under_way = false;
    Clock::time_point known_at;
    bool writable = false;

    void know(bool is_writable) {
        const std::lock_guard lock(mutex);
        under_way = false;
        known_at = Clock::now();
        writable = is_writable;
    }

    std::optional<bool> since(Clock::time_point time) {
        const std::lock_guard lock(mutex);
        if (known_at < time) return std::nullopt;
        return writable;
    }
};

Readiness::Readiness(storage::Writer& writer, DatabaseHealth& health)
    : writer_(writer), health_(health), state_(std::make_shared<State>()) {}

Awaitable<bool> Readiness::can_write() {
    const Clock::time_point asked = Clock::now();
    write_if_due(asked);
    boost::asio::steady_timer pause(co_await boost::asio::this_coro::executor);
    do {
        if (const auto known = state_->since(asked - validity)) co_return *known;
        pause.expires_after(between_looks);
        co_await pause.async_wait(use_awaitable);
    } while (Clock::now() < asked + patience);
    co_return false;
}

void Readiness::write_if_due(Clock::time_point now) {
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->under_way || state_->known_at > now - validity) return;
        state_->under_way = true;
    }
    writer_.submit(
        [](storage::Store& store) {
            store.settings.set_setting(storage::readiness_setting, std::string(size_of_a_write, '.'));
        },
        [state = state_, &health = health_](const std::exception_ptr& failure) {
            state->know(!failure);
            if (!failure) return health.wrote();
            try {
                std::rethrow_exception(failure);
            } catch (const std::exception& error) {
                health.failed("the readiness check", error);
            }
        });
}

}  // namespace kimai::gateway
