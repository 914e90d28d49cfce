// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "soap/attribute_scope.hpp"
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

    struct Attribute {
        /// Behind what stands before it, so where the blanks begin that part the two.
        std::size_t from = 0;
        std::string_view name = {};
        /// As it is written.
        std::string_view value = {};
        /// Behind the closing quote.
        std::size_t end = 0;
        /// gSOAP would misread the value.
        bool plainer_wanted = false;
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
    bool attribute(std::size_t from);
    bool attribute_value(Attribute& attribute);
    bool settle_attributes();
    bool characters(char stop);
    bool reference();
    void line_end();
    bool name(std::string_view& name);
    bool open_element(std::string_view name);
    void close_element();

    /// Leaves the attribute out, or counts it and says its value in a plainer way.
    bool settle(const Attribute& attribute);

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
    AttributeScope scope_;
    /// Names of attributes and declarations that gSOAP gets to read.
    std::unordered_set<std::string_view> passed_names_;
    /// Of the tag that is being read.
    std::vector<Attribute> attributes_;
    std::size_t own_declarations_ = 0;
    /// Nothing is replaced now; whether something would have been.
    bool noting_ = false;
    bool noted_ = false;
};

}  // namespace kimai::soap
