#!/usr/bin/env python3
# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs SOAP stacks against the gateway: each one's program reads the description as its users do, calls all methods and
says what it decoded, which is compared with what it must be (scenario.py).

    run.py [--gateway FILE] [--folder FOLDER] [STACK...]

Every stack, or those that are named, finds a server of its own with the database of test/conformance/kimai1.sql. FOLDER
keeps what is generated and compiled. A test is what a stack made of one method, of the description, or of a fault.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
# Generous, since other tests run beside it.
SECONDS_A_STACK = 120


class Unusable(Exception):
    """The program says nothing that could be compared."""


class Program:
    """A stack's program. It reads requests and writes answers, a line of JSON each; README.md says which."""

    def __init__(self, command, folder):
        self.errors = open(folder / "stderr", "w+b")
        try:
            self.process = subprocess.Popen([str(word) for word in command], cwd=folder, stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, stderr=self.errors, text=True, encoding="utf-8")
        except FileNotFoundError as error:
            raise Unusable("%s is not there" % error.filename) from error
        self.deadline = threading.Timer(SECONDS_A_STACK, self.process.kill)
        self.deadline.start()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise Unusable("ended" + self.last_words())
        try:
            return json.loads(line)
        except ValueError as error:
            raise Unusable("said %r" % line) from error

    def ask(self, request):
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except OSError:
            pass
        return self.read()

    def last_words(self):
        self.process.wait(10)
        self.errors.seek(0)
        lines = [line for line in self.errors.read().decode(errors="replace").splitlines() if line.strip()]
        return " with exit code %d: %s" % (self.process.returncode, " | ".join(lines[-3:]))

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.deadline.cancel()
        self.errors.close()


def filled(value, kept, dates):
    """The arguments or expectations of a step, with what earlier answers held, and dates as the stack can send them."""
    if isinstance(value, dict):
        return {name: filled(inner, kept, dates) for name, inner in value.items()}
    if isinstance(value, Kept):
        return value.kind(kept[value.name])
    if isinstance(value, Day):
        return str(value) if dates else int(value.replace("-", ""))
    return value


def try_step(stack, program, step, kept):
    """-> "" or what is wrong"""
    try:
        request = {"method": step.method, "arguments": filled(step.arguments, kept, stack.dates), "form": step.form}
        expected = filled(step.expected, kept, True)
    except KeyError as name:
        return "no %s: a step before failed" % name
    answer = program.ask(request)
    if "result" not in answer:
        return json.dumps(answer, ensure_ascii=False)
    wrong = difference(stack.values, expected, answer["result"])
    if not wrong:
        kept.update((name, at(as_lists(answer["result"]), place)) for name, place in step.keep.items())
    return wrong


def try_fault(stack, program):
    codes, words = FAULTS[stack.fault]
    answer = program.ask({"fault": stack.fault})
    fault = answer.get("fault", {})
    if str(fault.get("code")).rpartition(":")[2] in codes and words in str(fault.get("text")):
        return ""
    return "%s with %r expected, %s got" % ("/".join(codes), words, json.dumps(answer, ensure_ascii=False))


def try_description(program):
    described = program.read()
    if described.get("operations") == len(METHODS):
        return ""
    return "%d operations expected, %s got" % (len(METHODS), json.dumps(described))


def converse(stack, program, attempt):
    """Calls attempt(column, what, test) for all that is to be tried; a test gives "" or what is wrong."""
    if stack.description:
        attempt("wsdl", "", lambda: try_description(program))
    else:
        program.read()
    kept = {}
    for step in steps(stack.records):
        if stack.nulls or not step.needs_null:
            what = " ".join(filter(None, [step.method if step.counts_for else "", step.what, step.form]))
            attempt(step.counts_for or step.method, what, lambda: try_step(stack, program, step, kept))
    attempt("fault", stack.fault, lambda: try_fault(stack, program))


