// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/text_encoding.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "soap/scalars.hpp"
#include "storage/ascii.hpp"
#include "storage/charset.hpp"

namespace kimai::soap {

namespace {

enum class Encoding : std::uint8_t { utf_8, utf_16_big, utf_16_little, latin_1 };

struct Named {
    std::string_view name;
    Encoding encoding;
};

/// UTF-16 without a byte order mark is big endian (RFC 2781 section 4.3).
constexpr std::array known_encodings = {
    Named{"utf-8", Encoding::utf_8},
    Named{"utf8", Encoding::utf_8},
    Named{"us-ascii", Encoding::utf_8},
    Named{"ascii", Encoding::utf_8},
    // What Linux calls ASCII, and so do Perl programs that hand on the name of their locale's encoding.
    Named{"ansi_x3.4-1968", Encoding::utf_8},
    Named{"utf-16", Encoding::utf_16_big},
    Named{"utf-16be", Encoding::utf_16_big},
    Named{"utf-16le", Encoding::utf_16_little},
    Named{"iso-8859-1", Encoding::latin_1},
    Named{"iso_8859-1", Encoding::latin_1},
    Named{"latin1", Encoding::latin_1},
    Named{"latin-1", Encoding::latin_1},
    Named{"windows-1252", Encoding::latin_1},
    Named{"cp1252", Encoding::latin_1},
};

struct Mark {
    std::string_view bytes;
    Encoding encoding;
};

constexpr std::array byte_order_marks = {
    Mark{"\xEF\xBB\xBF", Encoding::utf_8},
    Mark{"\xFE\xFF", Encoding::utf_16_big},
    Mark{"\xFF\xFE", Encoding::utf_16_little},
};

/// The charset parameter of a Content-Type, or nothing: text/xml; charset="utf-8".
std::string_view charset_of(std::string_view content_type) {
    constexpr std::string_view wanted = "charset";
    for (std::size_t at = content_type.find(';'); at != std::string_view::npos;) {
        const std::size_t end = content_type.find(';', at + 1);
        const std::string_view parameter = trimmed(content_type.substr(at + 1, end - at - 1));
        const std::size_t equals = parameter.find('=');
        at = end;
        if (equals == std::string_view::npos || !same_letters(trimmed(parameter.substr(0, equals)), wanted)) continue;
        std::string_view value = trimmed(parameter.substr(equals + 1));
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front()) {
            value = value.substr(1, value.size() - 2);
        }
        return value;
    }
    return {};
}

/// The encoding that the XML declaration names, or nothing.
std::string_view declared_in(std::string_view document) {
    if (!document.starts_with("<?xml")) return {};
    const std::string_view declaration = document.substr(0, document.find("?>"));
    const std::size_t word = declaration.find("encoding");
    if (word == std::string_view::npos) return {};
    const std::size_t open = declaration.find_first_of("\"'", word);
    if (open == std::string_view::npos) return {};
    const std::size_t close = declaration.find(declaration[open], open + 1);
    return close == std::string_view::npos ? std::string_view{} : declaration.substr(open + 1, close - open - 1);
}

std::optional<Encoding> encoding_named(std::string_view name) {
    const auto* const found =
        std::ranges::find_if(known_encodings, [&](const Named& known) { return same_letters(known.name, name); });
    if (found == known_encodings.end()) return std::nullopt;
    return found->encoding;
}

/// What a document without mark and charset is by its first bytes (XML 1.0 appendix F).
std::optional<Encoding> by_first_bytes(std::string_view body) {
    using namespace std::string_view_literals;
    if (body.starts_with("\0<"sv)) return Encoding::utf_16_big;
    if (body.starts_with("<\0"sv)) return Encoding::utf_16_little;
    return std::nullopt;
}

/// Reads UTF-16. False if the bytes are none.
bool from_utf_16(std::string_view bytes, bool big, std::string& out) {
    if (bytes.size() % 2 != 0) return false;
    const auto unit_at = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<char32_t>(big ? first << 8U | second : second << 8U | first);
    };
    out.clear();
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        char32_t code = unit_at(at);
        if (code >= 0xD800 && code <= 0xDFFF) {
            if (code > 0xDBFF || at + 2 == bytes.size()) return false;
            at += 2;
            const char32_t low = unit_at(at);
            if (low < 0xDC00 || low > 0xDFFF) return false;
            code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
        }
        append_utf8(out, code);
    }
    return true;
}

Fault not_in_encoding(std::string_view name) {
    return {FaultCode::client, "Invalid XML: the text is not " + std::string(name)};
}

std::variant<std::string_view, Fault> decode_as(Encoding encoding, std::string_view bytes, std::string& converted) {
    switch (encoding) {
        case Encoding::utf_8:
            if (const auto text = storage::to_utf8(storage::Charset::utf8, bytes, converted)) return *text;
            return not_in_encoding("UTF-8");
        case Encoding::latin_1:
            return storage::to_utf8(storage::Charset::latin1, bytes, converted).value_or(std::string_view{});
        case Encoding::utf_16_big:
        case Encoding::utf_16_little:
            if (from_utf_16(bytes, encoding == Encoding::utf_16_big, converted)) return std::string_view(converted);
            return not_in_encoding("UTF-16");
    }
    return not_in_encoding("UTF-8");
}

}  // namespace

std::variant<std::string_view, Fault> decode(std::string_view body, std::string_view content_type,
                                             std::string& converted) {
    for (const Mark& mark : byte_order_marks) {
        if (body.starts_with(mark.bytes)) {
            return decode_as(mark.encoding, body.substr(mark.bytes.size()), converted);
        }
    }
    // As good as a mark: XML in any other encoding has no zero bytes.
    if (const auto encoding = by_first_bytes(body)) return decode_as(*encoding, body, converted);
    auto encoding = encoding_named(charset_of(content_type)).value_or(Encoding::utf_8);
    if (const std::string_view declared = declared_in(body); !declared.empty()) {
        const auto known = encoding_named(declared);
        if (!known) return Fault{FaultCode::client, "Invalid XML: this encoding is not read here, UTF-8 is"};
        encoding = *known;
    }
    // .NET programs send a text that calls itself UTF-16, as it was in memory, in UTF-8. In UTF-16 a zero would stand
    // beside the <.
    const bool wide = encoding == Encoding::utf_16_big || encoding == Encoding::utf_16_little;
    if (wide && body.starts_with('<')) encoding = Encoding::utf_8;
    return decode_as(encoding, body, converted);
}

}  // namespace kimai::soap
