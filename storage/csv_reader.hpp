// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kimai::storage {

/// Where something stands in a file of lines: both from 1 on. A column is a field of its line, as a spreadsheet counts
/// them; 0: the line as a whole.
struct CsvPlace {
    std::size_t line = 1;
    std::size_t column = 0;
};

/// The file is wrong at a place. The text is a sentence for the operator: "line 3, column 2: ...".
class CsvError : public std::runtime_error {
  public:
    CsvError(CsvPlace place, const std::string& what);
    CsvPlace place() const { return place_; }

  private:
    CsvPlace place_;
};

struct CsvLimits {
    std::size_t lines = 1'000'000;
    std::size_t field = 4096;  // bytes
    std::size_t fields = 64;   // in a line
};

/// Reads records of comma-separated values as RFC 4180 says, with what is common besides: another delimiter, a byte
/// order mark, line ends of LF or CR, a last line without an end, empty lines, which count but are no records. Text is
/// UTF-8. The file is in memory; what is handed out lives until the next call.
class CsvReader {
  public:
    CsvReader(std::string_view text, char delimiter, const CsvLimits& limits = {});

    /// Reads the next record; false at the end. Throws CsvError.
    bool next(std::vector<std::string>& fields);

    /// Where the record begins that was read last.
    std::size_t line() const { return first_line_; }
    /// How many bytes were read, of how many.
    std::size_t position() const { return at_; }
    std::size_t size() const { return text_.size(); }

  private:
    bool skip_line_end();
    void read_field(std::string& field, std::size_t column);
    void read_quoted(std::string& field, std::size_t column);
    void check(const std::string& field, std::size_t column) const;
    bool at_field_end() const;

    std::string_view text_;
    char delimiter_;
    CsvLimits limits_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;  // of at_
    std::size_t first_line_ = 1;
};

}  // namespace kimai::storage
