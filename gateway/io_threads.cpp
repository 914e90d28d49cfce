// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/io_threads.hpp"

#include <exception>
#include <thread>

namespace kimai::gateway {

IoThreads::IoThreads(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) contexts_.push_back(std::make_unique<boost::asio::io_context>(1));
}

void IoThreads::run() {
    std::vector<std::exception_ptr> thrown(contexts_.size());
    const auto run_one = [this, &thrown](std::size_t which) {
        try {
            contexts_[which]->run();
        } catch (...) {
            thrown[which] = std::current_exception();
            stop();
        }
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t which = 1; which < contexts_.size(); ++which) threads.emplace_back(run_one, which);
        run_one(0);
    }
    for (const std::exception_ptr& exception : thrown) {
        if (exception) std::rethrow_exception(exception);
    }
}

void IoThreads::stop() {
    for (const auto& context : contexts_) context->stop();
}

}  // namespace kimai::gateway
