// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/method_table.hpp"
#include "api/result_writer.hpp"

namespace kimai::test {

/// Hands a method's result on to another writer and compares it with the shape that the method table declares: members,
/// their order, their types, null and missing ones. Throws std::logic_error with the place where they disagree.
class ShapeChecker : public api::ResultWriter {
  public:
    ShapeChecker(const api::Method& method, api::ResultWriter& next);

    void open_record() override;
    void name(std::string_view name) override;
    void close_record() override;
    void open_list() override;
    void close_list() override;
    void text(std::string_view value) override;
    void integer(std::int64_t value) override;
    void real(double value) override;
    void boolean(bool value) override;
    void null() override;

    /// Which members of items were there, were null, were left out: "Task.budget null".
    const std::set<std::string>& seen() const { return seen_; }

  private:
    /// A record whose next member may be the one at `next`, or a list of records of one shape.
    struct Open {
        std::span<const api::ShapeMember> members;
        std::size_t next = 0;
        std::string_view shape;
        const api::Shape* items = nullptr;
    };

    void note(std::string_view member, std::string_view what);
    void skip_missing(const api::ShapeMember& member);
    void check(bool agrees, std::string_view what) const;
    /// The value that comes now is of this type.
    void expect(api::MemberType type, std::string_view what);

    const api::Method& method_;
    api::ResultWriter& next_;
    std::array<api::ShapeMember, 4> result_members_;
    std::vector<Open> open_;
    const api::ShapeMember* member_ = nullptr;
    /// The members of the result itself.
    std::string outline_;
    std::set<std::string> seen_;
};

}  // namespace kimai::test
