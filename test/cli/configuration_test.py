# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flags, environment and file: which one wins, and what is refused."""
import pathlib
import re

from gateway_process import Gateway, InScratchFolder, import_dump, main, run

DOCS = pathlib.Path(__file__).parents[2] / "docs"


class Precedence(InScratchFolder):
    def longest_body(self, file=None, environment=None, flag=None):
        """Starts a gateway with that --body-limit from the three places. -> the KiB it takes."""
        options, variables = [], {}
        if file:
            path = self.folder / "gateway.toml"
            path.write_text('body-limit = "%dKiB"\n' % file)
            options += ["--config", path]
        if environment:
            variables["KIMAI_GATEWAY_BODY_LIMIT"] = "%dKiB" % environment
        if flag:
            options += ["--body-limit", "%dKiB" % flag]
        with Gateway(self.folder / "k.db", *options, environment=variables) as gateway:
            taken = [kib for kib in (1, 2, 3, 1024) if gateway.post(b" " * (kib * 1024))[0] != 413]
        return max(taken)

    def test_a_flag_beats_the_environment_and_that_the_file_and_that_the_default(self):
        for places, expected in [
            ({}, 1024),
            ({"file": 1}, 1),
            ({"environment": 2}, 2),
            ({"flag": 3}, 3),
            ({"file": 1, "environment": 2}, 2),
            ({"file": 1, "flag": 3}, 3),
            ({"environment": 2, "flag": 3}, 3),
            ({"file": 1, "environment": 2, "flag": 3}, 3),
        ]:
            with self.subTest(**places):
                self.assertEqual(self.longest_body(**places), expected)

    def test_all_can_come_from_the_environment(self):
        variables = {"KIMAI_GATEWAY_DATABASE": str(self.folder / "k.db"), "KIMAI_GATEWAY_LISTEN": "127.0.0.1:0,[::1]:0"}
        with Gateway(None, environment=variables, listen=None) as gateway:
            self.assertEqual(len(gateway.addresses), 2)

    def test_all_can_come_from_the_file(self):
        file = self.folder / "gateway.toml"
        file.write_text('# Where\ndatabase = "%s"\nlisten = ["127.0.0.1:0", "[::1]:0"]\n' % (self.folder / "k.db"))
        with Gateway(None, "--config", file, listen=None) as gateway:
            self.assertEqual(len(gateway.addresses), 2)


class Refusals(InScratchFolder):
    def test_what_is_refused_on_the_command_line(self):
        for arguments, word in [
            (["--no-such-option"], "--no-such-option"),
            (["--database"], "--database"),
            (["--listen", "nowhere"], "nowhere"),
            (["--listen", "127.0.0.1:99999"], "99999"),
            (["--body-limit", "1"], "--body-limit"),
            (["--body-limit", "much"], "--body-limit"),
            (["--read-deadline", "30"], "--read-deadline"),
            (["--read-deadline", "soon"], "--read-deadline"),
            (["--connections", "0"], "--connections"),
            (["--synchronous", "maybe"], "--synchronous"),
            (["--log-level", "loud"], "--log-level"),
            (["--trusted-proxy", "10.0.0.0/99"], "--trusted-proxy"),
            (["--config", "/no/such/file"], "/no/such/file"),
        ]:
            with self.subTest(" ".join(arguments)):
                self.assert_refused(run("serve", "--database", self.folder / "k.db", *arguments), word)
                self.assertFalse((self.folder / "k.db").exists())

    def test_what_is_refused_in_the_file(self):
        for text, word in [
            ("no-such-key = 1\n", "no-such-key"),
            ("body-limit = 1\n", "--body-limit"),
            ("[serve]\nbody-limit = 2KiB\n", "serve"),
        ]:
            with self.subTest(text):
                file = self.folder / "gateway.toml"
                file.write_text(text)
                self.assert_refused(run("serve", "--database", self.folder / "k.db", "--config", file), word)

    def test_what_is_refused_in_the_environment(self):
        done = run("serve", "--database", self.folder / "k.db", environment={"KIMAI_GATEWAY_CONNECTIONS": "none"})
        self.assert_refused(done, "--connections")

    def test_a_database_must_be_named(self):
        self.assert_refused(run("serve"), "--database")


