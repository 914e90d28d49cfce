// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "api/result_writer.hpp"
#include "api/text_buffer.hpp"
#include "soap/version.hpp"

namespace kimai::soap {

/// Writes the answer of a call in the document style, straight into a buffer, as ?wsdl=document describes it: a member
/// of a record is an element of its name, an entry of a list an <item>, null is xsi:nil, and all are in one namespace
/// (wsdl/names.hpp). Types are for the schema to tell. Doubles have the digits that read back as the same number.
/// Names of members must be XML names, as those of the API are.
/// What is written is settled with every record and list that ends.
/// One thread; throws std::bad_alloc, what the buffer's Overflow throws, and what finish() says.
class DocumentWriter final : public api::ResultWriter {
  public:
    /// Begins the answer to a call of `method`. What the buffer holds already stays in front; it must outlive the
    /// writer.
    DocumentWriter(api::TextBuffer& out, Version version, std::string_view method);

    void open_record() override { open(false); }
    void name(std::string_view name) override;
    void close_record() override { close(); }
    void open_item(std::int64_t row) override;
    void close_item() override;
    void item_again(std::int64_t row, std::string_view text) override;
    void open_part() override { out_.begin_part(); }
    void close_part() override { out_.end_part(); }
    void part_again(std::string_view text) override;
    void open_list() override { open(true); }
    void close_list() override { close(); }
    void text(std::string_view value) override;
    void integer(std::int64_t value) override;
    void time(std::int64_t now) override;
    void real(double value) override;
    void boolean(bool value) override;
    void null() override;

    /// Ends the answer, behind its one value. Throws std::logic_error if there is none.
    void finish();

  private:
    /// An element, by the place of its name in the buffer: what it was made from is gone when it ends.
    struct Element {
        std::size_t name_at;
        std::size_t name_length;
        bool is_list;
    };

    void begin(std::string_view name);
    void begin_value();
    void end(const Element& element);
    void open(bool is_list);
    void close();
    void settled();

    api::TextBuffer& out_;
    const Version version_;
    const std::string_view method_;
    /// The element that holds the next value, or the last one.
    Element current_{};
    std::vector<Element> open_;
    bool written_ = false;
};

}  // namespace kimai::soap
