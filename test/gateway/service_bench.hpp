// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <cstdint>
#include <exception>
#include <sstream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/logins.hpp"
#include "api/passwords.hpp"
#include "gateway/explorer.hpp"
#include "gateway/open_database.hpp"
#include "gateway/service.hpp"
#include "storage/installation.hpp"
#include "test/storage/firm.hpp"
#include "test/storage/scratch_folder.hpp"

namespace kimai::test {

using namespace kimai::gateway;

/// The service over a new database in a file, with the user admin (password "secret"), as application.cpp puts it
/// together.
class ServiceBench {
  public:
    /// Changes made with SQL are there before the service is. `temporary_folder`: a name in the folder of the database.
    explicit ServiceBench(const std::string& sql = {}, std::size_t kept_answers = 0,
                          const std::string& temporary_folder = {}, bool with_page = false)
        : vault_(fill(sql)),
          kept_answers_(kept_answers),
          temporary_folder_(folder_.file(temporary_folder)),
          with_page_(with_page) {}
    ~ServiceBench() {
        workers_.finish();
        writer_.finish();
    }
    ServiceBench(const ServiceBench&) = delete;
    ServiceBench& operator=(const ServiceBench&) = delete;
    ServiceBench(ServiceBench&&) = delete;
    ServiceBench& operator=(ServiceBench&&) = delete;

    Response respond(const Request& request) {
        Answering answering = service_.respond(request);
        if (auto* const at_once = std::get_if<Response>(&answering)) return std::move(*at_once);
        ++from_elsewhere_;
        Response response;
        std::exception_ptr thrown;
        boost::asio::co_spawn(context_, std::get<Awaitable<Response>>(std::move(answering)),
                              [&](const std::exception_ptr& failure, Response r) {
                                  thrown = failure;
                                  response = std::move(r);
                              });
        context_.run();
        context_.restart();
        if (thrown) std::rethrow_exception(thrown);
        return response;
    }

    /// As respond(), by a service that knows nothing yet. For what is answered at once.
    Response respond_anew(const Request& request) {
        KeptAnswers none(0);
        const ServiceParts parts = parts_with(none);
        Service service(parts, reader(), metrics_.add_thread());
        return std::get<Response>(service.respond(request));
    }

    /// As respond(), by the service of another thread. For what is answered at once.
    Response respond_on_other_thread(const Request& request) { return std::get<Response>(other_.respond(request)); }

    /// Another program that changes the database.
    void change(const std::string& sql) {
        storage::OpenOptions without_waiting;
        without_waiting.synchronous = storage::Synchronous::normal;
        storage::Connection::open(file(), without_waiting).run_script(sql.c_str());
    }

    /// The clock, in seconds since 1970.
    void set_time(std::int64_t now) { now_ = now; }

    /// How many requests were not answered at once, on the thread that asked.
    int from_elsewhere() const { return from_elsewhere_; }

    /// Also what was kept in a file of the body of an answer.
    static std::string whole(const Response& response) {
        if (!response.file) return response.body;
        std::string middle(response.file->size(), '\0');
        CHECK(response.file->read(0, middle) == middle.size());
        std::string body = response.body;
        return body.insert(response.file_at, middle);
    }

    std::int64_t number(const char* sql) {
        storage::Connection connection = reader();
        storage::Rows rows = connection.query(sql);
        return rows.next() ? rows.integer(0) : -1;
    }

    std::string log() const { return lines_.str(); }
    Metrics& metrics() { return metrics_; }

    /// Another program that is writing until the connection ends.
    storage::Connection locked() const {
        storage::Connection connection = storage::Connection::open(file());
        connection.run_script("BEGIN IMMEDIATE");
        return connection;
    }

  private:
    std::string file() const { return folder_.file("k.db"); }
    storage::Connection reader() const { return storage::Connection::open(file(), {.read_only = true}); }
    api::Vault fill(const std::string& sql) {
        OpenedDatabase opened = open_database(file(), {.create = true});
        storage::Store store(std::move(opened.connection));
        storage::Transaction transaction(store.connection);
        const std::int64_t user =
            storage::add_administrator(store, storage::install(store), "admin", api::hash_password("secret"));
        const std::string key = "0123456789abcdef012345678";
        store.users.set_key(user, opened.vault.lookup(key), opened.vault.seal(key, api::purpose_of_key(user)), 0);
        add(store.connection, CustomerRow{.id = 1, .name = "Acme"});
        add(store.connection, ProjectRow{.id = 1, .customer = 1, .name = "Apollo"});
        add(store.connection, ActivityRow{.id = 1, .name = "Development"});
        transaction.commit();
        if (!sql.empty()) store.connection.run_script(sql.c_str());
        return opened.vault;
    }