class Pages(InScratchFolder):
    """What is printed of the options themselves, and the copies in docs/."""

    def printed(self, word):
        done = run("config", word)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_the_pages_in_docs_are_what_is_printed(self):
        for word, page in [("sample", "kimai-gateway.conf"), ("reference", "configuration.md")]:
            self.assertEqual(self.printed(word), (DOCS / page).read_text(encoding="utf-8"),
                             "docs/%s is old: kimai-gateway config %s > docs/%s" % (page, word, page))

    def test_all_options_of_serve_are_there(self):
        options = set(re.findall(r"^  --([a-z-]+)", run("serve", "--help").stdout, re.MULTILINE))
        self.assertGreater(len(options), 30)
        self.assertEqual(set(re.findall(r"^\| `--([a-z-]+)", self.printed("reference"), re.MULTILINE)), options)
        self.assertEqual(set(re.findall(r"^#([a-z-]+) = ", self.printed("sample"), re.MULTILINE)), options - {"config"})

    def test_the_sample_says_what_counts_where_nothing_is_said(self):
        sample = self.printed("sample")
        file = self.folder / "sample.conf"
        file.write_text(re.sub(r"^#([a-z-]+ = )", r"\1", sample, flags=re.MULTILINE).replace(
            'listen = ["127.0.0.1:8080"]', 'listen = ["127.0.0.1:0"]'))
        with Gateway(self.folder / "k.db", "--config", file, listen=None) as gateway:
            self.assertEqual(gateway.addresses[0][0], "127.0.0.1")


class Check(InScratchFolder):
    def checked(self, text, *options, environment=None):
        """-> (exit code, what is printed) for a file with this text"""
        file = self.folder / "gateway.conf"
        file.write_text(text)
        done = run("config", "check", "--config", file, *options, environment=environment)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def test_what_would_start(self):
        database = self.folder / "k.db"
        text = 'database = "%s"\n' % database
        code, printed = self.checked(text)
        self.assertEqual(code, 0)
        self.assertIn("the first start makes it", printed)
        self.assertFalse(database.exists())
        with Gateway(database):
            code, printed = self.checked(text)
        self.assertEqual((code, "note" in printed, "FAULT" in printed), (0, False, False), printed)
        self.assertEqual(run("config", "check", "--database", database).returncode, 0)

    def test_what_would_not_start(self):
        (self.folder / "letter").write_text("Dear Sir or Madam\n" * 100)
        import_dump(self.folder / "keyless.db")
        (self.folder / "keyless.db.key").unlink()
        tls = 'listen = "https://127.0.0.1:0"\ntls-certificate = "%s"\n' % (self.folder / "letter")
        database = 'database = "%s"\n' % (self.folder / "k.db")
        for text, words in [
            ("", ["--database is required"]),
            (database + "lissten = 1\nbody-limit = 0\n", ["did you mean listen?", "--body-limit: must be from"]),
            (database + 'listen = "nowhere"\n', ["nowhere"]),
            (database + tls, ["no certificate in PEM form"]),
            (database + tls.replace("https://", ""), ["--tls-certificate needs a place with TLS"]),
            (database + "redirect-http = 443\n", ["--redirect-http needs --listen https://"]),
            ('database = "%s"\n' % (self.folder / "letter"), ["letter"]),
            ('database = "%s"\n' % (self.folder / "no" / "k.db"), ["is not there"]),
            ('database = "%s"\n' % (self.folder / "keyless.db"), ["keyless.db.key"]),
        ]:
            with self.subTest(text):
                code, printed = self.checked(text)
                self.assertEqual(code, 1)
                for word in ["FAULT"] + words:
                    self.assertIn(word, printed)
        self.assertEqual(run("config", "check", "--config", "/no/such/file").returncode, 1)

    def test_notes_do_not_count(self):
        code, printed = self.checked('database = "%s"\nlisten = "0.0.0.0:1"\n' % (self.folder / "k.db"),
                                     environment={"KIMAI_GATEWAY_LOGLEVEL": "debug", "KIMAI_GATEWAY_KEY": "x"})
        self.assertEqual(code, 0)
        self.assertIn("Did you mean KIMAI_GATEWAY_LOG_LEVEL?", printed)
        self.assertIn("anybody on the network can read", printed)
        self.assertNotIn("KIMAI_GATEWAY_KEY", printed)


if __name__ == "__main__":
    main()
