// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/call_command.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "gateway/admin/password_input.hpp"
#include "gateway/call/answer_reader.hpp"
#include "gateway/call/gateway_url.hpp"
#include "gateway/call/http_post.hpp"
#include "gateway/call/method_arguments.hpp"
#include "gateway/call/method_help.hpp"
#include "gateway/call/request_text.hpp"
#include "gateway/call/result_text.hpp"
#include "gateway/call/secret_file.hpp"

namespace kimai::gateway {

namespace {

enum class Wire { json_rpc, soap };
enum class Print { readable, json, raw };

struct CallOptions {
    std::string url = "http://127.0.0.1:8080";
    std::string authorities;
    std::string key_file;
    std::string password_file;
    std::int64_t timeout_ms = 30'000;
    bool soap = false;
    bool json = false;
    bool raw = false;
    bool list = false;
    std::string method;
    std::vector<std::string> columns;

    Wire wire() const { return soap ? Wire::soap : Wire::json_rpc; }
    Print print() const { return raw ? Print::raw : json ? Print::json : Print::readable; }
};

/// The words behind the method. CLI11 would take [1,2] apart if they were a list of its own.
std::vector<std::string> words_of(const CLI::App& command) {
    std::vector<std::string> words = command.remaining();
    for (const std::string& word : words) {
        const bool is_option = word.size() > 1 && word.front() == '-' && (word[1] < '0' || word[1] > '9');
        if (is_option) throw CLI::ValidationError(word, "is no option of call");
    }
    return words;
}

std::string key_for(const api::Method& method, const CallOptions& options) {
    if (!needs_key(method)) return {};
    if (!options.key_file.empty()) return secret_in(options.key_file);
    const char* const key = std::getenv("KIMAI_GATEWAY_KEY");  // NOLINT(concurrency-mt-unsafe): there is one thread.
    if (key != nullptr && *key != '\0') return key;
    throw std::runtime_error(std::string(method.name) +
                             " needs an API key: --key-file FILE names its file, or KIMAI_GATEWAY_KEY has it; "
                             "kimai-gateway call authenticate USER prints it");
}

std::string password_for(const CallOptions& options) {
    if (!options.password_file.empty()) return secret_in(options.password_file);
    if (::isatty(STDIN_FILENO) == 0) {
        throw std::runtime_error(
            "there is no terminal to ask for the password at; --password-file FILE names its file, "
            "- is standard input");
    }
    return admin::ask_without_echo("Password: ");
}

/// `authenticate USER`: other users of the machine would see a password among the words.
void add_password(std::vector<std::string>& words, const CallOptions& options) {
    const bool named = std::ranges::any_of(words, [](const std::string& w) { return w.starts_with("password="); });
    if (words.size() != 1 || named) {
        throw CLI::ValidationError("call authenticate",
                                   "takes the user's name alone; the password is asked for, or read with "
                                   "--password-file");
    }
    words.push_back("password=" + password_for(options));
}

Post post_for(const api::Method& method, const std::vector<api::Value>& values, const CallOptions& options) {
    const auto url = read_gateway_url(options.url);
    if (!url) {
        throw CLI::ValidationError("--url",
                                   options.url + " is not of the form http://HOST[:PORT][/PATH], or https://...");
    }
    Post post{.url = *url,
              .target = {},
              .content_type = {},
              .soap_action = {},
              .body = {},
              .timeout = std::chrono::milliseconds(options.timeout_ms),
              .authorities = options.authorities};
    switch (options.wire()) {
        case Wire::json_rpc:
            post.target = "/core/json.php";
            post.content_type = "application/json";
            post.body = json_request(method, values);
            break;
        case Wire::soap: {
            post.target = "/core/soap.php";
            post.content_type = "text/xml; charset=utf-8";
            const std::string endpoint = to_text(*url) + post.target;
            post.soap_action = endpoint + "#" + std::string(method.name);
            post.body = soap_request(method, values, endpoint);
            break;
        }
    }
    return post;
}

/// The result, or what else the gateway said as an error.
api::Value result_in(const PostAnswer& answer, const Post& request, Wire wire) {
    const std::string place = to_text(request.url) + request.target;
    constexpr unsigned ok = 200;
    constexpr unsigned fault_over_soap = 500;
    const bool readable = answer.status == ok || (wire == Wire::soap && answer.status == fault_over_soap);
    if (!readable) {
        const std::string moved = answer.location.empty() ? "" : ", which points to " + answer.location;
        throw std::runtime_error(place + " answers " + std::to_string(answer.status) + " " + answer.reason + moved +
                                 "; is --url right?");
    }
    CallAnswer read =
        wire == Wire::soap ? read_soap_answer(answer.body, answer.content_type) : read_json_answer(answer.body);
    if (const auto* const nothing = std::get_if<NoAnswer>(&read)) {
        throw std::runtime_error(place + " answers " + nothing->reason + "; is a gateway there?");
    }
    if (const auto* const fault = std::get_if<CallFault>(&read)) throw std::runtime_error(fault->text);
    api::Value result = std::move(std::get<api::Value>(read));
    return result;
}

const api::Method& method_in(const CallOptions& options) {
    if (options.method.empty()) throw CLI::RequiredError("METHOD");
    const api::Method* const method = api::find_method(options.method);
    if (method == nullptr) throw CLI::ValidationError("METHOD", unknown_method(options.method));
    for (const std::string& column : options.columns) {
        if (method->items != nullptr && method->items->has(column)) continue;
        throw CLI::ValidationError("--columns", options.method + " answers no " + column + "; call " + options.method +
                                                    " --help tells what it answers");
    }
    return *method;
}

void run_call(CLI::App& command, const CallOptions& options) {
    const api::Method& method = method_in(options);
    std::vector<std::string> words = words_of(command);
    if (method.name == "authenticate") add_password(words, options);
    const auto read = read_arguments(method, words, key_for(method, options));
    if (const auto* const problem = std::get_if<ArgumentProblem>(&read)) {
        throw CLI::ValidationError(std::string(method.name), problem->text);
    }
    const Post request = post_for(method, std::get<std::vector<api::Value>>(read), options);
    const PostAnswer answer = post(request);
    // Before anything is said of it: who asks for the bytes wants to see those of a fault, too.
    if (options.print() == Print::raw) std::cout << answer.body << std::flush;
    const api::Value result = result_in(answer, request, options.wire());
    if (options.print() == Print::json) std::cout << json_text(result) << std::endl;
    if (const std::string* const failure = failure_in(result)) throw std::runtime_error(*failure);
    if (options.print() == Print::readable) print_result(result, method.items, options.columns, std::cout, std::cerr);
    if (!std::cout.flush()) throw std::runtime_error("cannot write the answer");
}

void add_options(CLI::App& command, CallOptions& options) {
    command.add_option("--url", options.url, "Where the gateway is, http or https")
        ->envname("KIMAI_GATEWAY_URL")
        ->option_text("URL [http://127.0.0.1:8080] (Env:KIMAI_GATEWAY_URL)");
    command.add_option("--ca", options.authorities, "Trust the authorities in FILE (PEM) instead of the system's")
        ->option_text("FILE");
    command.add_option("--key-file", options.key_file, "File with the API key in its first line; - for standard input")
        ->option_text("FILE (or Env:KIMAI_GATEWAY_KEY, the key itself)");
    command
        .add_option("--password-file", options.password_file,
                    "For authenticate: file with the password; - for standard input. Else it is asked for")
        ->option_text("FILE");
    const std::map<std::string, std::int64_t> units{{"ms", 1}, {"s", 1000}, {"min", 60'000}};
    constexpr std::int64_t longest = 3'600'000;
    command.add_option("--timeout", options.timeout_ms, "Give up after, with everything")
        ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED, "ms|s|min"))
        ->check(CLI::Range(std::int64_t{1}, longest, "1ms to 60min"))
        ->option_text("TIME [30s]");
    command.add_flag("--soap", options.soap, "Call over SOAP instead of JSON-RPC");
    CLI::Option* const json = command.add_flag("--json", options.json, "Print the result as JSON, all of it");
    command.add_flag("--raw", options.raw, "Print the answer's bytes as they come")->excludes(json);
    command.add_option("--columns", options.columns, "Print these members of records only, in this order")
        ->option_text("NAME,...")
        ->delimiter(',')
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_flag("--list", options.list, "List the methods");
}

}  // namespace

void add_call_command(CLI::App& app) {
    CLI::App* const command = app.add_subcommand("call", "Call a method of a running gateway");
    const auto options = std::make_shared<CallOptions>();
    command
        ->add_option("METHOD", options->method, "The method; call --list names them, call METHOD --help explains one")
        ->option_text(" ");
    add_options(*command, *options);
    command->allow_extras();
    const std::string footer =
        "Behind METHOD come its arguments, by place or as NAME=VALUE; members of a record as record.MEMBER=VALUE.\n"
        "Exit code: 0 the call succeeded, 1 it failed, 2 the command line was wrong.\n"
        "Example:\n"
        "  (umask 077; kimai-gateway call authenticate anna > anna.key)\n"
        "  kimai-gateway call --key-file anna.key getTimesheet from=\"last monday\" limit=20";
    command->footer(footer);
    command->formatter_fn([options](const CLI::App* of, std::string name, CLI::AppFormatMode mode) {
        const api::Method* const method = api::find_method(options->method);
        return method != nullptr ? help_on(*method) : CLI::Formatter().make_help(of, std::move(name), mode);
    });
    command->final_callback([command, options] {
        if (options->list) {
            std::cout << list_of_methods();
            return;
        }
        run_call(*command, *options);
    });
}

}  // namespace kimai::gateway
