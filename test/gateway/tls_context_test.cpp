// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/tls_context.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <fstream>
#include <memory>

#include "test/storage/scratch_folder.hpp"

using namespace kimai::gateway;
using kimai::test::ScratchFolder;

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

constexpr long day = 24 * 60 * 60;

/// Writes a certificate for `name`, valid between two times from now, and its key.
TlsFiles make_files(const ScratchFolder& folder, const std::string& name, long begins, long ends) {
    const TlsFiles files{folder.file(name + ".pem"), folder.file(name + ".key")};
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), begins);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), ends);
    X509_set_pubkey(certificate.get(), key.get());
    const std::string names = "DNS:" + name + ",DNS:www." + name + ",IP:127.0.0.1";
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
    X509_add_ext(certificate.get(), extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const File certificate_file(std::fopen(files.certificate.c_str(), "w"), std::fclose);
    PEM_write_X509(certificate_file.get(), certificate.get());
    const File key_file(std::fopen(files.key.c_str(), "w"), std::fclose);
    PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return files;
}

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
        const CertificateFacts facts = TlsContext(make_files(folder, row.name, row.begins, row.ends)).certificate();
        CHECK(facts.names == row.name + " www." + row.name);
        CHECK(facts.days_left == row.days_left);
        CHECK(facts.expired() == (row.days_left < 0));
        CHECK(facts.begun == row.begun);
    }
}

TEST_CASE("files that are no good are refused with their name and the reason") {
    const ScratchFolder folder;
    const TlsFiles good = make_files(folder, "a", -day, day);
    const TlsFiles other = make_files(folder, "b", -day, day);
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
    const TlsFiles first = make_files(folder, "first", -day, day);
    const TlsFiles second = make_files(folder, "second", -day, day);
    TlsContext context(first);
    const auto held = context.current();
    CHECK_THROWS_AS(context.load({second.certificate, first.key}), std::runtime_error);
    CHECK(context.current() == held);
    CHECK(context.certificate().names == "first www.first");
    context.load(second);
    CHECK(context.current() != held);
    CHECK(context.certificate().names == "second www.second");
}
