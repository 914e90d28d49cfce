# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables on the terminal as they grow; in Markdown, so that they can stand in a page as they are."""


class Report:
    def __init__(self):
        self.missed = []
        self.title = ""
        self.headings = []

    def begin(self, title, headings):
        self.title, self.headings = title, headings
        print("\n### %s\n" % title)
        print("| " + " | ".join(headings) + " |")
        print("|" + "---|" * len(headings), flush=True)

    def row(self, cells, met=True):
        print("| " + " | ".join(cells) + " |", flush=True)
        if not met:
            self.missed.append("%s: %s" % (self.title, cells[0]))

    def end(self, *notes):
        for note in notes:
            print("\n" + note)
        print(flush=True)
