# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks find what they are there to find, and nothing else."""
import importlib.machinery
import importlib.util
import pathlib
import sys

sys.dont_write_bytecode = True
TOOLS = pathlib.Path(__file__).parents[2] / "tools"
HEADER = "// SPDX-FileCopyrightText: Kimai Gateway authors\n// SPDX-License-Identifier: GPL-3.0-or-later\n"


def load(name):
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(TOOLS / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


layers, sources, docs = load("check-layers"), load("check-sources"), load("check-docs")

# name, file, its text, a part of the complaint (None: there is none)
LAYER_CASES = [
    ("downwards", "rpc/a.cpp", '#include "api/value.hpp"', None),
    ("own layer", "api/a.cpp", '#include "api/value.hpp"', None),
    ("upwards", "storage/a.cpp", '#include "api/value.hpp"', "storage must not know api"),
    ("upwards, indented", "api/a.hpp", '  #  include "gateway/log.hpp"', "api must not know gateway"),
    ("beside", "rpc/a.cpp", '#include "soap/fault.hpp"', "rpc must not know soap"),
    ("from the file's folder", "api/a.cpp", '#include "value.hpp"', "not written from the root"),
    ("backwards", "api/a.cpp", '#include "../storage/store.hpp"', "not written from the root"),
    ("Asio outside", "storage/a.cpp", "#include <boost/asio/post.hpp>", "belongs to gateway"),
    ("Asio inside", "gateway/a.hpp", "#include <boost/asio/post.hpp>", None),
    ("engine outside", "api/a.cpp", "#include <sqlite3.h>", "belongs to storage"),
    ("engine in a header", "storage/a.hpp", "#include <sqlite3.h>", "belongs to storage"),
    ("JSON outside", "gateway/a.cpp", "#include <boost/json.hpp>", "belongs to (rpc"),
    ("CLI11 outside", "gateway/service.cpp", "#include <CLI/App.hpp>", "belongs to gateway"),
    ("CLI11 inside", "gateway/import_command.cpp", "#include <CLI/App.hpp>", None),
]

SOURCE_CASES = [
    ("clean", "api/a.cpp", HEADER + "int f();\n", None),
    ("no header", "api/a.cpp", "int f();\n", "licence header"),
    ("other licence", "api/a.cpp", HEADER.replace("GPL-3.0-or-later", "MIT"), "licence header"),
    ("as long as allowed", "api/a.cpp", HEADER + "//\n" * 398, None),
    ("too long", "api/a.cpp", HEADER + "//\n" * 399, "401 lines"),
    ("a long test", "test/api/a_test.cpp", HEADER + "//\n" * 399, None),
    ("no pragma once", "api/a.hpp", HEADER, "#pragma once"),
    ("a mark", "tools/a", HEADER + "# TO" + "DO: later\n", "unfinished"),
    ("a conflict", "tools/a", HEADER + "<" * 7 + " HEAD\n", "not resolved"),
    ("part of a word", "tools/a", HEADER + "# MASTO" + "DON\n", None),
    ("a call", "api/a.cpp", HEADER + "int i = atoi(text);\n", "atoi is not used"),
    ("a call in std", "api/a.cpp", HEADER + "int i = std::rand();\n", "rand is not used"),
    ("a shell", "api/a.cpp", HEADER + 'system("ls");\n', "system is not used"),
    ("a member of that name", "api/a.cpp", HEADER + "clock.system();\nstd::chrono::system_clock::now();\n", None),
    ("in a comment", "api/a.cpp", HEADER + "// not atoi(text), which fails silently\n", None),
    ("in a string", "api/a.cpp", HEADER + 'const char* t = "atoi(x)";\n', None),
    ("behind a string", "api/a.cpp", HEADER + 'f("\\"", gets(x));\n', "gets is not used"),
]

PRINT_CASES = [
    ("same", ["a b"], "a b\n", True),
    ("other", ["a b"], "a c\n", False),
    ("anything", ["a ... d"], "a b\nc d", True),
    ("more than shown", ["a"], "a\nb", False),
    ("no pattern", ["a.b"], "axb", False),
]


def results():
    """-> (name of a case, whether it holds)"""
    for check, cases in [(layers, LAYER_CASES), (sources, SOURCE_CASES)]:
        for name, path, text, expected in cases:
            found = check.complaints(path, text)
            yield name, found == [] if expected is None else len(found) == 1 and expected in found[0]
    for name, shown, printed, expected in PRINT_CASES:
        yield name, docs.prints_as_shown(shown, printed) == expected
    page = "text\n```console\n$ a\n> b\nc\n$ d\n```\n1. Text:\n   ```sh\n   $ curl x\n   tools/test\n   ```\n"
    (start, mark, lines), hidden = list(docs.blocks(page))
    yield "steps of a block", mark == "console" and docs.steps(start, lines) == [[3, "a\nb", ["c"]], [6, "d", []]]
    yield "commands that hide", docs.hidden_commands(*hidden) == [(10, "$ curl x")]


def main():
    outcome = list(results())
    wrong = [name for name, holds in outcome if not holds]
    for name in wrong:
        print("FAIL " + name)
    print("%d passed, %d failed" % (len(outcome) - len(wrong), len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
