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
    explicit References(std::vector<const Part*> identified);

    /// Whether two parts have the same id, which XML does not allow.
    bool ambiguous() const;

    /// The part with the id that the reference names ("#id0"), or nullptr. Nothing but parts of the same document is
    /// ever looked at.
    const Part* find(std::string_view reference) const;

  private:
    /// By id.
    std::vector<const Part*> identified_;
};

}  // namespace kimai::soap
