# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is made from the program itself: the manual page, bash's completion, the page of the methods."""
import functools
import pathlib
import re
import subprocess
import unittest

from gateway_process import PATIENCE, InScratchFolder, main, run

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "methods.md"


def reference(name, **environment):
    done = run("reference", name, environment=environment)
    if done.returncode or done.stderr:
        raise AssertionError(done.stderr)
    return done.stdout


@functools.cache
def commands():
    """-> {command: (its commands, its options)} of all commands, as their help lists them"""
    found = {}

    def look(command):
        inner, options = [], []
        for block in run(*command, "--help").stdout.split("\n\n"):
            if block.startswith("Subcommands:"):
                inner += re.findall(r"^  ([\w-]+)", block, re.MULTILINE)
            else:
                options += re.findall(r"^  (?:-\w,)?(--[\w-]+)", block, re.MULTILINE)
        found[command] = (inner, options)
        for name in inner:
            look((*command, name))

    look(())
    return found


class Commands(unittest.TestCase):
    def test_the_help_is_understood(self):
        self.assertIn("serve", commands()[()][0])
        self.assertIn("--listen", commands()[("serve",)][1])

    def test_the_command_is_for_those_who_build(self):
        self.assertNotIn("reference", run("--help").stdout)
        self.assertEqual(run("reference", "--help").returncode, 0)


class ManualPage(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "kimai-gateway.1"
        self.file.write_text(reference("man"), encoding="utf-8")

    def test_it_has_every_command_with_every_option(self):
        text = subprocess.run(["mandoc", "-T", "ascii", "-O", "width=200", self.file], capture_output=True, text=True,
                              timeout=PATIENCE, check=True).stdout
        text = re.sub(".\b", "", text)
        sections = dict(re.findall(r"^   kimai-gateway (.*)\n((?:(?:       .*)?\n)*)", text, re.MULTILINE))
        for command, (_, options) in commands().items():
            if not command:
                continue
            listed = re.findall(r"^       (?:-\w, )?(--[\w-]+)", sections[" ".join(command)], re.MULTILINE)
            self.assertCountEqual(listed, options, command)

    def test_a_checker_and_the_formatter_find_nothing(self):
        for command in (["mandoc", "-T", "lint", "-W", "warning"], ["groff", "-man", "-Tutf8", "-wall", "-z"]):
            with self.subTest(command[0]):
                done = subprocess.run([*command, self.file], capture_output=True, text=True, timeout=PATIENCE)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_its_date_is_that_of_a_reproduced_build(self):
        self.assertIn(".TH KIMAI\\-GATEWAY 1 2001-09-09 ", reference("man", SOURCE_DATE_EPOCH="1000000000"))


class Completion(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.script = self.folder / "completion"
        self.script.write_text(reference("bash-completion"), encoding="utf-8")

    def complete(self, *lines):
        """-> what bash offers at the end of each line"""
        asked = "".join(
            'COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _kimai_gateway; echo "${COMPREPLY[*]}"\n'
            % " ".join("'%s'" % word for word in ("kimai-gateway", *line)) for line in lines)
        done = subprocess.run(["bash", "--norc", "-u", "-c", '. "$0"\n' + asked, self.script], capture_output=True,
                              text=True, timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return [line.split() for line in done.stdout.splitlines()]

    def test_it_offers_every_command_and_every_option(self):
        everything = list(commands().items())
        offered = self.complete(*((*command, "") for command, _ in everything))
        for (command, (inner, _)), words in zip(everything, offered, strict=True):
            self.assertCountEqual(words, inner, command)
        offered = self.complete(*((*command, "--") for command, _ in everything))
        for (command, (_, options)), words in zip(everything, offered, strict=True):
            self.assertCountEqual(words, options, command)

    def test_what_is_begun_is_completed(self):
        self.assertEqual(
            self.complete(["ser"], ["serve", "--login"], ["serve", "--log-level", ""], ["serve", "--log-level", "d"],
                          ["serve", "--log-level", "info", "--log-l"], ["nonsense", "serve", "--log-l"],
                          ["export", "--format", ""]),
            [["serve"], ["--login-rate"], ["debug", "error", "info", "warning"], ["debug"], ["--log-level"],
             ["--log-level"], ["mysql", "csv", "jsonl"]])

    def test_values_are_no_commands_and_left_to_files(self):
        self.assertEqual(self.complete(["import", "--database", ""], ["import", "--database", "serve", "--sal"],
                                       ["import", "dump"]), [[], ["--salt"], []])
        self.assertIn("complete -o default -F _kimai_gateway kimai-gateway", self.script.read_text())


class Methods(unittest.TestCase):
    def test_the_page_is_that_of_the_program(self):
        self.assertEqual(PAGE.read_text(encoding="utf-8"), reference("methods"),
                         "make it anew: kimai-gateway reference methods >docs/methods.md")

    def test_it_has_all_methods(self):
        self.assertEqual(reference("methods").count("\n## "), 18)


if __name__ == "__main__":
    main()
