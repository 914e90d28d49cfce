// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "api/result_writer.hpp"
#include "api/text_buffer.hpp"
#include "soap/version.hpp"

namespace kimai::soap {

/// Writes the answer of a call in the rpc/encoded style, straight into a buffer, as the bytes that PHP's SOAP server
/// writes (recorded; what is not in the recordings was tried with PHP's own server):
/// - a record is a Map of items with key and value, a list an array with the type and number of its items; only an
///   empty list and one of mixed types have no type (xsd:ur-type, in SOAP 1.2 xsd:anyType);
/// - integers are xsd:int beyond 32 bits too, doubles xsd:float with 14 significant digits, null is xsi:nil alone;
/// - no blanks, and no namespace is declared below the Envelope: clients of .NET read by position.
/// The Envelope declares the namespaces in the order in which PHP comes to need them. So they are filled in at the end,
/// as is the number of items of a list. What is written is settled with every record that ends within a list.
/// One thread; throws std::bad_alloc, what the buffer's Overflow throws, and what finish() says.
class EncodedWriter final : public api::ResultWriter {
  public:
    /// Begins the answer to a call of `method`. `endpoint` is the namespace of its element, the URL that the
    /// description gives. What the buffer holds already stays in front; it must outlive the writer.
    EncodedWriter(api::TextBuffer& out, Version version, std::string_view method, std::string_view endpoint);

    void open_record() override;
    void name(std::string_view name) override;
    void close_record() override;
    void open_item(std::int64_t row) override;
    void close_item() override;
    void item_again(std::int64_t row, std::string_view text) override;
    void open_part() override { out_.begin_part(); }
    void close_part() override { out_.end_part(); }
    void part_again(std::string_view text) override;
    void open_list() override;
    void close_list() override;
    void text(std::string_view value) override;
    void number_text(std::int64_t value) override;
    void integer(std::int64_t value) override;
    void time(std::int64_t now) override;
    void real(double value) override;
    void boolean(bool value) override;
    void null() override;

    /// Ends the answer, behind its one value. Throws std::logic_error if there is none.
    void finish();

  private:
    /// The namespaces that an answer may need; which, and in what order, its values tell.
    enum class Need : std::uint8_t { instance, schema, map, encoding };

    struct Open {
        bool is_list;
        /// Members or items so far.
        std::size_t count = 0;
        /// Of a list with items: their type, and where type and number stand in the buffer.
        std::string_view item_type = {};
        std::size_t described_at = 0;
        std::size_t described_length = 0;
    };

    void need(Need what) {
        if (!known_[static_cast<std::size_t>(what)]) need_now(what);
    }
    void need_now(Need what);
    void append_declaration(api::TextBuffer& out, Need what) const;
    std::string_view element() const;
    void count_value(std::string_view type);
    void begin(std::string_view type);
    void begin_list_with(std::string_view item_type);
    void append_encoding_style();
    void append_description(api::TextBuffer& out, std::string_view item_type, std::size_t count) const;
    void begin_map();
    void settled();
    void begin_typed(std::string_view type);
    void append_number(std::int64_t value);
    void end_tag();
    void end_member();

    api::TextBuffer& out_;
    const Version version_;
    const Vocabulary& words_;
    const std::string_view method_;
    /// Where the declarations belong, and how many bytes are kept for them.
    std::size_t declarations_at_ = 0;
    std::size_t declarations_length_ = 0;
    /// What is needed, in the order in which it came to be, and which that are.
    std::array<Need, 4> needs_{};
    std::size_t needed_ = 0;
    std::array<bool, 4> known_{};
    std::vector<Open> open_;
    bool written_ = false;
};

}  // namespace kimai::soap
