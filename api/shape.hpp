// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// What records are made of: those that methods answer, and those that clients send. Declared beside the method table,
/// so that the typed description of SOAP is made from what the methods do; tests compare every answer with its shape.
namespace kimai::api {

/// What a member holds, whichever way a wire spells it.
enum class MemberType : std::uint8_t {
    text,
    /// A whole number of 64 bits: ids, times in seconds since 1970, flags. Results hold most of them as text, "1".
    number,
    /// A decimal number as text, "12.50": money, factors.
    decimal,
    /// Floating point.
    real,
    boolean,
    /// What strtotime reads.
    date,
    record,
    list_of_records,
};

/// Whether a member is there, and whether it may be null then.
enum class Presence : std::uint8_t { always, nullable, optional, optional_nullable };

struct Shape;

struct ShapeMember {
    std::string_view name;
    MemberType type;
    Presence presence = Presence::always;
    /// For people; empty where the name says it all.
    std::string_view documentation = {};
    /// Of the record, or of each record of the list.
    const Shape* inner = nullptr;
};

/// The members of a record, in their order.
struct Shape {
    /// As programs name the type.
    std::string_view name;
    std::string_view documentation;
    std::span<const ShapeMember> members;

    bool has(std::string_view member) const {
        for (const ShapeMember& each : members) {
            if (each.name == member) return true;
        }
        return false;
    }
};

constexpr bool may_be_missing(Presence presence) {
    return presence == Presence::optional || presence == Presence::optional_nullable;
}
constexpr bool may_be_null(Presence presence) {
    return presence == Presence::nullable || presence == Presence::optional_nullable;
}

}  // namespace kimai::api
