// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// gSOAP's C++ client of ?wsdl=document: client ENDPOINT
//
// wsdl2h makes a class for each type: what is said of a result is read from its members.
#include "KimaiBinding.nsmap"
#include "conversation.hpp"
#include "soapKimaiBindingProxy.h"

using namespace conversation;

// All are in the global namespace, where gSOAP's types are, so that templates find them.

value json(bool member) { return member; }
value json(LONG64 member) { return static_cast<std::int64_t>(member); }
value json(double member) { return member; }
value json(const std::string& member) { return boost::json::string(member); }

object members(const ns1__ApiKey& key) { return {{"apiKey", json(key.apiKey)}}; }
object members(const ns1__StartedRecording& entry) { return {{"timeEntryID", json(entry.timeEntryID)}}; }
object members(const ns1__NewRecord& entry) { return {{"id", json(entry.id)}}; }
object members(const ns1__User& user) { return {{"userID", json(user.userID)}, {"name", json(user.name)}}; }

/// A member that may be null or missing.
template <typename T>
value json(const T* member) {
    return member == nullptr ? value(nullptr) : json(*member);
}

object members(const ns1__Customer& customer) {
    return {
        {"customerID", json(customer.customerID)}, {"name", json(customer.name)}, {"contact", json(customer.contact)}};
}

object members(const ns1__Task& task) {
    return {{"activityID", json(task.activityID)},
            {"name", json(task.name)},
            {"budget", json(task.budget)},
            {"approved", json(task.approved)},
            {"effort", json(task.effort)}};
}

template <typename List>
value list(const List* from) {
    if (from == nullptr) return nullptr;
    boost::json::array made;
    for (const auto* const item : from->item) made.push_back(members(*item));
    return made;
}

object members(const ns1__Project& project) {
    return {{"projectID", json(project.projectID)}, {"name", json(project.name)},
            {"budget", json(project.budget)},       {"effort", json(project.effort)},
            {"comment", json(project.comment)},     {"tasks", list(project.tasks)}};
}

object members(const ns1__ActiveRecording& entry) {
    return {{"timeEntryID", json(entry.timeEntryID)},   {"projectID", json(entry.projectID)},
            {"customerID", json(entry.customerID)},     {"projectName", json(entry.projectName)},
            {"activityName", json(entry.activityName)}, {"description", json(entry.description)}};
}

object members(const ns1__TimesheetEntry& entry) {
    return {{"timeEntryID", json(entry.timeEntryID)},
            {"wage_decimal", json(entry.wage_USCOREdecimal)},
            {"wage", json(entry.wage)},
            {"description", json(entry.description)}};
}

object members(const ns1__TimesheetRecord& entry) {
    return {{"timeEntryID", json(entry.timeEntryID)},
            {"start", json(entry.start)},
            {"duration", json(entry.duration)},
            {"activityID", json(entry.activityID)},
            {"rate", json(entry.rate)},
            {"description", json(entry.description)},
            {"comment", json(entry.comment)},
            {"location", json(entry.location)},
            {"fixedRate", json(entry.fixedRate)}};
}

object members(const ns1__Expense& expense) {
    return {{"expenseID", json(expense.expenseID)}, {"customerName", json(expense.customerName)}};
}

object members(const ns1__ExpenseRecord& expense) {
    return {{"expenseID", json(expense.expenseID)},
            {"designation", json(expense.designation)},
            {"value", json(expense.value)},
            {"multiplier", json(expense.multiplier)},
            {"password", json(expense.password)}};
}

value items(const ns1__NothingList* none) { return none == nullptr ? value(nullptr) : value(boost::json::array{}); }

template <typename List>
value items(const List* from) {
    return list(from);
}

template <typename Result>
value result(const Result& answer) {
    object made{{"success", answer.success}, {"items", items(answer.items)}, {"total", json(answer.total)}};
    if (answer.error != nullptr) made["error"] = object{{"msg", json(answer.error->msg)}};
    return made;
}

/// Values for optional members, which are pointers; null leaves them out. `soap` owns them.
class Optional {
  public:
    Optional(struct soap* soap, const object& values) : soap_(soap), values_(values) {}

    LONG64* number(std::string_view name) const {
        const value* const found = values_.if_contains(name);
        if (found == nullptr || found->is_null()) return nullptr;
        LONG64* const made = soap_new_LONG64(soap_);
        *made = found->as_int64();
        return made;
    }
    /// Of a decimal too.
    std::string* text(std::string_view name) const {
        const value* const found = values_.if_contains(name);
        if (found == nullptr || found->is_null()) return nullptr;
        std::string* const made = soap_new_std__string(soap_);
        *made = found->is_string() ? std::string(found->as_string()) : boost::json::serialize(*found);
        return made;
    }

  private:
    struct soap* soap_;
    const object& values_;
};

void fill(ns1__ActiveRecordingChange*& change, struct soap* soap, const object& record) {
    const Optional optional(soap, record);
    change = soap_new_ns1__ActiveRecordingChange(soap);
    change->projectID = optional.number("projectID");
    change->description = optional.text("description");
}

