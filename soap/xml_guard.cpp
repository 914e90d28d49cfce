// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/xml_guard.hpp"

#include "soap/text_encoding.hpp"
#include "soap/xml_scanner.hpp"

namespace kimai::soap {

std::variant<std::string_view, Fault> guard(std::string_view body, std::string_view content_type, const Limits& limits,
                                            std::string& text) {
    std::string converted;
    const auto decoded = decode(body, content_type, converted);
    if (const auto* fault = std::get_if<Fault>(&decoded)) return *fault;
    XmlScanner scanner(std::get<std::string_view>(decoded), limits, text);
    if (auto fault = scanner.run()) return std::move(*fault);
    if (!scanner.rewritten() && !converted.empty()) {
        // The text lies in `converted`, which ends here.
        text.assign(scanner.document());
        return std::string_view(text);
    }
    return scanner.document();
}

}  // namespace kimai::soap
