// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/request_reader.hpp"

#include <algorithm>
#include <utility>

namespace kimai::gateway {

namespace {

// Most calls with their headers fit; an idle connection costs little.
constexpr std::size_t small_read = 4 * kib;
// For long bodies; given back when the connection is idle again.
constexpr std::size_t large_read = 64 * kib;

}  // namespace

RequestReader::RequestReader(const HttpLimits& limits) : limits_(limits), scanner_(limits), chunks_(limits) {}

std::span<char> RequestReader::room() {
    if (begin_ == end_) {
        begin_ = end_ = 0;
        if (state_ == State::idle && bytes_.size() > small_read) bytes_ = std::vector<char>();
    }
    std::size_t wanted = small_read;
    if (state_ == State::body && (framing_.chunked || framing_.content_length > small_read)) wanted = large_read;
    if (begin_ > 0 && bytes_.size() - end_ < small_read) {
        std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
        end_ -= std::exchange(begin_, 0);
    }
    if (bytes_.size() < wanted) bytes_.resize(wanted);
    if (bytes_.size() == end_) bytes_.resize(2 * end_);
    return {bytes_.data() + end_, bytes_.size() - end_};
}

RequestReader::State RequestReader::advance() {
    if (state_ == State::idle) skip_empty_lines();
    if (state_ == State::head) advance_head();
    if (state_ == State::body) advance_body();
    return state_;
}

/// Old clients send an empty line behind the body of a POST, and no Content-Length counts it (RFC 9112 2.2).
void RequestReader::skip_empty_lines() {
    while (unread().starts_with("\r\n")) begin_ += 2;
    if (!unread().empty() && unread() != "\r") state_ = State::head;
}

void RequestReader::advance_head() {
    switch (scanner_.look(unread())) {
        case HeadScanner::Found::more:
            return;
        case HeadScanner::Found::wrong:
            return refuse(scanner_.refusal());
        case HeadScanner::Found::whole:
            break;
    }
    const auto refusal = read_head(unread().substr(0, scanner_.size()), request_, framing_);
    begin_ += scanner_.size();
    if (refusal) return refuse(*refusal);
    begin_body();
}

void RequestReader::begin_body() {
    if (framing_.content_length > limits_.body) return refuse({413, "the body is too long"});
    state_ = framing_.chunked || framing_.content_length > 0 ? State::body : State::complete;
}

void RequestReader::advance_body() {
    std::string_view bytes = unread();
    if (!framing_.chunked) {
        const std::size_t missing = framing_.content_length - request_.body.size();
        const std::size_t count = std::min<std::size_t>(bytes.size(), missing);
        request_.body.append(bytes.substr(0, count));
        begin_ += count;
        if (count == missing) state_ = State::complete;
        return;
    }
    const ChunkedBody::Found found = chunks_.take(bytes, request_.body);
    begin_ = end_ - bytes.size();
    if (found == ChunkedBody::Found::whole) state_ = State::complete;
    if (found == ChunkedBody::Found::wrong) refuse(chunks_.refusal());
}

bool RequestReader::take_continue() {
    // A client that sent part of the body already does not wait (RFC 9110 10.1.1).
    const bool waits = state_ == State::body && framing_.expects_continue && begin_ == end_ && request_.body.empty();
    if (state_ == State::body) framing_.expects_continue = false;
    return waits;
}

void RequestReader::refuse(Refusal refusal) {
    refusal_ = refusal;
    state_ = State::refused;
    framing_.keep_alive = false;
    begin_ = end_;
}

void RequestReader::next() {
    state_ = State::idle;
    scanner_ = HeadScanner(limits_);
    chunks_ = ChunkedBody(limits_);
    framing_ = Framing();
    request_.clear();
}

}  // namespace kimai::gateway
