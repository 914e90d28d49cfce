// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/kept_requests.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace kimai;

namespace {

/// What a wire would read: the call that the bytes name.
struct NamedCall {
    std::string bytes;
    std::optional<api::BoundCall> call;
};

const api::BoundCall* only_call(const NamedCall& request) { return request.call ? &*request.call : nullptr; }

using KeptRequests = gateway::KeptRequests<NamedCall>;

/// "METHOD ..."
std::shared_ptr<const NamedCall> ask(KeptRequests& requests, const std::string& bytes,
                                     const std::vector<api::Value>& arguments = {}) {
    return requests.of(bytes, [&bytes, &arguments] {
        NamedCall request{bytes, std::nullopt};
        const api::Method* const method = api::find_method(bytes.substr(0, bytes.find(' ')));
        if (method != nullptr) request.call = api::BoundCall{method, api::Arguments(*method, arguments)};
        return request;
    });
}

}  // namespace

TEST_CASE("the same bytes are read once, other bytes are read anew") {
    KeptRequests requests;
    const auto first = ask(requests, "getUsers 1");
    CHECK(ask(requests, "getUsers 1") == first);
    CHECK(ask(requests, "getUsers 2")->bytes == "getUsers 2");
    CHECK(ask(requests, "getUsers 1") == first);
}

TEST_CASE("only calls that read are remembered, and only short ones") {
    KeptRequests requests;
    for (const char* const bytes : {"authenticate name", "startRecord key", "noMethod", ""}) ask(requests, bytes);
    CHECK(requests.count() == 0);
    const std::string begin = "getUsers ";
    ask(requests, begin + std::string(KeptRequests::longest - begin.size() + 1, 'k'));
    CHECK(requests.count() == 0);
    ask(requests, begin + std::string(KeptRequests::longest - begin.size(), 'k'));
    CHECK(requests.count() == 1);
}

TEST_CASE("arguments that may mean more than their bytes are not remembered") {
    KeptRequests requests;
    ask(requests, "getUsers 1", {api::Value(api::List{api::Value("a")})});
    ask(requests, "getUsers 2", {api::Value("key"), api::Value(api::Record{})});
    CHECK(requests.count() == 0);
    ask(requests, "getUsers 3", {api::Value("key"), api::Value(true)});
    CHECK(requests.count() == 1);
}

TEST_CASE("their number is bounded") {
    KeptRequests requests;
    for (std::size_t i = 0; i < KeptRequests::most; ++i) ask(requests, "getUsers " + std::to_string(i));
    CHECK(requests.count() == KeptRequests::most);
    ask(requests, "getUsers one more");
    CHECK(requests.count() == 1);
}
