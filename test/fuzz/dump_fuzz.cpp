// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Any bytes as a dump, packed or not, in blocks so small that every token is cut somewhere.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "storage/dump_error.hpp"
#include "storage/dump_reader.hpp"
#include "storage/dump_text.hpp"

namespace {

using kimai::storage::DumpReader;
using kimai::storage::DumpRow;
using kimai::storage::DumpText;
using kimai::storage::InsertRows;

void read_rows(DumpReader& reader) {
    reader.begin_rows();
    DumpRow row;
    std::size_t bytes = 0;
    while (reader.next_row(row)) {
        for (std::size_t i = 0; i < row.size(); ++i) bytes += row[i].bytes.size();
    }
    static_cast<void>(bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t block = 64;
    try {
        DumpText text = DumpText::of(std::string_view(reinterpret_cast<const char*>(data), size), block);
        DumpReader reader(text, {.literal = 4096, .row = 8192, .columns = 64});
        // Every second statement's rows are stepped over, as those of other programs' tables are.
        bool reads = false;
        while (const auto* statement = reader.next()) {
            reads = !reads;
            if (reads && std::holds_alternative<InsertRows>(*statement)) read_rows(reader);
        }
    } catch (const kimai::storage::DumpError&) {
        // What is no dump is refused in this way.
    }
    return 0;
}
