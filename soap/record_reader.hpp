// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/shape.hpp"
#include "api/value.hpp"
#include "soap/part.hpp"
#include "soap/value_reader.hpp"

namespace kimai::soap {

/// Reads the record that a parameter stands for. The old WSDL calls it an Array, so each stack sends it in a way of its
/// own:
///
/// - members by name: a Struct, elements of their own names (node, suds ...),
/// - elements that have a key and a value each: a Map, whatever its elements are called and typed (PHP, .NET),
/// - a single such pair,
/// - names and values by turns, in elements of one name (Mono),
/// - one of these as the only thing in an element around it (Axis, .NET).
///
/// Which one it is, the names tell: at least one must be a member of the shape. Blanks around a name do not count, nor
/// does the case of "key" and "value". What is none of these is the empty record, which the API refuses, so that no
/// change gets lost behind a success. Only a Map that says so by its type may have nothing but unknown names, as a
/// record over JSON-RPC may (recorded): unknown members are ignored.
///
/// Members are plain: one that holds elements means the text of the only one in it; if there is none, that is a fault.
class RecordReader {
  public:
    /// Both must outlive this. Faults are those of `values`.
    RecordReader(ValueReader& values, const api::Shape& shape) : values_(values), shape_(shape) {}

    api::Record read(const Part& part);

  private:
    struct Entry {
        std::string name;
        /// Null for a key without a value.
        const Part* value;
    };
    using Entries = std::vector<Entry>;

    // The forms. No entries: it has not this form.
    Entries pair(const Part& holder);
    Entries members(const Part& holder);
    Entries items(const Part& holder);
    Entries by_turns(const Part& holder);

    /// The key and the value that an element holds, if these are what it holds.
    std::optional<Entry> entry_of(const Part& item);
    std::optional<std::string> name_in(const Part& part);
    /// The element that has the text: the part, or the only one within it. Null if more than one thing is in it.
    const Part* leaf(const Part& part);

    api::Record record_of(const Entries& entries);
    api::Value value_of(const Entry& entry);
    const api::ShapeMember* known(const std::string& name) const;
    bool knows_one(const Entries& entries) const;

    ValueReader& values_;
    const api::Shape& shape_;
};

}  // namespace kimai::soap
