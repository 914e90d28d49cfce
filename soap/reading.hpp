// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "api/call.hpp"
#include "soap/fault.hpp"
#include "soap/limits.hpp"
#include "soap/part.hpp"

struct soap;

namespace kimai::soap {

/// What one body's reading knows beside gSOAP's own state. gSOAP hands its context to all functions of ours that it
/// calls, and the context leads here.
struct Reading {
    const Limits& limits;
    /// Bytes of the whole document.
    std::size_t length;
    /// What gSOAP has not taken yet.
    std::string_view rest;
    /// Parts that have an id.
    std::vector<const Part*> identified = {};
    /// What came out; a fault until there is a call.
    std::variant<api::BoundCall, Fault> result = Fault{};
};

Reading& reading_of(::soap* context);

/// What the generated handlers do: binds the parts to the parameters of a method, for reading_of(context).result.
/// `parts` holds them as its children. Answers gSOAP's code for success; mistakes are in the result.
int take_call(::soap* context, std::string_view method, const Part& parts);

}  // namespace kimai::soap
