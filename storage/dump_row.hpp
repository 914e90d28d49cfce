// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/charset.hpp"

namespace kimai::storage {

/// A value as it stands in a dump.
struct DumpValue {
    enum class Kind {
        null,
        fallback,  ///< The word DEFAULT.
        number,    ///< As it was written: "12", "-0.50", "1e3". TRUE and FALSE are "1" and "0".
        text,      ///< In the character set below, or the connection's.
        bytes,     ///< From x'..', 0x.., b'..' or _binary: in the character set of the column.
    };
    Kind kind = Kind::null;
    /// Escapes and doubled quotes resolved, not converted.
    std::string_view bytes;
    /// Named by an introducer, _latin1'...'.
    std::optional<Charset> charset;
};

/// The values of one row in one piece of memory, used again for the next row.
class DumpRow {
  public:
    void clear() {
        bytes_.clear();
        cells_.clear();
    }
    std::size_t size() const { return cells_.size(); }
    /// Valid until the row changes.
    DumpValue operator[](std::size_t index) const {
        const Cell& cell = cells_[index];
        return {cell.kind, std::string_view(bytes_).substr(cell.begin, cell.size), cell.charset};
    }

    /// For the scanner, which writes the bytes of a value and then closes it.
    std::string& bytes() { return bytes_; }
    /// Makes the bytes written since the last value a value.
    void close(DumpValue::Kind kind, std::optional<Charset> charset = std::nullopt) {
        const std::size_t begin = open_begin();
        cells_.push_back({kind, begin, bytes_.size() - begin, charset});
    }
    /// Where the bytes of the value that is being written begin.
    std::size_t open_begin() const { return cells_.empty() ? 0 : cells_.back().begin + cells_.back().size; }

  private:
    struct Cell {
        DumpValue::Kind kind;
        std::size_t begin;
        std::size_t size;
        std::optional<Charset> charset;
    };
    std::string bytes_;
    std::vector<Cell> cells_;
};

/// What a dump may ask of our memory. Text beyond it makes reading fail; what is skipped has no limit.
struct DumpLimits {
    /// One literal: MySQL's MEDIUMTEXT; Kimai's own columns end at 64 KiB.
    std::size_t literal = std::size_t{16} * 1024 * 1024;
    /// All literals of a row.
    std::size_t row = std::size_t{64} * 1024 * 1024;
    /// Columns of a table, values of a row: MySQL's own limit.
    std::size_t columns = 4096;
};

}  // namespace kimai::storage
