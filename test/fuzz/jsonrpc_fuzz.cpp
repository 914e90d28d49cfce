// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Any bytes as the body of a POST to the JSON-RPC endpoint. Each call answers with its own arguments and with PHP's
// readings of them, so every value goes the whole way in and out again. What comes out has to be JSON in ASCII, and
// reading it back must not fail.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "api/php_values.hpp"
#include "rpc/endpoint.hpp"
#include "rpc/json_reader.hpp"

using kimai::api::Arguments;
using kimai::api::List;
using kimai::api::Member;
using kimai::api::Method;
using kimai::api::Record;
using kimai::api::ResultWriter;
using kimai::api::Value;

namespace {

void write_readings(const Value& value, ResultWriter& result) {
    result.open_list();
    result.boolean(kimai::api::php_truth(value));
    result.integer(kimai::api::php_int(value));
    result.real(kimai::api::php_double(value));
    result.text(kimai::api::php_string(value));
    result.text(kimai::api::php_decimal(value));
    result.boolean(kimai::api::php_is_numeric(value));
    result.boolean(kimai::api::php_equals(value, 0));
    result.integer(kimai::api::php_row_number(value).value_or(0));
    result.close_list();
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the reader lets values nest.
void write(const Value& value, ResultWriter& result) {
    if (const List* list = value.if_list()) {
        result.open_list();
        for (const Value& item : *list) write(item, result);
        result.close_list();
    } else if (const Record* record = value.if_record()) {
        result.open_list();
        for (const Member& member : *record) {
            result.open_record();
            result.name("name");
            result.text(member.name);
            result.name("value");
            write(member.value, result);
            result.close_record();
        }
        result.close_list();
    } else {
        write_readings(value, result);
    }
}

void run(const Method& method, const Arguments& arguments, ResultWriter& result) {
    result.open_list();
    for (const auto& parameter : method.parameters) {
        const Value& argument = arguments[parameter.name];
        if (argument == Value("throw")) throw std::runtime_error("asked for");
        write(argument, result);
    }
    result.close_list();
}

void require(bool holds) {
    if (!holds) std::abort();
}

void require_sound(const kimai::rpc::Answer& answer) {
    if (!answer.body) return;
    for (const char c : *answer.body) require(c >= ' ');
    const auto read = kimai::rpc::read_json(*answer.body);
    const auto* error = std::get_if<kimai::rpc::ParseError>(&read);
    // The answer wraps what came in a few more lists and records.
    require(!error || error->reason.find("deep") != std::string::npos);
}

}  // namespace

// The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t batch_limit = 8;
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const kimai::rpc::Request request = kimai::rpc::read_request(body, batch_limit);
    require(!request.entries.empty() && request.entries.size() <= batch_limit);
    require_sound(kimai::rpc::answer(request, run, [](const Method&, const std::exception&) {}));
    require_sound(kimai::rpc::internal_error(request));
    kimai::rpc::method_names(request);
    kimai::rpc::slowest_lane(request);
    return 0;
}
