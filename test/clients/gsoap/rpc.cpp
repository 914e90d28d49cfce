// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// gSOAP's C++ client of ?wsdl: client ENDPOINT
//
// wsdl2h -d makes an array of DOM elements of an answer: the items of the Map that comes. A record goes out as a DOM
// element, so that it can be a Map (build.py changes its type in the generated header).
#include "Kimai_USCORERemote_USCOREApiBinding.nsmap"
#include "conversation.hpp"
#include "soapKimai_USCORERemote_USCOREApiBindingProxy.h"

namespace {

using namespace conversation;
using Proxy = Kimai_USCORERemote_USCOREApiBindingProxy;

std::string local_name(const char* name) {
    const std::string whole = name == nullptr ? "" : name;
    return whole.substr(whole.rfind(':') + 1);
}

std::string attribute(const xsd__anyType& element, const char* name) {
    for (const xsd__anyAttribute* a = element.atts; a != nullptr; a = a->next) {
        if (local_name(a->name) == name && a->text != nullptr) return a->text;
    }
    return {};
}

value decoded(const xsd__anyType& element);

void add_member(object& map, const xsd__anyType& item) {
    std::string key;
    for (const xsd__anyType* child = item.elts; child != nullptr; child = child->next) {
        if (local_name(child->name) == "key" && child->text != nullptr) key = child->text;
        if (local_name(child->name) == "value") map[key] = decoded(*child);
    }
}

value decoded(const xsd__anyType& element) {
    if (attribute(element, "nil") == "true") return nullptr;
    const std::string type = local_name(attribute(element, "type").c_str());
    const std::string text = element.text == nullptr ? "" : element.text;
    if (type == "Map") {
        object map;
        for (const xsd__anyType* item = element.elts; item != nullptr; item = item->next) add_member(map, *item);
        return map;
    }
    if (type == "Array") {
        boost::json::array list;
        for (const xsd__anyType* item = element.elts; item != nullptr; item = item->next)
            list.push_back(decoded(*item));
        return list;
    }
    if (type == "int") return std::stoll(text);
    if (type == "float") return std::stod(text);
    if (type == "boolean") return text == "true";
    return boost::json::string(text);
}

/// A call of the proxy, made into a Method.
class Caller {
  public:
    explicit Caller(Proxy& proxy) : proxy_(proxy) {}

    template <typename Call>
    value operator()(const Call& call) {
        SOAP_ENC__Array answer;
        expect_ok(proxy_.soap, call(answer));
        object map;
        for (int i = 0; i < answer.__size; ++i) add_member(map, *answer.__ptr[i]);
        return map;
    }

    xsd__anyType* element(const char* name, const char* type, const std::string& text) const {
        xsd__anyType* const made = soap_new_xsd__anyType(proxy_.soap);
        made->name = name;
        if (type != nullptr) made->att("xsi:type").set(type);
        made->text = soap_strdup(proxy_.soap, text.c_str());
        return made;
    }

    /// A Map, or a structure with a child for each member.
    xsd__anyType record(const Arguments& arguments) const {
        xsd__anyType made(proxy_.soap, nullptr, "record");
        if (arguments.form() == "map") {
            made.att("xmlns:m").set("http://xml.apache.org/xml-soap");
            made.att("xsi:type").set("m:Map");
        }
        xsd__anyType** next = &made.elts;
        for (const auto& [name, member] : arguments.record()) {
            *next = arguments.form() == "map" ? map_item(name, member)
                                              : scalar(soap_strdup(proxy_.soap, std::string(name).c_str()), member);
            next = &(*next)->next;
        }
        return made;
    }

  private:
    xsd__anyType* scalar(const char* name, const value& member) const {
        if (member.is_string()) return element(name, "xsd:string", std::string(member.as_string()));
        return element(name, member.is_int64() ? "xsd:int" : "xsd:double", boost::json::serialize(member));
    }

    xsd__anyType* map_item(std::string_view name, const value& member) const {
        xsd__anyType* const item = soap_new_xsd__anyType(proxy_.soap);
        item->name = "item";
        item->elts = element("key", "xsd:string", std::string(name));
        item->elts->next = scalar("value", member);
        return item;
    }

