// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/date_text.hpp"

#include <array>

#include "api/date_draft.hpp"
#include "api/date_grammar.hpp"

namespace kimai::api {

namespace {

/// Indexed by DateForm.
using Readers = std::array<ReadForm, date_forms>;

Readers all_readers() {
    Readers readers{};
    for (const auto group : {relative_forms(), calendar_forms(), clock_forms()}) {
        for (const FormReader& each : group) readers.at(static_cast<std::size_t>(each.form)) = each.read;
    }
    return readers;
}

}  // namespace

std::optional<DateText> read_date_text(std::string_view text) {
    static const Readers readers = all_readers();
    if (text.empty()) return std::nullopt;
    Draft draft;
    for (std::size_t at = 0; at < text.size();) {
        const auto part = next_date_part(text, at);
        if (!part) return std::nullopt;
        DatePartReader reader(part->text);
        // Any error makes PHP answer false, so that the rest needs no look.
        if (!readers[static_cast<std::size_t>(part->form)](draft, reader)) return std::nullopt;
        at += part->text.size();
    }
    draft.text.has_time = draft.times > 0;
    return draft.text;
}

}  // namespace kimai::api
