// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kimai::api {

/// Finds which of many patterns matches the most of a text from some place on. The patterns become one automaton when
/// it is made (milliseconds); a match then costs one table look-up a byte. Immutable, so usable from any thread.
///
/// In a pattern blanks and line ends mean nothing, and:
///     'word'      these letters in either case       "T"      exactly these bytes
///     [a-z\t\n\0] one byte of a set                  <name>   a pattern defined before under that name
///     ( | )       a group, alternatives              ? * + {2} {1,4}   repetition of the item before
class LongestMatch {
  public:
    struct Definition {
        std::string_view name;
        std::string_view pattern;
    };

    struct Match {
        std::size_t pattern;
        /// May be one more than the text has: see `at`.
        std::size_t length;
    };

    /// Throws std::logic_error for a malformed pattern. The arguments are not needed afterwards.
    LongestMatch(std::span<const Definition> definitions, std::span<const std::string_view> patterns);

    /// The longest match that begins at `from`; of several equally long ones, that of the first pattern. A pattern sees
    /// a NUL behind the end of the text, so that it can ask for the end with \0.
    std::optional<Match> at(std::string_view text, std::size_t from) const;

  private:
    using State = std::uint16_t;

    std::array<std::uint8_t, 256> class_of_{};
    std::size_t classes_ = 0;
    /// One row a state, one column a class of bytes. State 0 is the dead end, state 1 the beginning.
    std::vector<State> next_;
    /// The pattern that is complete in a state, or -1.
    std::vector<std::int16_t> complete_;
};

}  // namespace kimai::api
