// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kimai::soap {

/// Tells the attributes that mean something in a SOAP message from those that do not. gSOAP keeps every name of an
/// attribute that it ever saw in a document, and takes attributes by their local names once it reads the body.
///
/// It knows the namespace declarations that hold at one place of a document. Texts are those of the document, which
/// must outlive this.
class AttributeScope {
  public:
    /// Declarations in scope.
    std::size_t size() const { return declarations_.size(); }

    /// The attribute is a declaration (xmlns, xmlns:p) with that value. From here on it holds.
    void declare(std::string_view attribute, std::string_view value);

    /// Drops the youngest declarations, at the end of their element.
    void drop(std::size_t count) { declarations_.resize(declarations_.size() - count); }

    /// What an attribute is to us.
    enum class Meaning : std::uint8_t {
        none,
        /// It counts: xsi:type, SOAP-ENC:arrayType, mustUnderstand …
        some,
        /// It names an element or refers to one: id, href, enc:id, enc:ref.
        reference,
    };

    /// Of an attribute that is no declaration. actor and role have none if they name the ultimate receiver, which we
    /// are: that is the same as to leave them out (SOAP 1.1 section 4.2.2, 1.2 part 1 section 5.2.2), but gSOAP takes
    /// every name it does not know for somebody else's.
    Meaning meaning_of(std::string_view attribute, std::string_view value) const;

  private:
    enum class Space : std::uint8_t { none, schema_instance, encoding_1_1, encoding_1_2, envelope, other };
    struct Declaration {
        /// Empty for the default namespace, which attributes never are in.
        std::string_view prefix;
        Space space;
    };
    static Space space_named(std::string_view name);
    Space space_of(std::string_view prefix) const;

    std::vector<Declaration> declarations_;
};

/// Whether an attribute of that name is a namespace declaration.
constexpr bool is_declaration(std::string_view attribute) {
    return attribute == "xmlns" || attribute.starts_with("xmlns:");
}

}  // namespace kimai::soap
