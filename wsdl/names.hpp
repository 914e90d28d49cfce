// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

/// The names that the descriptions promise and the SOAP endpoint keeps.
namespace kimai::wsdl {

/// Of the elements and types of the document/literal description. Not made from the server's address, so that programs
/// generated for one gateway work with any.
inline constexpr std::string_view document_namespace = "urn:kimai-gateway:document";

/// The element that holds a result in every answer, of either style.
inline constexpr std::string_view result_element = "return";

/// Entries of a list in the document style: <items><item>...</item></items>.
inline constexpr std::string_view item_element = "item";

}  // namespace kimai::wsdl