    Proxy& proxy_;
};

std::map<std::string, Method> methods_of(Proxy& proxy, Caller& call) {
    using A = const Arguments&;
    const auto key = [](A a) { return a.text("apiKey"); };
    return {
        {"authenticate",
         [&](A a) {
             return call([&](auto& r) { return proxy.authenticate(a.text("username"), a.text("password"), r); });
         }},
        {"getVersion",
         [&](A) -> value {
             std::string version;
             expect_ok(proxy.soap, proxy.getVersion(version));
             return boost::json::string(version);
         }},
        {"startRecord",
         [&, key](A a) {
             return call(
                 [&](auto& r) { return proxy.startRecord(key(a), a.number("projectId"), a.number("activityId"), r); });
         }},
        {"stopRecord",
         [&, key](A a) { return call([&](auto& r) { return proxy.stopRecord(key(a), a.number("entryId"), r); }); }},
        {"getUsers", [&, key](A a) { return call([&](auto& r) { return proxy.getUsers(key(a), r); }); }},
        {"getCustomers", [&, key](A a) { return call([&](auto& r) { return proxy.getCustomers(key(a), r); }); }},
        {"getProjects",
         [&, key](A a) {
             xsd__anyType* const tasks =
                 call.element("includeTasks", "xsd:boolean", a.truth("includeTasks") ? "true" : "false");
             return call([&](auto& r) { return proxy.getProjects(key(a), tasks, r); });
         }},
        {"getTasks",
         [&, key](A a) { return call([&](auto& r) { return proxy.getTasks(key(a), a.number("projectId"), r); }); }},
        {"getActiveRecording",
         [&, key](A a) { return call([&](auto& r) { return proxy.getActiveRecording(key(a), r); }); }},
        {"updateActiveRecording",
         [&, key](A a) {
             return call([&](auto& r) { return proxy.updateActiveRecording(key(a), call.record(a), r); });
         }},
        {"getTimesheet",
         [&, key](A a) {
             return call([&](auto& r) {
                 return proxy.getTimesheet(key(a), a.number("from"), a.number("to"), a.number("cleared"),
                                           a.number("start"), a.number("limit"), r);
             });
         }},
        {"getTimesheetRecord",
         [&, key](A a) { return call([&](auto& r) { return proxy.getTimesheetRecord(key(a), a.number("id"), r); }); }},
        {"setTimesheetRecord",
         [&, key](A a) {
             return call(
                 [&](auto& r) { return proxy.setTimesheetRecord(key(a), call.record(a), a.truth("doUpdate"), r); });
         }},
        {"removeTimesheetRecord",
         [&, key](A a) {
             return call([&](auto& r) { return proxy.removeTimesheetRecord(key(a), a.number("id"), r); });
         }},
        {"getExpenses",
         [&, key](A a) {
             return call([&](auto& r) {
                 return proxy.getExpenses(key(a), a.number("from"), a.number("to"), a.number("refundable"),
                                          a.number("cleared"), a.number("start"), a.number("limit"), r);
             });
         }},
        {"getExpenseRecord",
         [&, key](A a) { return call([&](auto& r) { return proxy.getExpenseRecord(key(a), a.number("id"), r); }); }},
        {"setExpenseRecord",
         [&, key](A a) {
             return call(
                 [&](auto& r) { return proxy.setExpenseRecord(key(a), call.record(a), a.truth("doUpdate"), r); });
         }},
        {"removeExpenseRecord",
         [&, key](A a) { return call([&](auto& r) { return proxy.removeExpenseRecord(key(a), a.number("id"), r); }); }},
    };
}

}  // namespace

int main(int, char** argv) {
    Proxy proxy(SOAP_C_UTFSTRING);
    proxy.soap_endpoint = argv[1];
    Caller caller(proxy);
    serve(methods_of(proxy, caller), [&proxy] {
        std::string entry = "x";
        soap_header(proxy.soap);
        proxy.soap->header->sec__Security = &entry;
        std::string version;
        expect_ok(proxy.soap, proxy.getVersion(version));
    });
}
