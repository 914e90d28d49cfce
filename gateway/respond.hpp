// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <variant>

#include "gateway/awaitable.hpp"
#include "gateway/exchange.hpp"

namespace kimai::gateway {

/// An answer, or the coroutine that will have it: most answers are there at once, and a coroutine costs more than some
/// of them.
using Answering = std::variant<Response, Awaitable<Response>>;

/// Turns a request into its answer; the whole service as the HTTP side sees it.
/// Called on the thread of the connection, for one request of a connection at a time but for many connections in turn:
/// state of its own needs no lock as long as each I/O thread has a Respond of its own (listener.hpp).
/// The request stays valid until the coroutine ends. What it throws is logged with the request's id and answered with
/// a 500 that tells nothing.
using Respond = std::function<Answering(const Request&)>;

}  // namespace kimai::gateway
