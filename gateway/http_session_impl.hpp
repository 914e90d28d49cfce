// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "gateway/http_session.hpp"

/// The bodies of HttpSession, for the few files that make one for a stream of their own.
namespace kimai::gateway {

/// Token of every read and write: a tuple with the error comes back, and the deadline can cancel the operation.
inline auto until(Deadline& deadline) {
    return boost::asio::bind_cancellation_slot(deadline.slot(), boost::asio::as_tuple(boost::asio::use_awaitable));
}

template <class Stream>
HttpSession<Stream>::HttpSession(Stream stream, Peer peer, SessionContext& context)
    : stream_(std::move(stream)),
      peer_(std::move(peer)),
      context_(context),
      deadline_(stream_.get_executor(), std::min({context.limits.idle, context.limits.read, context.limits.write})),
      reader_(context.limits) {}

template <class Stream>
boost::asio::awaitable<void> HttpSession<Stream>::run() {
    const auto self = this->shared_from_this();
    deadline_.attach(self);
    bool go_on = true;
    while (go_on) go_on = co_await serve_one();
    close();
}

template <class Stream>
boost::asio::awaitable<void> HttpSession<Stream>::turn_away(Response response) {
    const auto self = this->shared_from_this();
    deadline_.attach(self);
    const bool sent = co_await send(response, false);
    if (sent) co_await linger();
    close();
}

template <class Stream>
void HttpSession<Stream>::stop() {
    stopping_ = true;
    if (reader_.state() == RequestReader::State::idle) deadline_.cancel();
}

template <class Stream>
void HttpSession<Stream>::abort() {
    stopping_ = true;
    close();
}

/// One request and its answer; false when the connection is to be closed.
template <class Stream>
auto HttpSession<Stream>::serve_one() -> Truth {
    const bool received = co_await receive();
    deadline_.clear();
    if (!received) co_return false;
    Request& request = reader_.request();
    complete(request);
    Response response;
    if (reader_.state() == RequestReader::State::complete) {
        response = co_await answer(request);
    } else {
        response = refusal_answer();
    }
    const bool keep_alive = reader_.keep_alive() && !stopping_;
    const bool sent = co_await send(response, keep_alive);
    if (sent && !keep_alive) co_await linger();
    reader_.next();
    co_return sent&& keep_alive;
}

/// Reads until a request is complete or refused; false when there is none and never will be.
template <class Stream>
auto HttpSession<Stream>::receive() -> Truth {
    using State = RequestReader::State;
    deadline_.set(context_.limits.idle);
    State before = State::idle;
    for (;;) {
        const State state = reader_.advance();
        if (state == State::complete || state == State::refused) co_return true;
        if (state == State::idle && stopping_) co_return false;
        if (before == State::idle && state != State::idle) deadline_.set(context_.limits.read);
        before = state;
        if (reader_.take_continue()) {
            const bool sent = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
            if (!sent) co_return false;
            deadline_.set(context_.limits.read);
        }
        const bool more = co_await receive_more();
        if (!more) co_return reader_.state() == State::refused;
    }
}

/// Reads once; at the end of the client's bytes or of our patience false, and what is here of a request is refused.
template <class Stream>
auto HttpSession<Stream>::receive_more() -> Truth {
    const bool idle = reader_.state() == RequestReader::State::idle;
    bool late = deadline_.passed();
    bool ended = false;
    if (!late) {
        const std::span<char> room = reader_.room();
        const auto [error, count] =
            co_await stream_.async_read_some(boost::asio::buffer(room.data(), room.size()), until(deadline_));
        reader_.add(count);
        if (!error) co_return true;
        late = deadline_.passed();
        ended = error == boost::asio::error::eof;
    }
    if (!idle && late) reader_.refuse({408, "the request did not arrive in time"});
    if (!idle && ended) reader_.refuse({400, "the request ends too early"});
    co_return false;
}

/// Fills in what the wire does not say.
template <class Stream>
void HttpSession<Stream>::complete(Request& request) const {
    std::string chain;
    std::string_view proto;
    for (const HeaderField& field : request.headers) {
        if (same_letters(field.name, "X-Forwarded-For")) chain += (chain.empty() ? "" : ",") + field.value;
        if (same_letters(field.name, "X-Forwarded-Proto") && proto.empty()) proto = field.value;
    }
    Origin origin = context_.proxies.origin({peer_.address, peer_.tls, chain, proto});
    request.client = std::move(origin.client);
    request.https = origin.https;
    request.local = peer_.local;
    request.id = request_id();
}

template <class Stream>
std::string HttpSession<Stream>::request_id() const {
    return peer_.id + "." + std::to_string(requests_ + 1);
}

/// The one place where exceptions of the service end.
template <class Stream>
boost::asio::awaitable<Response> HttpSession<Stream>::answer(Request& request) {
    std::string what = "an exception of unknown kind";
    try {
        Response response = co_await context_.respond(request);
        co_return response;
    } catch (const std::exception& error) {
        what = error.what();
    } catch (...) {  // NOLINT(bugprone-empty-catch): `what` says it already
    }
    co_return failure_answer(what);
}

template <class Stream>
Response HttpSession<Stream>::failure_answer(std::string_view what) {
    const std::string id = request_id();
    context_.log.error("request " + id + " failed: " + std::string(what));
    return {500, "text/plain", {}, "internal error in request " + id + "\n"};
}

template <class Stream>
Response HttpSession<Stream>::refusal_answer() {
    const Refusal& refusal = reader_.refusal();
    const Request& request = reader_.request();
    const std::string outcome = std::to_string(refusal.status) + " " + std::string(refusal.reason);
    context_.log.call({request.id, request.client, "http", request.method, outcome, {}});
    return {refusal.status, "text/plain", {}, std::string(refusal.reason) + "\n"};
}

/// Replaces an answer whose headers cannot be written by a failure.
template <class Stream>
auto HttpSession<Stream>::send(Response& response, bool keep_alive) -> Truth {
    const Request& request = reader_.request();
    const HeadFacts facts{context_.date.at(std::chrono::system_clock::now()), request.version, keep_alive};
    try {
        write_response_head(head_, response, facts);
    } catch (const std::exception& error) {
        response = failure_answer(error.what());
        write_response_head(head_, response, facts);
    }
    ++requests_;
    const bool bodiless = request.method == "HEAD" || response.status == 204;
    const bool sent = co_await write(head_, bodiless ? std::string_view() : std::string_view(response.body));
    co_return sent;
}

/// False when the client is gone or takes nothing until the deadline.
template <class Stream>
auto HttpSession<Stream>::write(std::string_view head, std::string_view body) -> Truth {
    while (!head.empty() || !body.empty()) {
        deadline_.set(context_.limits.write);
        const std::array buffers{boost::asio::const_buffer(head.data(), head.size()),
                                 boost::asio::const_buffer(body.data(), body.size())};
        const auto [error, count] = co_await stream_.async_write_some(buffers, until(deadline_));
        if (error) co_return false;
        const std::size_t of_head = std::min(count, head.size());
        head.remove_prefix(of_head);
        body.remove_prefix(count - of_head);
    }
    co_return true;
}

template <class Stream>
boost::asio::awaitable<void> HttpSession<Stream>::linger() {
    StreamControl<Stream>::finish_sending(stream_);
    deadline_.set(context_.limits.linger);
    std::array<char, 4096> thrown_away;
    std::size_t left = context_.limits.linger_bytes;
    while (left > 0 && !deadline_.passed()) {
        const auto [error, count] =
            co_await stream_.async_read_some(boost::asio::buffer(thrown_away), until(deadline_));
        if (error) break;
        left -= std::min(left, count);
    }
}

template <class Stream>
void HttpSession<Stream>::close() {
    deadline_.stop();
    StreamControl<Stream>::close(stream_);
}

}  // namespace kimai::gateway
