// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gateway/exchange.hpp"

namespace kimai::gateway {

/// A file of the web page (gateway/explorer), compiled in by gateway/explorer/embed.py.
struct ExplorerFile {
    std::string_view path;  // of the request, "/" or "/explorer/NAME"
    std::string_view content_type;
    std::string_view tag;  // differs when the text does
    std::string_view text;
    std::string_view packed;  // the text in gzip's format; empty: there is none
};

std::span<const ExplorerFile> explorer_files();

/// The web page at "/", with which people look at the service and try its methods. It is a client like any other: what
/// it may do, it may do with its user's key. Never changes once made, so any thread may ask it.
class Explorer {
  public:
    Explorer();

    /// The answer to GET and HEAD; nothing if the page has no such path. Paths count as they stand: no prefix, nothing
    /// encoded. So no base URL of a client leads here, whatever its folder is called.
    std::optional<Response> answer(const Request& request) const;

  private:
    /// The method table and the version as JSON, from which the page makes its forms.
    std::string methods_;
    std::string methods_tag_;
};

}  // namespace kimai::gateway
