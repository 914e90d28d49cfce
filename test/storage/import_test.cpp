// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "storage/sqlite.hpp"

using namespace kimai::storage;

TEST_CASE("quick") {
    ImportOptions options;
    options.database = "/tmp/imp/k.db";
    options.dump = "/work/shared/oracle/kimai1.sql";
    options.seal = [](std::int64_t, std::string_view key) {
        SealedKey sealed;
        for (char c : key) sealed.lookup.push_back(static_cast<std::byte>(c));
        return sealed;
    };
    const auto result = import_dump(options);
    if (const auto* f = std::get_if<ImportFailure>(&result)) MESSAGE(f->text());
    if (const auto* r = std::get_if<ImportReport>(&result)) {
        for (auto& t : r->tables) {
            MESSAGE(t.name << " " << t.read << " " << t.imported);
            for (auto& l : t.left_out) MESSAGE("   left out " << l.reason << " " << l.rows);
            for (auto& l : t.dangling) MESSAGE("   dangling " << l.reason << " " << l.rows);
        }
        for (auto& n : r->notes) MESSAGE(n);
        MESSAGE(r->version << " " << r->revision << " " << r->prefix);
    }
}
