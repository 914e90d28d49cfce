// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "wsdl/descriptions.hpp"

#include "wsdl/document_description.hpp"
#include "wsdl/rpc_description.hpp"
#include "wsdl/xml_writer.hpp"

namespace kimai::wsdl {

namespace {

/// Stands for the URL while a description is made. XML knows no such character, so nothing else can hold it.
constexpr std::string_view url_mark = "\x1a";

}  // namespace

Template::Template(std::string_view document, std::string_view mark) {
    for (std::size_t at = document.find(mark); at != std::string_view::npos; at = document.find(mark)) {
        pieces_.emplace_back(document.substr(0, at));
        document.remove_prefix(at + mark.size());
    }
    pieces_.emplace_back(document);
}

std::string Template::filled(std::string_view text) const {
    const std::string escaped = xml_escaped(text);
    std::size_t size = escaped.size() * pieces_.size();
    for (const std::string& piece : pieces_) size += piece.size();
    std::string document;
    document.reserve(size);
    document += pieces_.front();
    for (std::size_t i = 1; i < pieces_.size(); ++i) document.append(escaped).append(pieces_[i]);
    return document;
}

Descriptions::Descriptions()
    : rpc_(rpc_description(url_mark, EncodingTypes::imported), url_mark),
      offline_(rpc_description(url_mark, EncodingTypes::enclosed), url_mark),
      document_(document_description(url_mark), url_mark) {}

}  // namespace kimai::wsdl
