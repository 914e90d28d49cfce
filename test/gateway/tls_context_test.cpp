// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/tls_context.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "test/gateway/tls_files.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai::gateway;
using kimai::test::ScratchFolder;

namespace {

constexpr long day = 24L * 60 * 60;

std::string complaint(const TlsFiles& files) {
    try {
        const TlsContext context(files);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("what an operator is told of a certificate") {
    const ScratchFolder folder;
    struct Row {
        std::string name;
        long begins, ends;
        int days_left;
        bool begun;
    };
    for (const Row& row : {Row{"good.example", -day, 10 * day + 60, 10, true},
                           {"short", -day, 60, 0, true},
                           {"expired", -2 * day, -60, -1, true},
                           {"long-expired", -9 * day, -3 * day - 60, -4, true},
                           {"early", day, 5 * day + 60, 5, false}}) {
        CAPTURE(row.name);
        const CertificateFacts facts = TlsContext(make_tls_files(folder, row.name, row.begins, row.ends)).certificate();
        CHECK(facts.names == row.name + " www." + row.name);
        CHECK(facts.days_left == row.days_left);
        CHECK(facts.expired() == (row.days_left < 0));
        CHECK(facts.begun == row.begun);
    }
}

TEST_CASE("files that are no good are refused with their name and the reason") {
    const ScratchFolder folder;
    const TlsFiles good = make_tls_files(folder, "a", -day, day);
    const TlsFiles other = make_tls_files(folder, "b", -day, day);
    const std::string garbage = folder.file("garbage");
    std::ofstream(garbage) << "Dear Sir or Madam\n";
    CHECK(complaint(good) == "none");
    CHECK(complaint({"/no/such", good.key}) ==
          "the TLS certificate /no/such cannot be used: No such file or directory");
    CHECK(complaint({good.certificate, "/no/such"}) ==
          "the TLS key /no/such cannot be used: No such file or directory");
    CHECK(complaint({folder.file("."), good.key}).ends_with("cannot be used: Is a directory"));
    CHECK(complaint({garbage, good.key}).ends_with("there is no certificate in PEM form in it"));
    CHECK(complaint({good.certificate, garbage}).ends_with("there is no private key in PEM form in it"));
    CHECK(complaint({good.certificate, {}}).ends_with("there is no private key in PEM form in it"));
    CHECK(complaint({good.certificate, other.key}) ==
          "the TLS key " + other.key + " cannot be used: it does not belong to the certificate " + good.certificate);
}

TEST_CASE("new files take the place of the old ones, bad ones do not") {
    const ScratchFolder folder;
    const TlsFiles first = make_tls_files(folder, "first", -day, day);
    const TlsFiles second = make_tls_files(folder, "second", -day, day);
    TlsContext context(first);
    const auto held = context.current();
    CHECK_THROWS_AS(context.load({second.certificate, first.key}), std::runtime_error);
    CHECK(context.current() == held);
    CHECK(context.certificate().names == "first www.first");
    context.load(second);
    CHECK(context.current() != held);
    CHECK(context.certificate().names == "second www.second");
}
