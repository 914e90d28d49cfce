// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <exception>
#include <memory>
#include <utility>

#include "gateway/awaitable.hpp"

namespace kimai::gateway {

/// Has work done on a thread that is not an I/O thread, and goes on with the coroutine on its own thread when it is
/// done. `queue` has submit(work, done), as the writer and the workers do. Throws what the work threw. The work may
/// refer to the coroutine's variables: they live until it is done, because the io_context outlives writer and workers.
/// What else the work refers to must outlive Workers::finish() and Writer::finish().
template <class Queue, class Work>
Awaitable<void> done_by(Queue& queue, Work work) {
    return boost::asio::async_initiate<const boost::asio::use_awaitable_t<IoExecutor>, void(std::exception_ptr)>(
        [&queue](auto handler, Work to_do) {
            auto executor = boost::asio::prefer(boost::asio::get_associated_executor(handler),
                                                boost::asio::execution::outstanding_work.tracked);
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            queue.submit(std::move(to_do), [shared, executor](std::exception_ptr failure) {
                boost::asio::post(executor, [shared, failure = std::move(failure)] { std::move (*shared)(failure); });
            });
        },
        use_awaitable, std::move(work));
}

}  // namespace kimai::gateway
