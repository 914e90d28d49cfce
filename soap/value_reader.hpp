// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/method_table.hpp"
#include "api/value.hpp"
#include "soap/fault.hpp"
#include "soap/reading.hpp"
#include "soap/references.hpp"

namespace kimai::soap {

/// What an element without a type counts as.
enum class Wanted : std::uint8_t {
    text,
    number,
    boolean,
    /// A number of which "true" and "false" are 1 and 0, as some stacks write them; any other text stays one.
    flag,
    anything
};

/// Makes the values of parts, the same as JSON-RPC would have brought, so that both wires obey the same rules.
///
/// - xsi:type decides where there is one, by its local name: a number, a boolean, a text, base64Binary (a text too:
///   SOAP::Lite encodes every text so that is not ASCII). A number or boolean that is none stays the text that it is:
///   dates are declared as int, and callers write them as text (recorded).
/// - Without a type, what the parameter is declared as decides in the same way, as PHP's server had it by its WSDL:
///   "6" for an int is a number, "2018-01-02" stays a text, "false" for a boolean is false. The old WSDL declares no
///   members of records, so a text stays one there, and PHP's readings make a number of it where one is needed.
/// - Nil and, where no text is wanted, an empty element are null.
/// - What holds elements is a list if all have one name, otherwise a record of the elements' names. Parameters that
/// take
///   a record are not read so, see record_reader.hpp.
///
/// Once a fault is met all values are null; look at fault() in the end.
class ValueReader {
  public:
    explicit ValueReader(const Reading& reading);

    /// The argument for a parameter, of any type but a record.
    api::Value argument(const Part& part, const api::Parameter& parameter);

    api::Value read(const Part& part, Wanted wanted);

    /// The part that is meant: itself or the one it refers to. Null, with a fault, if there is none.
    const Part* resolved(const Part& part);

    /// Meets a fault, unless there is one already. Null, for who must answer a value.
    api::Value fail(std::string text);

    const std::optional<Fault>& fault() const { return fault_; }

  private:
    api::Value read_content(const Part& part, Wanted wanted);
    api::Value read_scalar(const Part& part, Wanted wanted);
    api::Value read_untyped(std::string_view text, Wanted wanted);
    api::Value read_flag(std::string_view text);
    api::Value read_elements(const Part& part);
    api::Value text_value(std::string text);

    const Reading& reading_;
    References references_;
    std::optional<Fault> fault_;
    std::size_t depth_ = 0;
    std::size_t values_ = 0;
    /// References, each as often as it was followed.
    std::size_t followed_ = 0;
    std::size_t text_bytes_ = 0;
};

}  // namespace kimai::soap
