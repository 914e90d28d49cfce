// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <tuple>
#include <utility>
#include <vector>

#include "gateway/http_session.hpp"

/// The bodies of HttpSession, for the few files that make one for a stream of their own.
namespace kimai::gateway {

/// Token of every read and write: a tuple with the error comes back, and the deadline can cancel the operation.
inline auto until(Deadline& deadline) {
    return boost::asio::bind_cancellation_slot(deadline.slot(), boost::asio::as_tuple(use_awaitable));
}

/// One read or write: its error, and how much it was. A stream that may wait more than once for that has overloads of
/// its own, which return the same.
template <class Stream>
auto read_some(Stream& stream, const boost::asio::mutable_buffer& room, Deadline& deadline) {
    return stream.async_read_some(room, until(deadline));
}
template <class Stream>
auto write_some(Stream& stream, const OutgoingBytes& bytes, Deadline& deadline) {
    return stream.async_write_some(bytes, until(deadline));
}

template <class Stream>
concept BeginsWithHandshake = requires(Stream& stream, Deadline& deadline) {
    StreamControl<Stream>::handshake(stream, deadline);
};

template <class Stream>
HttpSession<Stream>::HttpSession(Stream stream, Peer peer, SessionContext& context)
    : stream_(std::move(stream)),
      peer_(std::move(peer)),
      context_(context),
      direct_(context.proxies.origin({peer_.address, peer_.tls, {}, {}})),
      deadline_(stream_.get_executor(), std::min({context.limits.idle, context.limits.read, context.limits.write})),
      reader_(context.limits) {}

template <class Stream>
Awaitable<void> HttpSession<Stream>::run() {
    const auto self = this->shared_from_this();
    deadline_.attach(self);
    bool keep_alive = true;
    if constexpr (BeginsWithHandshake<Stream>) keep_alive = co_await begin();
    for (; keep_alive; reader_.next()) {
        const bool received = co_await receive();
        deadline_.clear();
        if (!received) break;
        Answering answering = begin_answer();
        if (auto* const later = std::get_if<Awaitable<Response>>(&answering)) {
            answering = co_await finish_answer(std::move(*later));
        }
        keep_alive = reader_.keep_alive() && !stopping_;
        const OutgoingText rest = begin_sending(std::get<Response>(answering), keep_alive);
        if (!rest.empty()) {
            const bool sent = co_await write(rest);
            if (!sent) break;
        }
        if (const auto& response = std::get<Response>(answering); response.file && sends_body(response)) {
            const bool sent = co_await write_from_file(response);
            if (!sent) break;
        }
        if (!keep_alive) co_await linger();
    }
    close();
}

template <class Stream>
Awaitable<void> HttpSession<Stream>::turn_away(Response response) {
    const auto self = this->shared_from_this();
    deadline_.attach(self);
    bool open = true;
    if constexpr (BeginsWithHandshake<Stream>) open = co_await begin();
    bool sent = false;
    if (open) sent = co_await write(begin_sending(response, false));
    if (sent) co_await linger();
    close();
}

/// The handshake, where there is one; called there only. False when it failed.
template <class Stream>
auto HttpSession<Stream>::begin() -> Truth {
    std::string failure;
    deadline_.set(context_.limits.read);
    if constexpr (BeginsWithHandshake<Stream>) {
        failure = co_await StreamControl<Stream>::handshake(stream_, deadline_);
    }
    if (!failure.empty()) {
        context_.log.debug("connection " + peer_.id + " from " + peer_.address + ": no TLS handshake: " + failure);
    }
    co_return failure.empty();
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
            const bool sent = co_await write({"HTTP/1.1 100 Continue\r\n\r\n", {}});
            if (!sent) co_return false;
            deadline_.set(context_.limits.read);
        }
        boost::system::error_code error = boost::asio::error::timed_out;
        if (!deadline_.passed()) {
            const std::span<char> room = reader_.room();
            std::size_t count = 0;
            std::tie(error, count) =
                co_await read_some(stream_, boost::asio::buffer(room.data(), room.size()), deadline_);
            reader_.add(count);
            context_.counts->received_bytes.add(count);
        }
        if (error) co_return refuse_the_rest(error);
    }
}

/// At the end of the client's bytes or of our patience: refuses what is here of a request; false if that is nothing.
template <class Stream>
bool HttpSession<Stream>::refuse_the_rest(const boost::system::error_code& error) {
    if (reader_.state() == RequestReader::State::idle) return false;
    if (deadline_.passed()) {
        reader_.refuse({408, "the request did not arrive in time"});
    } else if (error == boost::asio::error::eof) {
        reader_.refuse({400, "the request ends too early"});
    }
    return reader_.state() == RequestReader::State::refused;
}

/// Fills in what the wire does not say.
template <class Stream>
void HttpSession<Stream>::complete(Request& request) const {
    const Origin origin = origin_of(request);
    request.client = origin.client;
    request.client_unclear = origin.unclear;
    request.https = origin.https;
    request.local = peer_.local;
    request.id = request_id();
}

