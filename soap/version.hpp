// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

namespace kimai::soap {

enum class Version : std::uint8_t { soap_1_1, soap_1_2 };

/// What the two versions of SOAP call the same things, with the prefixes that PHP's SOAP server writes.
struct Vocabulary {
    /// Of Envelope, Body and Fault.
    std::string_view prefix;
    std::string_view envelope_namespace;
    /// Of encoded arrays (SOAP 1.1 section 5, SOAP 1.2 part 2 section 3).
    std::string_view encoding_prefix;
    std::string_view encoding_namespace;
    /// Content-Type of messages.
    std::string_view media_type;
};

inline constexpr Vocabulary soap_1_1_vocabulary{"SOAP-ENV", "http://schemas.xmlsoap.org/soap/envelope/", "SOAP-ENC",
                                                "http://schemas.xmlsoap.org/soap/encoding/", "text/xml; charset=utf-8"};

inline constexpr Vocabulary soap_1_2_vocabulary{"env", "http://www.w3.org/2003/05/soap-envelope", "enc",
                                                "http://www.w3.org/2003/05/soap-encoding",
                                                "application/soap+xml; charset=utf-8"};

constexpr const Vocabulary& vocabulary_of(Version version) {
    switch (version) {
        case Version::soap_1_1:
            break;
        case Version::soap_1_2:
            return soap_1_2_vocabulary;
    }
    return soap_1_1_vocabulary;
}

inline constexpr std::string_view schema_namespace = "http://www.w3.org/2001/XMLSchema";
inline constexpr std::string_view schema_instance_namespace = "http://www.w3.org/2001/XMLSchema-instance";
/// Of Map, Apache's type of names with values, in which PHP sends arrays with keys.
inline constexpr std::string_view map_namespace = "http://xml.apache.org/xml-soap";

}  // namespace kimai::soap
