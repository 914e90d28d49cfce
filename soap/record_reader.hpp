// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/value.hpp"

namespace kimai::soap {

/// The record that a value stands for. The old WSDL calls it an Array, so each stack sends it in a way of its own:
///
/// - members by name: a Map, a Struct, elements of their own names (PHP, node, suds ...),
/// - one of these as the only thing in a list or in an element around it (Axis, .NET),
/// - a list of records that have a key and a value each,
/// - a list of names and values by turns (Mono).
///
/// What stands for none, a text or nothing, is the empty record: the API answers that with a failure, while a record of
/// members that nobody knows could pass for a change.
api::Record as_record(api::Value value);

}  // namespace kimai::soap
