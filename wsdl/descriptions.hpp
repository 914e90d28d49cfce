// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kimai::wsdl {

/// A document with gaps for one text.
class Template {
  public:
    /// Gaps stand where `mark` does.
    Template(std::string_view document, std::string_view mark);
    std::string filled(std::string_view text) const;

  private:
    std::vector<std::string> pieces_;
};

/// The descriptions (WSDL 1.1) of the SOAP service, written from the method table. Made once; any thread may ask then.
/// Each takes the URL at which the client reaches the service, without a query; it is escaped here. docs/soap.md says
/// who needs which.
class Descriptions {
  public:
    Descriptions();

    /// What Kimai 1 gave for ?wsdl: RPC/encoded, the same names in the same order, with the types of SOAP's encoding
    /// imported. The URL is the namespace too.
    std::string rpc(std::string_view url) const { return rpc_.filled(url); }
    /// The same for tools that would fetch the types of SOAP's encoding from the internet: with the one that is used.
    std::string offline(std::string_view url) const { return offline_.filled(url); }
    /// Document/literal wrapped, WS-I Basic Profile 1.1, with a type for every parameter and result.
    std::string document(std::string_view url) const { return document_.filled(url); }

  private:
    Template rpc_;
    Template offline_;
    Template document_;
};

}  // namespace kimai::wsdl
