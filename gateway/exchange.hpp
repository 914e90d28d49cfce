// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/overflow_file.hpp"
#include "storage/ascii.hpp"

/// A request and its answer, as the service sees them: plain text and numbers, no type of an HTTP library.
/// The session (http_session.hpp) fills a Request from the wire and writes a Response to it; tests make both by hand.
namespace kimai::gateway {

struct HeaderField {
    std::string name;
    std::string value;
};

/// A header of an answer. Its name is a constant.
struct ResponseHeader {
    std::string_view name;
    std::string value;
    friend bool operator==(const ResponseHeader&, const ResponseHeader&) = default;
};

/// One request, read to its end. Everything in it was sent by a stranger; only what is said to be checked is.
struct Request {
    /// Names this request in the log; made by the gateway, never taken from the client.
    std::string id;
    /// As sent. Methods are case-sensitive (RFC 9110 9.1); whether it is one we know is for the service to say.
    std::string method;
    /// Path and query, "/core/json.php?x=1"; of an absolute-form target the part behind the authority. Checked to
    /// begin with '/' (or to be "*") and to have no blanks and control characters; other bytes may be anything.
    std::string target;
    /// The target before and behind its first '?', still percent-encoded.
    std::string path;
    std::string query;
    /// 10 or 11.
    unsigned version = 11;
    /// The authority of an absolute-form target, else the Host header; HOST or HOST:PORT, checked (endpoint.hpp).
    /// Empty when an HTTP/1.0 client sent none.
    std::string host;
    /// Address and port at which the connection came in, "127.0.0.1:8080".
    std::string local;
    /// The client's address without port: the peer's, or what a trusted proxy says (trusted_proxies.hpp).
    std::string client;
    /// A header says that this address only passed the request on, and does not say credibly for whom.
    bool client_unclear = false;
    /// The client speaks https, to us or to a trusted proxy.
    bool https = false;
    /// In the order they came, with blanks around values removed.
    std::vector<HeaderField> headers;
    std::string body;

    /// Makes it an empty one, but keeps its room for the next request, unless that is a lot.
    void clear() {
        constexpr std::size_t a_lot = 4096;
        constexpr std::size_t many = 32;
        std::string roomy = std::move(body);
        std::vector<HeaderField> fields = std::move(headers);
        *this = Request();
        roomy.clear();
        fields.clear();
        if (roomy.capacity() <= a_lot) body = std::move(roomy);
        if (fields.capacity() <= many) headers = std::move(fields);
    }

    /// The value of the first header of that name in any case, or nullptr.
    const std::string* header(std::string_view name) const {
        const auto found =
            std::ranges::find_if(headers, [name](const HeaderField& field) { return same_letters(field.name, name); });
        return found == headers.end() ? nullptr : &found->value;
    }
};

/// What the service answers. The session adds Date, Content-Length and Connection, and leaves the body out for HEAD:
/// the service answers HEAD as it answers GET.
struct Response {
    unsigned status = 200;
    /// Value of Content-Type, a constant; empty: no such header.
    std::string_view content_type = {};
    /// Further headers. Values are written as they are; one with a line break is a bug and makes the answer
    /// a 500 (response_head.hpp).
    std::vector<ResponseHeader> headers = {};
    std::string body = {};
    /// Of a long body what does not stay in memory, if there is such a part, and how much of `body` stands before it.
    std::shared_ptr<const OverflowFile> file = nullptr;
    std::size_t file_at = 0;

    std::size_t body_size() const { return body.size() + (file ? file->size() : 0); }
};

}  // namespace kimai::gateway
