// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "soap/fault.hpp"
#include "soap/limits.hpp"

namespace kimai::soap {

/// The pass over the characters that guard() makes (xml_guard.hpp). Used once.
class XmlScanner {
  public:
    /// `document` is UTF-8. `rewritten` is overwritten if anything has to be said in a plainer way.
    XmlScanner(std::string_view document, const Limits& limits, std::string& rewritten);

    /// Nothing if gSOAP may read it.
    std::optional<Fault> run();

    /// What gSOAP is to read: a part of the document that came, or of `rewritten`.
    std::string_view document() const { return rewriting_ ? std::string_view(out_) : in_.substr(copied_); }
    bool rewritten() const { return rewriting_; }

  private:
    /// An element whose end has not come yet.
    struct Open {
        std::string_view name;
        /// Namespace declarations of its own.
        std::size_t declarations;
    };

    // Each reads what stands at at_ and moves behind it. False: problem_ says why not.
    bool skip_xml_declaration();
    bool content();
    bool markup();
    bool comment();
    bool character_data_section();
    bool end_tag();
    bool start_tag();
    bool attributes(bool& empty_element);
    bool attribute();
    bool attribute_value();
    bool characters(char stop);
    bool reference();
    void line_end();
    bool name(std::string_view& name);
    bool open_element(std::string_view name);
    void close_element();

    bool fail(std::string problem);
    /// Not XML; the cause may be left out.
    bool invalid(std::string_view cause);
    bool beyond(std::string_view what, std::size_t limit);
    bool more() const { return at_ < in_.size(); }
    bool next_is(std::string_view text) const { return in_.substr(at_).starts_with(text); }
    void skip_blanks();
    /// Puts `text` in the place of what stands from there to at_.
    void replace(std::size_t from, std::string_view text);

    std::string_view in_;
    const Limits& limits_;
    std::string& out_;
    bool rewriting_ = false;
    std::size_t at_ = 0;
    /// All before this is in out_ already, or not wanted.
    std::size_t copied_ = 0;
    std::string problem_;

    std::vector<Open> open_;
    bool root_seen_ = false;
    /// Where the last tag ended.
    std::size_t text_began_ = 0;
    std::size_t elements_ = 0;
    /// In scope.
    std::size_t declarations_ = 0;
    /// Of the tag that is being read.
    std::vector<std::string_view> attribute_names_;
    std::size_t own_declarations_ = 0;
};

}  // namespace kimai::soap
