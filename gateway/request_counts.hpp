// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/counting.hpp"

namespace kimai::api {
struct Method;
}

namespace kimai::gateway {

/// The wire of a request; http for what is no call.
enum class Protocol : std::uint8_t { json_rpc, soap, http };

inline constexpr std::size_t protocol_count = 3;

/// What a request came to: its result; a failure result of the old API; a JSON-RPC error or SOAP fault that is the
/// caller's own; an error that is ours; of what is no call, an answer that says what is wrong with the request (4xx).
enum class Ending : std::uint8_t { ok, failure, fault, failed, refused };

inline constexpr std::size_t ending_count = 5;

/// Which method was asked for, as the place of its row among those of its protocol. There are no others than the rows:
/// whatever clients send, there are not more numbers to keep.
class CountedMethod {
  public:
    /// None that is known.
    constexpr CountedMethod() = default;
    /// One of the method table.
    explicit CountedMethod(const api::Method& method);
    /// Several at once, over JSON-RPC.
    static CountedMethod batch();
    /// A method of HTTP: GET, HEAD, POST or OPTIONS, all others are not known.
    static CountedMethod of_http(std::string_view name);

    constexpr std::size_t row() const { return row_; }

  private:
    explicit CountedMethod(std::size_t row) : row_(row) {}
    std::size_t row_ = 0;
};

/// Counts the requests of one I/O thread, by that thread; read by any.
class RequestCounts {
  public:
    /// What is counted of one method by one protocol.
    struct Row {
        std::array<storage::Count, ending_count> endings;
        storage::TimeHistogram times;
    };

    RequestCounts();

    /// A request that was answered, and how long that took.
    void count(Protocol protocol, CountedMethod method, Ending ending, std::chrono::nanoseconds time) {
        Row& row = rows_[static_cast<std::size_t>(protocol)][method.row()];
        row.endings[static_cast<std::size_t>(ending)].add();
        row.times.observe(static_cast<std::uint64_t>(time.count()));
    }
    /// One that was refused before it was read to its end.
    void count_unread(CountedMethod method, Ending ending) {
        rows_[static_cast<std::size_t>(Protocol::http)][method.row()].endings[static_cast<std::size_t>(ending)].add();
    }

    const std::vector<Row>& rows(Protocol protocol) const { return rows_[static_cast<std::size_t>(protocol)]; }

  private:
    std::array<std::vector<Row>, protocol_count> rows_;
};

/// For the metrics: the method of each row, "unknown" and "batch" among them.
const std::vector<std::string>& row_names(Protocol protocol);
/// For the metrics: "json_rpc".
std::string_view label_of(Protocol protocol);
/// For the log: "json-rpc".
std::string_view name_of(Protocol protocol);
std::string_view label_of(Ending ending);
/// The endings that a protocol knows.
std::vector<Ending> endings_of(Protocol protocol);

/// How an answer that is no call's ended, by its status.
constexpr Ending ending_of_status(unsigned status) {
    if (status < 400) return Ending::ok;
    return status < 500 ? Ending::refused : Ending::failed;
}

}  // namespace kimai::gateway
