// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace kimai::wsdl {

/// The modern description: document/literal wrapped, conforming to WS-I Basic Profile 1.1, SOAP 1.1 over HTTP. (A
/// binding for SOAP 1.2 would break the profile; clients may speak it all the same.) Only the address is the URL: names
/// and actions are the same on every gateway.
std::string document_description(std::string_view url);

}  // namespace kimai::wsdl
