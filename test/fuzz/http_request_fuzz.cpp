// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Any bytes as what comes on a connection, cut at any places: the first byte says how. The cuts must not change what is
// understood.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/request_reader.hpp"
#include "gateway/routes.hpp"

namespace {

using kimai::gateway::HttpLimits;
using kimai::gateway::Request;
using kimai::gateway::RequestReader;

/// What was understood of a connection: each request, and the status of what was refused.
std::vector<std::string> understood(std::string_view bytes, std::size_t cut) {
    HttpLimits limits;
    limits.header = 1024;
    limits.body = 2048;
    RequestReader reader(limits);
    std::vector<std::string> found;
    while (true) {
        const RequestReader::State state = reader.advance();
        if (state == RequestReader::State::refused) {
            found.push_back(std::to_string(reader.refusal().status));
            return found;
        }
        if (state == RequestReader::State::complete) {
            const Request& request = reader.request();
            found.push_back(request.method + ' ' + request.target + '\n' + request.host + '\n' + request.body);
            static_cast<void>(kimai::gateway::route_of(request.path));
            static_cast<void>(kimai::gateway::url_of(request));
            reader.next();
            continue;
        }
        if (bytes.empty()) return found;
        const auto room = reader.room();
        if (room.empty()) std::abort();
        const std::size_t count = std::min({room.size(), bytes.size(), cut});
        std::copy_n(bytes.begin(), count, room.begin());
        reader.add(count);
        bytes.remove_prefix(count);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t cut = std::size_t{data[0]} + 1;
    if (understood(bytes, cut) != understood(bytes, size)) std::abort();
    return 0;
}
