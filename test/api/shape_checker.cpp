// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "test/api/shape_checker.hpp"

#include <algorithm>
#include <stdexcept>

#include "api/result_shapes.hpp"

namespace kimai::test {

using api::MemberType;

namespace {

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return is_digits(text);
}

bool is_decimal(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return is_number(text);
    return is_number(text.substr(0, point)) && is_digits(text.substr(point + 1));
}

}  // namespace

ShapeChecker::ShapeChecker(const api::Method& method, api::ResultWriter& next)
    : method_(method),
      next_(next),
      result_members_(api::result::members_with(method.items != nullptr ? *method.items : api::result::nothing)) {}

void ShapeChecker::check(bool agrees, std::string_view what) const {
    if (agrees) return;
    std::string place(method_.name);
    if (!open_.empty()) place.append(", ").append(open_.back().shape);
    if (member_ != nullptr) place.append(", ").append(member_->name);
    throw std::logic_error(place + ": " + std::string(what));
}

void ShapeChecker::note(std::string_view member, std::string_view what) {
    if (open_.size() > 1) seen_.insert(std::string(open_.back().shape) + "." + std::string(member) + std::string(what));
}

void ShapeChecker::expect(MemberType type, std::string_view what) {
    check(member_ != nullptr && member_->type == type, what);
    note(member_->name, " there");
    member_ = nullptr;
}

void ShapeChecker::skip_missing(const api::ShapeMember& member) {
    check(api::may_be_missing(member.presence), "lacks " + std::string(member.name));
    note(member.name, " left out");
}

void ShapeChecker::name(std::string_view name) {
    next_.name(name);
    check(!open_.empty() && open_.back().items == nullptr, "a name out of place");
    Open& record = open_.back();
    while (record.next < record.members.size() && record.members[record.next].name != name) {
        skip_missing(record.members[record.next++]);
    }
    check(record.next < record.members.size(), "has " + std::string(name) + ", which is not declared there");
    member_ = &record.members[record.next++];
    if (open_.size() == 1) outline_.append(" ").append(name);
}

void ShapeChecker::open_record() {
    next_.open_record();
    if (open_.empty()) {
        check(method_.items != nullptr, "a record for a text");
        open_.push_back({.members = result_members_, .shape = "result"});
    } else if (open_.back().items != nullptr) {
        const api::Shape& items = *open_.back().items;
        check(!items.members.empty(), "an item where there is none to tell of");
        open_.push_back({.members = items.members, .shape = items.name});
    } else {
        const api::Shape* const inner = member_ == nullptr ? nullptr : member_->inner;
        expect(MemberType::record, "a record");
        open_.push_back({.members = inner->members, .shape = inner->name});
    }
}

void ShapeChecker::close_record() {
    next_.close_record();
    Open& record = open_.back();
    while (record.next < record.members.size()) skip_missing(record.members[record.next++]);
    if (open_.size() == 1) {
        check(outline_ == " success items total" || outline_ == " success error", "its members are" + outline_);
    }
    open_.pop_back();
}

void ShapeChecker::open_list() {
    next_.open_list();
    const api::Shape* const inner = member_ == nullptr ? nullptr : member_->inner;
    expect(MemberType::list_of_records, "a list");
    open_.push_back({.members = {}, .shape = inner->name, .items = inner});
}

void ShapeChecker::close_list() {
    next_.close_list();
    open_.pop_back();
}

void ShapeChecker::text(std::string_view value) {
    next_.text(value);
    if (open_.empty()) return check(method_.items == nullptr, "a text for a record");
    check(member_ != nullptr, "a text among the items");
    switch (member_->type) {
        case MemberType::number:
            check(is_number(value), value);
            return expect(MemberType::number, value);
        case MemberType::decimal:
            check(is_decimal(value), value);
            return expect(MemberType::decimal, value);
        case MemberType::text:
        case MemberType::real:
        case MemberType::boolean:
        case MemberType::date:
        case MemberType::record:
        case MemberType::list_of_records:
            return expect(MemberType::text, value);
    }
}

void ShapeChecker::integer(std::int64_t value) {
    next_.integer(value);
    expect(MemberType::number, "a whole number");
}

void ShapeChecker::real(double value) {
    next_.real(value);
    expect(MemberType::real, "a floating-point number");
}

void ShapeChecker::boolean(bool value) {
    next_.boolean(value);
    expect(MemberType::boolean, "a truth");
}

void ShapeChecker::null() {
    next_.null();
    check(member_ != nullptr && api::may_be_null(member_->presence), "null");
    note(member_->name, " null");
    member_ = nullptr;
}

}  // namespace kimai::test