template <class Stream>
Origin HttpSession<Stream>::origin_of(const Request& request) const {
    std::string chain;
    std::string_view proto;
    for (const HeaderField& field : request.headers) {
        if (same_letters(field.name, "X-Forwarded-For")) chain += (chain.empty() ? "" : ",") + field.value;
        if (same_letters(field.name, "X-Forwarded-Proto") && proto.empty()) proto = field.value;
    }
    if (chain.empty() && proto.empty()) return direct_;
    return context_.proxies.origin({peer_.address, peer_.tls, chain, proto});
}

template <class Stream>
std::string HttpSession<Stream>::request_id() const {
    return peer_.id + "." + std::to_string(requests_ + 1);
}

/// Here and in finish_answer() end all exceptions of the service.
template <class Stream>
Answering HttpSession<Stream>::begin_answer() {
    Request& request = reader_.request();
    complete(request);
    if (reader_.state() == RequestReader::State::refused) return refusal_answer();
    std::string what = "an exception of unknown kind";
    try {
        return context_.respond(request);
    } catch (const std::exception& error) {
        what = error.what();
    } catch (...) {  // NOLINT(bugprone-empty-catch): `what` says it already
    }
    return failure_answer(what);
}

template <class Stream>
Awaitable<Response> HttpSession<Stream>::finish_answer(Awaitable<Response> answering) {
    std::string what = "an exception of unknown kind";
    try {
        Response response = co_await std::move(answering);
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
    context_.counts->requests.count_unread(CountedMethod::of_http(reader_.request().method), Ending::failed);
    return {500, "text/plain", {}, "internal error in request " + id + "\n"};
}

template <class Stream>
Response HttpSession<Stream>::refusal_answer() {
    const Refusal& refusal = reader_.refusal();
    const Request& request = reader_.request();
    const std::string outcome = std::to_string(refusal.status) + " " + std::string(refusal.reason);
    context_.log.call({request.id, request.client, "http", request.method, outcome, {}});
    context_.counts->requests.count_unread(CountedMethod::of_http(request.method), ending_of_status(refusal.status));
    return {refusal.status, "text/plain", {}, std::string(refusal.reason) + "\n"};
}

/// Writes what can be written at once, and returns the rest, which lives as long as the answer. Replaces an answer
/// whose headers cannot be written by a failure.
template <class Stream>
OutgoingText HttpSession<Stream>::begin_sending(Response& response, bool keep_alive) {
    const Request& request = reader_.request();
    const HeadFacts facts{context_.date.at(std::chrono::system_clock::now()), request.version, keep_alive,
                          peer_.tls ? std::string_view(context_.hsts) : std::string_view()};
    try {
        write_response_head(head_, response, facts);
    } catch (const std::exception& error) {
        response = failure_answer(error.what());
        write_response_head(head_, response, facts);
    }
    ++requests_;
    OutgoingText text{head_, sends_body(response) ? std::string_view(response.body) : std::string_view()};
    if (response.file) text.body = text.body.substr(0, response.file_at);
    boost::system::error_code error;
    const std::size_t count = StreamControl<Stream>::write_now(stream_, text.buffers(), error);
    context_.counts->sent_bytes.add(count);
    text.remove_prefix(count);
    return text;
}

template <class Stream>
bool HttpSession<Stream>::sends_body(const Response& response) {
    return reader_.request().method != "HEAD" && response.status != 204;
}

/// False when the client is gone or takes nothing until the deadline.
template <class Stream>
auto HttpSession<Stream>::write(OutgoingText text) -> Truth {
    while (!text.empty()) {
        deadline_.set(context_.limits.write);
        const auto [error, count] = co_await write_some(stream_, text.buffers(), deadline_);
        context_.counts->sent_bytes.add(count);
        if (error) co_return false;
        text.remove_prefix(count);
    }
    co_return true;
}

/// Writes what of a long answer begin_sending() left. Of the file only a piece is in memory at a time: a client may
/// take the whole deadline for each.
template <class Stream>
auto HttpSession<Stream>::write_from_file(const Response& response) -> Truth {
    std::vector<char> piece(64 * kib);
    for (std::size_t at = 0; at < response.file->size();) {
        const std::size_t count = response.file->read(at, piece);
        if (count == 0) {
            context_.log.error("request " + peer_.id + "." + std::to_string(requests_) +
                               ": the rest of a long answer cannot be read from its temporary file");
            co_return false;
        }
        const bool sent = co_await write({{}, {piece.data(), count}});
        if (!sent) co_return false;
        at += count;
    }
    const bool sent = co_await write({{}, std::string_view(response.body).substr(response.file_at)});
    co_return sent;
}

template <class Stream>
Awaitable<void> HttpSession<Stream>::linger() {
    StreamControl<Stream>::finish_sending(stream_);
    deadline_.set(context_.limits.linger);
    std::array<char, 4096> thrown_away;
    std::size_t left = context_.limits.linger_bytes;
    while (left > 0 && !deadline_.passed()) {
        const auto [error, count] = co_await read_some(stream_, boost::asio::buffer(thrown_away), deadline_);
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
