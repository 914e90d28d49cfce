// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <stdexcept>
#include <string_view>

#include "storage/short_text.hpp"

namespace kimai::api {

/// Where a method's result goes, event by event, in document order: a row passes from the database straight into the
/// answer's buffer, and no method knows a wire. There is one writer a wire and a collecting one for tests.
///
/// Inside a record every value is preceded by name(); inside a list it is not. Names are those of the API, identifiers
/// of ASCII letters and digits and the like: no writer has to escape them. Text is UTF-8; views need to live only for
/// the call. A writer serves one result on one thread.
class ResultWriter {
  public:
    ResultWriter() = default;
    ResultWriter(const ResultWriter&) = delete;
    ResultWriter(ResultWriter&&) = delete;
    ResultWriter& operator=(const ResultWriter&) = delete;
    ResultWriter& operator=(ResultWriter&&) = delete;
    virtual ~ResultWriter() = default;

    virtual void open_record() = 0;
    virtual void name(std::string_view name) = 0;
    virtual void close_record() = 0;
    /// A record in a list, of which it may be worth knowing where it stands in the text: that of the row of a number.
    virtual void open_item(std::int64_t /*row*/) { open_record(); }
    virtual void close_item() { close_record(); }
    /// An item as the same kind of writer wrote it for an earlier answer to the same call. Only writers of text can.
    virtual void item_again(std::int64_t /*row*/, std::string_view /*text*/) {
        throw std::logic_error("this writer writes no text");
    }
    /// Members of an open item that other tables tell of: they stay as they are where only the item's own row changes.
    virtual void open_part() {}
    virtual void close_part() {}
    /// Such members from the item of an earlier answer.
    virtual void part_again(std::string_view /*text*/) { throw std::logic_error("this writer writes no text"); }
    virtual void open_list() = 0;
    virtual void close_list() = 0;
    virtual void text(std::string_view value) = 0;
    /// A whole number as text, "12", as the old server's database gave most numbers. The same as text(), but faster
    /// where a writer makes the digits in their place.
    virtual void number_text(std::int64_t value) {
        storage::ShortText<20> digits;
        digits.append_number(value);
        text(digits);
    }
    virtual void integer(std::int64_t value) = 0;
    /// The time of the call, seconds since 1970. The same as integer(), but an answer that tells the time in no other
    /// way is of use another time as well.
    virtual void time(std::int64_t now) { integer(now); }
    virtual void real(double value) = 0;
    virtual void boolean(bool value) = 0;
    virtual void null() = 0;
};

}  // namespace kimai::api
