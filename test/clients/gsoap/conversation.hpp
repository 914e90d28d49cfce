// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/json.hpp>

#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

/// The lines of JSON that run.py and a program exchange.
namespace conversation {

using boost::json::object;
using boost::json::value;

/// A fault that the server answered.
struct Fault : std::runtime_error {
    Fault(std::string fault_code, const std::string& text) : std::runtime_error(text), code(std::move(fault_code)) {}
    std::string code;
};

/// Throws the fault that `soap` received, or what else went wrong, unless `status` is SOAP_OK.
template <typename Soap>
void expect_ok(Soap* soap, int status) {
    if (status == 0) return;
    const char** const code = soap_faultcode(soap);
    const char** const text = soap_faultstring(soap);
    throw Fault(*code == nullptr ? "" : *code, *text == nullptr ? "" : *text);
}

/// The arguments of a call.
class Arguments {
  public:
    Arguments(const object& values, std::string_view form) : values_(values), form_(form) {}

    std::string text(std::string_view name) const { return std::string(values_.at(name).as_string()); }
    std::int64_t number(std::string_view name) const { return values_.at(name).as_int64(); }
    bool truth(std::string_view name) const { return values_.at(name).as_bool(); }
    const object& record() const { return values_.at("record").as_object(); }
    const object& all() const { return values_; }
    std::string_view form() const { return form_; }

  private:
    const object& values_;
    std::string_view form_;
};

using Method = std::function<value(const Arguments&)>;

inline void say(const object& answer) { std::cout << boost::json::serialize(answer) << std::endl; }

/// Answers requests until there are none; `provoke` earns a fault.
inline void serve(const std::map<std::string, Method>& methods, const std::function<void()>& provoke) {
    say({{"operations", methods.size()}});
    for (std::string line; std::getline(std::cin, line);) {
        const value request = boost::json::parse(line);
        try {
            if (request.as_object().contains("fault")) provoke();
            const Arguments arguments(request.at("arguments").as_object(), request.at("form").as_string());
            say({{"result", methods.at(std::string(request.at("method").as_string()))(arguments)}});
        } catch (const Fault& fault) {
            say({{"fault", {{"code", fault.code}, {"text", fault.what()}}}});
        } catch (const std::exception& error) {
            say({{"error", error.what()}});
        }
    }
}

}  // namespace conversation