    ServiceParts parts_with(KeptAnswers& kept_answers) {
        return {.api = api_,
                .writer = writer_,
                .workers = workers_,
                .service_map = service_map_,
                .descriptions = descriptions_,
                .log = log_,
                .health = health_,
                .readiness = readiness_,
                .metrics = metrics_,
                .metrics_access = Networks({"127.0.0.0/8", "::1"}),
                .batch_limit = 10,
                .soap_limits = {},
                .temporary_folder = temporary_folder_,
                .kept_answers = kept_answers,
                .explorer = with_page_ ? &explorer_ : nullptr};
    }

    ScratchFolder folder_;
    std::ostringstream lines_;
    Log log_{LogLevel::info, lines_};
    DatabaseHealth health_{log_, "k.db"};
    boost::asio::io_context context_;
    int from_elsewhere_ = 0;
    std::int64_t now_ = 1525176000;
    api::Vault vault_;
    KeptAnswers kept_answers_;
    std::string temporary_folder_;
    bool with_page_;
    storage::Writer writer_{storage::Connection::open(file(), {})};
    api::Logins logins_{vault_, 0, [this](const auto& work) { writer_.write_and_wait(work); },
                        [this](auto work) { writer_.submit(std::move(work), [](const std::exception_ptr&) {}); }};
    api::Api api_{
        {.now = [this] { return now_; },
         .vault = vault_,
         .logins = logins_,
         .write_later = [this](auto work) { writer_.submit(std::move(work), [](const std::exception_ptr&) {}); }}};
    Workers workers_{1, [this] { return reader(); }};
    Readiness readiness_{writer_, health_};
    rpc::ServiceMap service_map_;
    wsdl::Descriptions descriptions_;
    Metrics metrics_{{.writer = writer_,
                      .workers = workers_,
                      .logins = logins_,
                      .api = api_,
                      .health = health_,
                      .kept_answers = kept_answers_,
                      .log = log_,
                      .database = file(),
                      .connections_limit = 7}};
    Explorer explorer_;
    ServiceParts parts_ = parts_with(kept_answers_);
    Service service_{parts_, reader(), metrics_.add_thread()};
    Service other_{parts_, reader(), metrics_.add_thread()};
};

inline Request request_of(const std::string& method, const std::string& path, const std::string& query = {}) {
    Request request;
    request.id = "r1";
    request.method = method;
    request.path = path;
    request.query = query;
    request.target = path + (query.empty() ? "" : "?" + query);
    request.host = "h:81";
    request.local = "127.0.0.1:8080";
    request.client = "192.0.2.1";
    return request;
}

enum class Wire { json_rpc, soap, soap_1_2 };
constexpr Wire wires[] = {Wire::json_rpc, Wire::soap, Wire::soap_1_2};

using Given = std::vector<std::pair<std::string, std::string>>;

inline Request json_rpc_call(const std::string& method, const Given& given) {
    std::string arguments;
    for (const auto& [name, value] : given) {
        if (!arguments.empty()) arguments += ',';
        arguments.append("\"").append(name).append("\":\"").append(value).append("\"");
    }
    Request request = request_of("POST", "/core/json.php");
    request.body = R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" + arguments + "}}";
    return request;
}

inline Request soap_call(bool is_1_2, const std::string& method, const Given& given) {
    Request request = request_of("POST", "/kimai/core/soap.php");
    request.headers.push_back({"Content-Type", is_1_2 ? "application/soap+xml; charset=utf-8" : "text/xml"});
    std::string& body = request.body;
    body = R"(<e:Envelope xmlns:e=")";
    body += is_1_2 ? "http://www.w3.org/2003/05/soap-envelope" : "http://schemas.xmlsoap.org/soap/envelope/";
    body.append(R"("><e:Body><k:)").append(method).append(R"( xmlns:k="urn:any">)");
    for (const auto& [name, value] : given) {
        body.append("<").append(name).append(">").append(value).append("</").append(name).append(">");
    }
    body.append("</k:").append(method).append("></e:Body></e:Envelope>");
    return request;
}

inline Request call_of(Wire wire, const std::string& method, const Given& given) {
    return wire == Wire::json_rpc ? json_rpc_call(method, given) : soap_call(wire == Wire::soap_1_2, method, given);
}

/// Of the user admin.
inline const std::pair<std::string, std::string> key{"apiKey", "0123456789abcdef012345678"};

inline bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace kimai::test
