// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/import_report.hpp"

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <string>

namespace kimai::gateway {

namespace {

constexpr auto between_bars = std::chrono::milliseconds(100);
constexpr auto between_lines = std::chrono::seconds(10);
constexpr std::size_t bar_width = 30;

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes / 1000000) + " MB"; }

std::string rows_text(std::int64_t rows) { return std::to_string(rows) + (rows == 1 ? " row" : " rows"); }

}  // namespace

void ImportProgressDisplay::show(const storage::ImportProgress& progress) {
    const auto now = Clock::now();
    if (now - shown_ < (terminal_ ? Clock::duration(between_bars) : Clock::duration(between_lines))) return;
    shown_ = now;
    std::string text;
    if (progress.bytes_total && *progress.bytes_total > 0) {
        const std::uint64_t percent = std::min<std::uint64_t>(100, progress.bytes_read * 100 / *progress.bytes_total);
        if (terminal_) {
            const auto filled = static_cast<std::size_t>(percent) * bar_width / 100;
            text.append("[").append(filled, '#').append(bar_width - filled, ' ').append("] ");
        }
        text.append(std::to_string(percent)).append(" %, ");
    } else {
        text.append(megabytes(progress.bytes_read)).append(", ");
    }
    text.append(std::to_string(progress.rows)).append(" rows");
    if (terminal_) {
        out_ << "\r" << text << "\x1B[K" << std::flush;
        drawn_ = true;
    } else {
        out_ << text << std::endl;
    }
}

void ImportProgressDisplay::end() {
    if (drawn_) out_ << "\r\x1B[K" << std::flush;
    drawn_ = false;
}

void print_import_report(const storage::ImportReport& report, std::ostream& out) {
    constexpr int name_width = 20;
    constexpr int number_width = 10;
    const auto line = [&](std::string_view name, const auto& read, const auto& imported, const auto& left_out) {
        out << std::left << std::setw(name_width) << name << std::right << std::setw(number_width) << read
            << std::setw(number_width) << imported << std::setw(number_width) << left_out << "\n";
    };
    line("table", "read", "imported", "left out");
    storage::TableReport sum;
    for (const storage::TableReport& table : report.tables) {
        line(table.name, table.read, table.imported, table.read - table.imported);
        sum.read += table.read;
        sum.imported += table.imported;
        for (const storage::CountedReason& reason : table.left_out) {
            out << "    left out: " << rows_text(reason.rows) << ", " << reason.reason << "\n";
        }
        for (const storage::CountedReason& reason : table.dangling) {
            out << "    kept: " << rows_text(reason.rows) << " although " << reason.reason << "\n";
        }
    }
    line("all", sum.read, sum.imported, sum.read - sum.imported);
    for (const std::string& note : report.notes) out << "note: " << note << "\n";
}

}  // namespace kimai::gateway
