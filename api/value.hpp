// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// What an argument of a call is, whichever wire it came by: both wires build these and no method sees anything else.
/// A number is kept as it was written, because PHP's readings of it (integer, double, text) differ and
/// each is made where it is asked for (see php_values.hpp).
namespace kimai::api {

class Value;

/// A number as it stood on the wire, in JSON's spelling: "12", "-0.5", "1e3".
struct Number {
    std::string text;
    friend bool operator==(const Number&, const Number&) = default;
};

using List = std::vector<Value>;

struct Member;
/// Members in the order they came, names unique: whoever builds a record keeps the last of equal names.
using Record = std::vector<Member>;

class Value {
  public:
    using Kind = std::variant<std::monostate, bool, Number, std::string, List, Record>;

    // Defined below: clang wants Member to be complete where a constructor's body stands.
    Value() = default;
    explicit Value(bool truth);
    explicit Value(Number number);
    explicit Value(std::string text);
    explicit Value(std::string_view text);
    explicit Value(const char* text);
    explicit Value(List items);
    explicit Value(Record members);

    const Kind& kind() const { return kind_; }
    bool is_null() const { return std::holds_alternative<std::monostate>(kind_); }
    const bool* if_boolean() const { return std::get_if<bool>(&kind_); }
    const Number* if_number() const { return std::get_if<Number>(&kind_); }
    const std::string* if_text() const { return std::get_if<std::string>(&kind_); }
    const List* if_list() const { return std::get_if<List>(&kind_); }
    const Record* if_record() const { return std::get_if<Record>(&kind_); }
    /// To move its parts from.
    List* if_list() { return std::get_if<List>(&kind_); }
    Record* if_record() { return std::get_if<Record>(&kind_); }

    friend bool operator==(const Value&, const Value&);

  private:
    Kind kind_;
};

struct Member {
    std::string name;
    Value value;
    friend bool operator==(const Member&, const Member&) = default;
};

inline Value::Value(bool truth) : kind_(truth) {}
inline Value::Value(Number number) : kind_(std::move(number)) {}
inline Value::Value(std::string text) : kind_(std::move(text)) {}
inline Value::Value(std::string_view text) : kind_(std::string(text)) {}
inline Value::Value(const char* text) : kind_(std::string(text)) {}
inline Value::Value(List items) : kind_(std::move(items)) {}
inline Value::Value(Record members) : kind_(std::move(members)) {}

inline bool operator==(const Value& a, const Value& b) { return a.kind_ == b.kind_; }

/// The member of that name, or nullptr. Names are compared exactly.
inline const Value* find(const Record& record, std::string_view name) {
    for (const Member& member : record) {
        if (member.name == name) return &member.value;
    }
    return nullptr;
}
inline Value* find(Record& record, std::string_view name) {
    for (Member& member : record) {
        if (member.name == name) return &member.value;
    }
    return nullptr;
}

}  // namespace kimai::api
