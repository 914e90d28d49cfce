// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>

#include "api/date_grammar.hpp"
#include "api/date_text.hpp"
#include "api/date_words.hpp"

namespace kimai::api {

/// A date text as far as it has been read, with the rules on what may come twice.
struct Draft {
    DateText text;
    int times = 0;
    int zones = 0;

    void clear_time() {
        times = 0;
        text.hour = text.minute = text.second = 0;
        text.microsecond = 0;
    }

    bool begin_time() {
        if (times > 0) return false;
        clear_time();
        times = 1;
        return true;
    }

    bool begin_date() {
        if (text.has_date) return false;
        text.has_date = true;
        return true;
    }

    /// A second zone is ignored, as in "+0100 (CET)"; a third one is an error.
    enum class ZoneTurn { first, second, third };
    ZoneTurn begin_zone() {
        ++zones;
        return zones == 1 ? ZoneTurn::first : zones == 2 ? ZoneTurn::second : ZoneTurn::third;
    }
};

/// Reads one part of a date text into the draft. False if the text can then be no date.
using ReadForm = bool (*)(Draft& draft, DatePartReader& reader);

struct FormReader {
    DateForm form;
    ReadForm read;
};

/// The readers of all forms, in three groups. From any thread.
std::span<const FormReader> relative_forms();
std::span<const FormReader> calendar_forms();
std::span<const FormReader> clock_forms();

}  // namespace kimai::api
