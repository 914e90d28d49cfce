// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>
#include <vector>

#include "soap/part.hpp"

namespace kimai::soap {

/// Finds what parts refer to. gSOAP could do so itself, but searches as long as a caller wants it to: its table of ids
/// has a fixed size.
class References {
  public:
    /// Parts that have an id; they must outlive this.
    explicit References(const std::vector<const Part*>& identified);

    /// The part, or why there is none.
    struct Target {
        const Part* part = nullptr;
        /// Two parts have that id.
        bool ambiguous = false;
    };

    /// The part with the id that the reference names ("#id0"). Nothing but parts of the same document is ever looked
    /// at. Two parts with one id, which XML does not allow, do no harm while nothing refers to them.
    Target find(std::string_view reference) const;

  private:
    struct Identified {
        std::string_view id;
        const Part* part;
    };
    /// By id.
    std::vector<Identified> identified_;
};

}  // namespace kimai::soap
