// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The requests of all recordings, read without any server.

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "soap/request.hpp"
#include "test/test_data.hpp"

namespace json = boost::json;

using kimai::api::BoundCall;
using kimai::soap::Fault;
using kimai::soap::read_request;
using kimai::soap::Request;
using kimai::soap::Version;

namespace {

json::value load(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    return json::parse(text.str());
}

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

Request read(const json::object& request) {
    const std::string type = text_of(request.at("headers").as_object(), "Content-Type");
    return read_request(text_of(request, "body"), type, {});
}

/// The operation that the recorded answer is about, or "" for a fault.
std::string answered(const std::string& body) {
    const std::size_t after = body.find("Response");
    if (after == std::string::npos) return "";
    const std::size_t colon = body.rfind(':', after);
    return body.substr(colon + 1, after - colon - 1);
}

std::string message_of(const std::string& body) {
    const std::size_t from = body.find("<faultstring>");
    const std::size_t to = body.find("</faultstring>");
    return from == std::string::npos ? "" : body.substr(from + 13, to - from - 13);
}

/// Checks one file; answers how many requests it has.
int check(const std::filesystem::path& file) {
    int requests = 0;
    const json::value recording = load(file);
    for (const json::value& entry : recording.at("steps").as_array()) {
        const json::object& step = entry.as_object();
        const json::object& request = step.at("request").as_object();
        if (text_of(request, "method") != "POST") continue;
        ++requests;
        CAPTURE(file.string());
        CAPTURE(text_of(step, "name"));
        CAPTURE(text_of(request, "body"));
        const std::string answer = text_of(step.at("response").as_object(), "body");
        const Request read_now = read(request);
        if (const auto* fault = std::get_if<Fault>(&read_now.content)) {
            CHECK(fault->text == message_of(answer));
            continue;
        }
        CHECK(std::get<BoundCall>(read_now.content).method->name == answered(answer));
        const bool is_1_2 = answer.find("http://www.w3.org/2003/05/soap-envelope") != std::string::npos;
        CHECK((read_now.version == Version::soap_1_2) == is_1_2);
    }
    return requests;
}

}  // namespace

TEST_CASE("The requests of all recordings are read as the reference read them") {
    for (const char* folder : {"conformance/soap", "conformance/soap-stacks"}) {
        int requests = 0;
        for (const auto& file : std::filesystem::directory_iterator(kimai::test::test_file(folder))) {
            if (file.path().extension() == ".json") requests += check(file.path());
        }
        CHECK(requests > 50);
    }
}
