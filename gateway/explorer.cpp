// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/explorer.hpp"

#include <algorithm>
#include <functional>

#include "api/method_table.hpp"
#include "gateway/pages.hpp"
#include "gateway/type_words.hpp"
#include "gateway/version.hpp"
#include "rpc/json_writer.hpp"

namespace kimai::gateway {

namespace {

/// Only what comes from here is loaded and asked, no text becomes markup or code (Trusted Types, where the browser has
/// them), no other page shows this one in a frame, and no form is sent in the way that puts its fields into a URL.
constexpr std::string_view content_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

std::string_view name_of(api::ReturnType type) {
    switch (type) {
        case api::ReturnType::text:
            return "text";
        case api::ReturnType::list:
        case api::ReturnType::list_or_boolean:
            return "result";
    }
    return {};
}

void write_text(rpc::JsonWriter& writer, std::string_view name, std::string_view value) {
    writer.name(name);
    writer.text(value);
}

void write_truth(rpc::JsonWriter& writer, std::string_view name, bool value) {
    writer.name(name);
    writer.boolean(value);
}

/// The members of a record, if it has a declared shape.
// NOLINTNEXTLINE(misc-no-recursion): as deep as shapes are, which are constants.
void write_shape(rpc::JsonWriter& writer, const api::Shape* shape) {
    if (shape == nullptr) return;
    writer.name("record");
    writer.open_record();
    write_text(writer, "name", shape->name);
    write_text(writer, "documentation", shape->documentation);
    writer.name("members");
    writer.open_list();
    for (const api::ShapeMember& member : shape->members) {
        writer.open_record();
        write_text(writer, "name", member.name);
        write_text(writer, "type", type_words(member.type));
        write_text(writer, "documentation", member.documentation);
        write_truth(writer, "optional", api::may_be_missing(member.presence));
        write_truth(writer, "nullable", api::may_be_null(member.presence));
        write_shape(writer, member.inner);
        writer.close_record();
    }
    writer.close_list();
    writer.close_record();
}

void write_default(rpc::JsonWriter& writer, const api::Default& missing) {
    writer.name("default");
    if (const bool* truth = std::get_if<bool>(&missing)) return writer.boolean(*truth);
    if (const int* number = std::get_if<int>(&missing)) return writer.integer(*number);
    writer.null();
}

void write_method(rpc::JsonWriter& writer, const api::Method& method) {
    writer.open_record();
    write_text(writer, "name", method.name);
    write_text(writer, "documentation", method.documentation);
    write_truth(writer, "writes", method.lane == api::Lane::write);
    writer.name("parameters");
    writer.open_list();
    for (const api::Parameter& parameter : method.parameters) {
        writer.open_record();
        write_text(writer, "name", parameter.name);
        write_text(writer, "type", type_words(parameter.type));
        write_truth(writer, "optional", parameter.missing.has_value());
        if (parameter.missing) write_default(writer, *parameter.missing);
        write_shape(writer, parameter.members);
        writer.close_record();
    }
    writer.close_list();
    write_text(writer, "returns", name_of(method.returns));
    write_shape(writer, method.items);
    writer.close_record();
}

std::string describe_methods() {
    api::TextBuffer text;
    rpc::JsonWriter writer(text);
    writer.open_record();
    write_text(writer, "version", version);
    writer.name("methods");
    writer.open_list();
    for (const api::Method& method : api::methods()) write_method(writer, method);
    writer.close_list();
    writer.close_record();
    return text.text();
}

/// Whether the client takes gzip (RFC 9110 12.5.3). One that names it as the last resort, or not at all ("q=0"), gets
/// the text as it is; nobody does in earnest.
bool takes_packed(const Request& request) {
    const std::string* const accepted = request.header("Accept-Encoding");
    return accepted != nullptr && accepted->find("gzip") != std::string::npos &&
           accepted->find("q=0") == std::string::npos;
}

/// Whether the client has what the tag names. It sends back what it was given: `"TAG"` or `W/"TAG"`, perhaps several.
bool has_already(const Request& request, const std::string& quoted_tag) {
    const std::string* const known = request.header("If-None-Match");
    return known != nullptr && (*known == "*" || known->find(quoted_tag) != std::string::npos);
}

Response file_answer(const Request& request, const ExplorerFile& file) {
    const bool packed = !file.packed.empty() && takes_packed(request);
    const std::string tag = '"' + std::string(file.tag) + (packed ? "-gzip\"" : "\"");
    Response response{.status = 200,
                      .content_type = file.content_type,
                      .headers = {{"Cache-Control", "no-cache"},  // Keep it, but ask whether it is still the same.
                                  {"ETag", tag},
                                  {"Vary", "Accept-Encoding"},
                                  {"Content-Security-Policy", std::string(content_policy)},
                                  {"X-Content-Type-Options", "nosniff"},
                                  {"Referrer-Policy", "no-referrer"}}};
    if (has_already(request, tag)) {
        response.status = 304;
        response.content_type = {};
        return response;
    }
    if (packed) response.headers.push_back({"Content-Encoding", "gzip"});
    response.body = packed ? file.packed : file.text;
    return response;
}

std::string hash_text(std::string_view text) { return std::to_string(std::hash<std::string_view>()(text)); }

}  // namespace

Explorer::Explorer() : methods_(describe_methods()), methods_tag_(hash_text(methods_)) {}

std::optional<Response> Explorer::answer(const Request& request) const {
    if (request.path == "/explorer/methods.json") {
        return file_answer(request, {request.path, json_media_type, methods_tag_, methods_, {}});
    }
    const auto files = explorer_files();
    const auto found = std::ranges::find(files, std::string_view(request.path), &ExplorerFile::path);
    if (found == files.end()) return std::nullopt;
    return file_answer(request, *found);
}

}  // namespace kimai::gateway
