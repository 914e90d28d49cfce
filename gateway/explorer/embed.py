#!/usr/bin/env python3
# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles the files of the web page into the program: writes them as C++ literals, as they are and packed.

    embed.py OUTPUT FILE...

page.html stands at "/", every other file at "/explorer/NAME". Same files, same output.
"""
import gzip
import hashlib
import pathlib
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


def literal(data):
    """A string_view of any bytes. Octal escapes have an end, unlike hexadecimal ones."""
    rows = [data[at:at + 40] for at in range(0, len(data), 40)] or [b""]
    quoted = ('"%s"' % "".join("\\%03o" % byte for byte in row) for row in rows)
    return "std::string_view(%s, %d)" % ("\n".join(quoted), len(data))


def entry(file):
    data = file.read_bytes()
    path = "/" if file.name == "page.html" else "/explorer/" + file.name
    tag = hashlib.sha256(data).hexdigest()[:16]
    # Level 9 and no time: the output depends on the file only.
    packed = gzip.compress(data, 9, mtime=0)
    return 'ExplorerFile{"%s", "%s", "%s",\n%s,\n%s},\n' % (path, TYPES[file.suffix], tag, literal(data), literal(packed))


def main():
    output, *files = map(pathlib.Path, sys.argv[1:])
    output.write_text(
        '#include "gateway/explorer.hpp"\n\nnamespace kimai::gateway {\n\nnamespace {\n\n'
        "constexpr ExplorerFile files[] = {\n" + "".join(map(entry, files)) + "};\n\n}  // namespace\n\n"
        "std::span<const ExplorerFile> explorer_files() { return files; }\n\n}  // namespace kimai::gateway\n")


if __name__ == "__main__":
    main()
