// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/xml_reference.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "storage/ascii.hpp"

namespace kimai::soap {

namespace {

constexpr std::array<std::string_view, 5> entities = {"lt", "gt", "amp", "quot", "apos"};

/// XML 1.0 section 2.2.
bool is_character(char32_t code) {
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code < 0xD800) ||
           (code > 0xDFFF && code < 0xFFFE) || (code > 0xFFFF && code <= 0x10FFFF);
}

/// "#252" or "#xFC", any number of zeros in front.
std::optional<char32_t> code_of(std::string_view name) {
    const bool hexadecimal = name.starts_with("#x");
    name.remove_prefix(hexadecimal ? 2 : 1);
    std::uint32_t code = 0;
    const char* const end = name.data() + name.size();
    const auto read = std::from_chars(name.data(), end, code, hexadecimal ? 16 : 10);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return code;
}

}  // namespace

XmlReference read_xml_reference(std::string_view text) {
    // Nobody writes longer ones; without a limit each & would look through the whole text.
    constexpr std::size_t longest = 32;
    const std::size_t semicolon = text.substr(0, longest).find(';');
    if (semicolon == std::string_view::npos) return {.problem = "a & that is no reference"};
    const std::string_view name = text.substr(1, semicolon - 1);
    XmlReference reference{.length = semicolon + 1};
    if (!name.starts_with('#')) {
        if (std::ranges::find(entities, name) == entities.end()) reference.problem = "an unknown entity";
        return reference;
    }
    const auto code = code_of(name);
    if (!code) return {.problem = "a bad character reference"};
    if (!is_character(*code)) return {.problem = "a character that XML does not have"};
    if (*code < 0x80) {
        reference.plainer = "&#" + std::to_string(*code) + ";";
    } else {
        append_utf8(reference.plainer, *code);
    }
    return reference;
}

}  // namespace kimai::soap
