# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of JSON that run.py and a program exchange."""
import json
import sys


class Fault(Exception):
    """A fault that the server answered."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def say(answer):
    print(json.dumps(answer, ensure_ascii=False), flush=True)


def serve(operations, call, provoke):
    """Answers requests until there are none: call(method, arguments, form) and provoke(way) give a result or raise."""
    say({"operations": operations})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "fault" in request:
                say({"result": provoke(request["fault"])})
            else:
                say({"result": call(request["method"], request["arguments"], request["form"])})
        except Fault as fault:
            say({"fault": {"code": fault.code, "text": str(fault)}})
        except Exception as error:  # Whatever a library throws is what its user sees.
            say({"error": "%s: %s" % (type(error).__name__, error)})
