// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kimai::gateway {

using IoExecutor = boost::asio::io_context::executor_type;

/// A coroutine of the gateway. All run on an io_context, and the type says so: with Asio's executor of any kind each
/// step costs indirect calls and an allocation more.
template <class T>
using Awaitable = boost::asio::awaitable<T, IoExecutor>;

inline constexpr boost::asio::use_awaitable_t<IoExecutor> use_awaitable{};

}  // namespace kimai::gateway
