// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "api/php_values.hpp"
#include "api/result_writer.hpp"

namespace kimai::test {

/// Collects a result as compact text that looks like JSON (texts in quotes, without escapes). Throws std::logic_error
/// where a method breaks the contract of ResultWriter: names in records and nowhere else, all closed, one value.
class CollectingWriter : public api::ResultWriter {
  public:
    void open_record() override { open('{'); }
    void close_record() override { close('{', '}'); }
    void open_list() override { open('['); }
    void close_list() override { close('[', ']'); }

    void name(std::string_view name) override {
        require(!open_.empty() && open_.back() == '{' && !named_, "a name out of place");
        separate();
        text_ += "\"" + std::string(name) + "\":";
        named_ = true;
    }

    void text(std::string_view value) override { put("\"" + std::string(value) + "\""); }
    void integer(std::int64_t value) override { put(std::to_string(value)); }
    void real(double value) override { put(std::string(api::php_json_number(value))); }
    void boolean(bool value) override { put(value ? "true" : "false"); }
    void null() override { put("null"); }

    /// The whole result.
    const std::string& result() const {
        require(!text_.empty() && open_.empty(), "no value, or one that is not closed");
        return text_;
    }
    bool is_empty() const { return text_.empty(); }

  private:
    static void require(bool kept, const char* breach) {
        if (!kept) throw std::logic_error(breach);
    }
    void separate() {
        if (!text_.empty() && text_.back() != '{' && text_.back() != '[') text_ += ',';
    }
    void before_value() {
        if (open_.empty()) {
            require(text_.empty(), "a second value");
        } else if (open_.back() == '{') {
            require(named_, "a value without a name");
        } else {
            separate();
        }
        named_ = false;
    }
    void put(const std::string& value) {
        before_value();
        text_ += value;
    }
    void open(char bracket) {
        before_value();
        text_ += bracket;
        open_ += bracket;
    }
    void close(char opened, char bracket) {
        require(!open_.empty() && open_.back() == opened && !named_, "closed what is not open");
        open_.pop_back();
        text_ += bracket;
    }

    std::string text_;
    std::string open_;
    bool named_ = false;
};

}  // namespace kimai::test