void fill(ns1__TimesheetChange*& change, struct soap* soap, const object& record) {
    const Optional optional(soap, record);
    change = soap_new_ns1__TimesheetChange(soap);
    change->id = optional.number("id");
    change->projectId = record.at("projectId").as_int64();
    change->taskId = record.at("taskId").as_int64();
    change->start = record.at("start").as_string();
    change->end = record.at("end").as_string();
    change->description = optional.text("description");
    change->comment = optional.text("comment");
    change->commentType = optional.number("commentType");
    change->statusId = optional.number("statusId");
    change->rate = optional.text("rate");
}

void fill(ns1__ExpenseChange*& change, struct soap* soap, const object& record) {
    const Optional optional(soap, record);
    change = soap_new_ns1__ExpenseChange(soap);
    change->id = optional.number("id");
    change->projectId = record.at("projectId").as_int64();
    change->date = record.at("date").as_string();
    change->designation = optional.text("designation");
    change->comment = optional.text("comment");
    change->commentType = optional.number("commentType");
    change->refundable = optional.number("refundable");
    change->cleared = optional.number("cleared");
    change->multiplier = optional.text("multiplier");
    change->value = optional.text("value");
}

/// A method of the proxy made into a Method. `set` fills what the request holds besides the key.
template <typename Request, typename Answer, typename Set>
Method method(KimaiBindingProxy& proxy, int (KimaiBindingProxy::*call)(Request*, Answer&), Set set) {
    return [&proxy, call, set](const Arguments& arguments) -> value {
        Request request;
        if constexpr (requires { request.apiKey; }) request.apiKey = arguments.text("apiKey");
        set(request, arguments, Optional(proxy.soap, arguments.all()));
        Answer answer;
        expect_ok(proxy.soap, (proxy.*call)(&request, answer));
        if constexpr (requires { answer.return_->success; })
            return result(*answer.return_);
        else
            return json(answer.return_);
    };
}

std::map<std::string, Method> methods_of(KimaiBindingProxy& proxy) {
    using P = KimaiBindingProxy;
    using A = const Arguments&;
    using O = const Optional&;
    const auto nothing_more = [](auto&, A, O) {};
    const auto id = [](auto& request, A a, O) { request.id = a.number("id"); };
    const auto span = [](auto& request, A, O optional) {
        request.from = optional.text("from");
        request.to = optional.text("to");
        request.cleared = optional.number("cleared");
        if constexpr (requires { request.refundable; }) request.refundable = optional.number("refundable");
        request.start = optional.number("start");
        request.limit = optional.number("limit");
    };
    const auto record = [&proxy](auto& request, A a, O) {
        fill(request.record, proxy.soap, a.record());
        if constexpr (requires { request.doUpdate; }) request.doUpdate = a.truth("doUpdate");
    };
    const auto credentials = [](auto& request, A a, O) {
        request.username = a.text("username");
        request.password = a.text("password");
    };
    const auto start = [](auto& request, A a, O) {
        request.projectId = a.number("projectId");
        request.activityId = a.number("activityId");
    };
    const auto with_tasks = [&proxy](auto& request, A a, O) {
        request.includeTasks = static_cast<bool*>(soap_malloc(proxy.soap, sizeof(bool)));
        *request.includeTasks = a.truth("includeTasks");
    };
    return {
        {"authenticate", method(proxy, &P::authenticate, credentials)},
        {"getVersion", method(proxy, &P::getVersion, nothing_more)},
        {"startRecord", method(proxy, &P::startRecord, start)},
        {"stopRecord",
         method(proxy, &P::stopRecord, [](auto& request, A a, O) { request.entryId = a.number("entryId"); })},
        {"getUsers", method(proxy, &P::getUsers, nothing_more)},
        {"getCustomers", method(proxy, &P::getCustomers, nothing_more)},
        {"getProjects", method(proxy, &P::getProjects, with_tasks)},
        {"getTasks", method(proxy, &P::getTasks,
                            [](auto& request, A, O optional) { request.projectId = optional.number("projectId"); })},
        {"getActiveRecording", method(proxy, &P::getActiveRecording, nothing_more)},
        {"updateActiveRecording", method(proxy, &P::updateActiveRecording, record)},
        {"getTimesheet", method(proxy, &P::getTimesheet, span)},
        {"getTimesheetRecord", method(proxy, &P::getTimesheetRecord, id)},
        {"setTimesheetRecord", method(proxy, &P::setTimesheetRecord, record)},
        {"removeTimesheetRecord", method(proxy, &P::removeTimesheetRecord, id)},
        {"getExpenses", method(proxy, &P::getExpenses, span)},
        {"getExpenseRecord", method(proxy, &P::getExpenseRecord, id)},
        {"setExpenseRecord", method(proxy, &P::setExpenseRecord, record)},
        {"removeExpenseRecord", method(proxy, &P::removeExpenseRecord, id)},
    };
}

int main(int, char** argv) {
    KimaiBindingProxy proxy(SOAP_C_UTFSTRING);
    proxy.soap_endpoint = argv[1];
    serve(methods_of(proxy), [&proxy] {
        std::string entry = "x";
        soap_header(proxy.soap);
        proxy.soap->header->sec__Security = &entry;
        _ns1__getVersion request;
        _ns1__getVersionResponse answer;
        expect_ok(proxy.soap, proxy.getVersion(&request, answer));
    });
}
