// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "test/gateway/memory_session.hpp"

namespace {

/// Everything a client gets, when its bytes arrive in pieces of that many.
std::string answers(const std::string& bytes, std::size_t piece) {
    kimai::gateway::HttpLimits limits;
    limits.header = 512;
    limits.target = 64;
    limits.body = 256;
    MemorySession session(limits, {}, piece);
    return session.exchange(bytes);
}

}  // namespace

/// Whatever arrives, the session ends, answers with whole answers only, and answers the same in whichever pieces the
/// bytes came. The first byte chooses the pieces.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string whole = answers(bytes, 1'000'000);
    if (!whole.empty() && !whole.starts_with("HTTP/1.1 ")) std::abort();
    std::string torn = answers(bytes, data[0] % 16U + 1U);
    // Whether "100 Continue" is said goes by what has arrived of the body when the head is read.
    std::string untorn = whole;
    constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
    for (std::string* text : {&torn, &untorn}) {
        for (auto at = text->find(interim); at != std::string::npos; at = text->find(interim)) {
            text->erase(at, interim.size());
        }
    }
    if (torn != untorn) std::abort();
    return 0;
}