def prepare(stack, folder, url):
    """Makes what the program needs. The description is asked for under a fixed name, so that it is always the same, and
    a program that is made from it is made once; it is told the true address."""
    folder.mkdir(parents=True, exist_ok=True)
    if stack.description:
        request = urllib.request.Request("%s?%s" % (url, stack.description), headers={"Host": "kimai.example"})
        (folder / "kimai.wsdl").write_bytes(urllib.request.urlopen(request, timeout=30).read())
    if stack.build:
        stack.build(folder)


def run_stack(stack, folder):
    """-> {column: [what went wrong]}, a column for all that was tried"""
    wrong = {}

    def attempt(column, what, test):
        found = wrong.setdefault(column, [])
        try:
            problem = test()
        except Unusable as error:
            found.append(str(error))
            raise
        if problem:
            found.append(problem)
            print("FAIL %s %s %s: %s" % (stack.name, column, what, problem[:600]), flush=True)

    with tempfile.TemporaryDirectory(prefix="kimai-gateway-clients") as scratch:
        database = pathlib.Path(scratch) / "k.db"
        import_dump(database)
        with Gateway(database, "--login-rate", "0") as gateway:
            url = "http://%s:%d/core/soap.php" % gateway.addresses[0]
            described = [] if stack.description is None else ["%s?%s" % (url, stack.description)]
            try:
                prepare(stack, folder, url)
                program = Program([*stack.command, url, *described], folder)
                try:
                    converse(stack, program, attempt)
                finally:
                    program.close()
            except (Unusable, build.Failed) as error:
                print("FAIL %s: %s" % (stack.name, error))
                for column in ["wsdl"] * bool(described) + METHODS + ["fault"]:
                    wrong.setdefault(column, [str(error)])
            attempt("fault", "the gateway's end", lambda: gateway.output()[-600:] if gateway.end() else "")
    return wrong


def print_table(rows):
    columns = ["wsdl", *METHODS, "fault"]
    width = max(len(stack.name) for stack, _, _ in rows)
    print()
    for depth, column in enumerate(columns):
        print(" " * width + "    |" * depth + "    " + column)
    for stack, wrong, seconds in rows:
        cells = ["-" if column not in wrong else "FAIL" if wrong[column] else "ok" for column in columns]
        print(stack.name.ljust(width) + "".join("%5s" % cell for cell in cells) + "  %5.1f s" % seconds)
    print()


def main():
    names = [stack.name for stack in STACKS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gateway", help="the executable; default: build/gateway/kimai-gateway, or $GATEWAY")
    parser.add_argument("--names", action="store_true", help="list the stacks")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "build" / "test" / "clients")
    parser.add_argument("stack", nargs="*", metavar="STACK", help=", ".join(names))
    arguments = parser.parse_args()
    if arguments.names:
        print("\n".join(names))
        return 0
    unknown = set(arguments.stack) - set(names)
    if unknown:
        parser.error("no such stack: " + ", ".join(unknown))
    rows = []
    for stack in STACKS:
        if not arguments.stack or stack.name in arguments.stack:
            began = time.monotonic()
            rows.append((stack, run_stack(stack, arguments.folder.resolve() / stack.name), time.monotonic() - began))
    print_table(rows)
    cells = [cell for _, wrong, _ in rows for cell in wrong.values()]
    failed = sum(1 for cell in cells if cell)
    print("%d passed, %d failed" % (len(cells) - failed, failed))
    return 1 if failed or not cells else 0


if __name__ == "__main__":
    # The module of test/cli reads it when it is imported.
    if "--gateway" in sys.argv[:-1]:
        os.environ["GATEWAY"] = os.path.abspath(sys.argv[sys.argv.index("--gateway") + 1])
    # All that happens is on this machine.
    os.environ.update(NO_PROXY="127.0.0.1", no_proxy="127.0.0.1")
    os.environ.setdefault("GATEWAY", str(ROOT / "build" / "gateway" / "kimai-gateway"))
    sys.path.append(str(ROOT / "test" / "cli"))
    import build
    from comparison import as_lists, at, difference
    from gateway_process import Gateway, import_dump
    from scenario import FAULTS, METHODS, Day, Kept, steps
    from stacks import STACKS
    sys.exit(main())
