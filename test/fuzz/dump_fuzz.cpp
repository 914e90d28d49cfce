// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "storage/charset.hpp"
#include "storage/dump_error.hpp"
#include "storage/dump_reader.hpp"

namespace {

using namespace kimai::storage;

/// Everything that the reader finds. The first byte of the input says how large the blocks are, and whether rows are
/// read or stepped over.
std::string read_all(std::string_view sql, std::size_t block, bool rows) {
    std::string found;
    try {
        DumpText text = DumpText::of(sql, block);
        DumpLimits limits;
        limits.literal = 1000;
        limits.row = 5000;
        limits.columns = 50;
        DumpReader reader(text, limits);
        DumpRow row;
        std::string memory;
        while (const DumpStatement* statement = reader.next()) {
            found += reader.statement() + "\n";
            if (!rows || std::get_if<InsertRows>(statement) == nullptr) continue;
            reader.begin_rows();
            while (reader.next_row(row)) {
                for (std::size_t i = 0; i < row.size(); ++i) {
                    const DumpValue value = row[i];
                    // A text may pass its limit by one escape or doubled quote.
                    if (value.bytes.size() > limits.literal + 2) std::abort();
                    found.append(value.bytes).append(",");
                    for (const Charset charset : {Charset::utf8, Charset::latin1})
                        to_utf8(charset, value.bytes, memory);
                }
            }
        }
    } catch (const DumpError& error) {
        found += std::to_string(error.line()) + error.statement() + error.reason();
    }
    return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view sql(reinterpret_cast<const char*>(data) + 1, size - 1);
    const bool rows = (data[0] & 1U) != 0;
    // Where the blocks end must make no difference.
    if (read_all(sql, 64 + data[0], rows) != read_all(sql, DumpText::default_block, rows)) std::abort();
    return 0;
}
