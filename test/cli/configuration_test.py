# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flags, environment and file: which one wins, and what is refused."""
from gateway_process import Gateway, InScratchFolder, main, run


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


if __name__ == "__main__":
    main()
