// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

#include "api/result_writer.hpp"
#include "api/text_buffer.hpp"

namespace kimai::rpc {

/// Appends a text between quotes, spelled as PHP's json_encode() spells it (recorded): "/" as "\/", everything outside
/// ASCII as \uXXXX with surrogate pairs, control characters with their short forms where JSON has one. A byte that is
/// not part of valid UTF-8 becomes \ufffd, so that one bad row of a database does not cost the whole answer;
/// json_encode() would give up.
void append_json_text(api::TextBuffer& out, std::string_view text);

/// Appends a result to a text as JSON, spelled as PHP's json_encode() spells it, without blanks. Commas come by
/// themselves; names are not compared with each other. With every record that ends, what is written is settled.
/// One thread; throws std::bad_alloc, and what the buffer's Overflow throws.
class JsonWriter final : public api::ResultWriter {
  public:
    /// The buffer must outlive the writer. What it holds already stays in front.
    explicit JsonWriter(api::TextBuffer& out) : out_(out) {}

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
    /// Without a value (infinite, not a number) as 0; see api::php_json_number.
    void real(double value) override;
    void boolean(bool value) override;
    void null() override;

  private:
    void settled();
    void open(char bracket);
    void close(char bracket);
    void plain(std::string_view value);
    /// A value begins, and what comes behind it is parted from it.
    void separate() {
        if (comma_) out_ += ',';
        comma_ = true;
    }

    api::TextBuffer& out_;
    /// Whether the next name or value follows another one.
    bool comma_ = false;
};

}  // namespace kimai::rpc
