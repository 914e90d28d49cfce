# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stacks: how each one's program is started, and what a user of it can and cannot send."""
import pathlib
from dataclasses import dataclass
from typing import Callable, Optional

import build

HERE = pathlib.Path(__file__).parent
# Debian's own, since the stacks are its packages; another one may be first in PATH.
PYTHON = ["/usr/bin/python3", "-B"]
PERL = ["/usr/bin/perl"]


@dataclass(frozen=True)
class Stack:
    name: str
    # The program; the URL of the endpoint and that of the description follow.
    command: list
    # Which description it is given; None: it needs none.
    description: Optional[str]
    # The ways in which it builds a record: "map" is what Kimai 1 asked for, "object" the language's own structure.
    records: tuple
    # One of scenario.FAULTS, which its users can meet.
    fault: str
    # "typed": each value has the type that the rpc style names. "text": everything is text, as in Perl. "document": the
    # types of ?wsdl=document.
    values: str = "typed"
    # It can send dates as text; otherwise as the int that the rpc description says.
    dates: bool = False
    # It can send null for a number.
    nulls: bool = True
    # Makes what the program needs: build(folder), with the description in the folder's kimai.wsdl.
    build: Optional[Callable] = None


def php(name, description, **more):
    return Stack(name, ["php", HERE / "php" / "client.php", name], description, **more)


def python(name, program, description, **more):
    return Stack(name, [*PYTHON, HERE / "python" / program], description, **more)


def perl(name, description, **more):
    return Stack(name, [*PERL, HERE / "perl" / "client.pl"], description, fault="unknown", values="text",
                 records=("map", "object"), **more)


def node(name, program, description, **more):
    return Stack(name, ["node", HERE / "node" / program, name], description, build=build.node_modules, **more)


DOCUMENT = {"values": "document", "dates": True}

STACKS = [
    # With a description of the rpc style PHP sends nothing for a record that is an object, nor zeep for a dictionary.
    php("php-wsdl", "wsdl", records=("map",), fault="header"),
    php("php-soap12", "wsdl", records=("map",), fault="header"),
    php("php-nowsdl", None, records=("map", "object"), fault="unknown", dates=True),
    php("php-document", "wsdl=document", records=("map", "object"), fault="header", **DOCUMENT),
    python("zeep", "zeep_client.py", "wsdl=offline", records=("map",), fault="header"),
    python("zeep-document", "zeep_client.py", "wsdl=document", records=("object",), fault="header", **DOCUMENT),
    python("suds", "suds_client.py", "wsdl", records=("map", "object"), fault="missing"),
    python("suds-document", "suds_client.py", "wsdl=document", records=("object",), fault="header", **DOCUMENT),
    perl("perl", None, dates=True),
    perl("perl-wsdl", "wsdl"),
    node("node-soap", "soap.js", "wsdl", records=("map", "object"), fault="missing"),
    node("node-soap12", "soap.js", "wsdl", records=("map", "object"), fault="missing"),
    node("node-soap-document", "soap.js", "wsdl=document", records=("object",), fault="missing", **DOCUMENT),
    node("strong-soap", "strong_soap.js", "wsdl", records=("map", "object"), fault="missing"),
    node("strong-soap-document", "strong_soap.js", "wsdl=document", records=("object",), fault="missing", **DOCUMENT),
    Stack("gsoap", ["./client"], "wsdl", records=("map", "object"), fault="header", nulls=False, build=build.gsoap_rpc),
    Stack("gsoap-document", ["./client"], "wsdl=document", records=("object",), fault="header",
          build=build.gsoap_document, **DOCUMENT),
    Stack("java", build.JAVA, "wsdl=document", records=("object",), fault="missing", build=build.java, **DOCUMENT),
    Stack("curl", [*PYTHON, HERE / "python" / "curl_client.py"], "wsdl", fault="missing", dates=True,
           records=("map", "items", "struct", "object", "named array", "array of map", "array of items")),
]
