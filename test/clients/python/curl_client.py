# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""curl with envelopes written by hand: curl_client.py ENDPOINT DESCRIPTION

The calls go out in one form after the other, each with its own oddities; all of them are sent by some stack, or allowed
by the specifications."""
import base64
import itertools
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from xml.sax.saxutils import escape

from conversation import Fault, serve

SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
READ = {"int": int, "float": float, "boolean": lambda text: text == "true"}
TYPES = {str: "xsd:string", int: "xsd:int", float: "xsd:double", bool: "xsd:boolean", type(None): "xsd:int"}
PREFIXES = ('xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
            'xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:map="http://xml.apache.org/xml-soap"')


def plain(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def typed(name, value):
    if value is None:
        return '<%s xsi:nil="true" xsi:type="xsd:int"/>' % name
    return '<%s xsi:type="%s">%s</%s>' % (name, TYPES[type(value)], escape(plain(value)), name)


def untyped(name, value):
    return "" if value is None else "<%s>%s</%s>" % (name, escape(plain(value)), name)


def blanks(name, value):
    content = " %s " % plain(value) if isinstance(value, (int, float)) else escape(plain(value))
    return "\n\t<%s\n\t>%s</%s >\n" % (name, content, name)


def cdata(name, value):
    return "<%s><![CDATA[%s]]></%s>" % (name, plain(value), name)


def in_base64(name, value):
    if not isinstance(value, str):
        return typed(name, value)
    return '<%s xsi:type="xsd:base64Binary">%s</%s>' % (name, base64.b64encode(value.encode()).decode(), name)


class References:
    """Every value stands after the call, under a number."""

    def __init__(self):
        self.targets = []

    def scalar(self, name, value):
        number = len(self.targets)
        self.targets.append('<multiRef id="id%d" enc:root="0" xsi:type="%s">%s</multiRef>' % (
            number, TYPES[type(value)].replace("xsd:", "enc:"), escape(plain(value))))
        return '<%s href="#id%d"/>' % (name, number)


def items(scalar, record):
    pairs = ((scalar("key", name), scalar("value", value)) for name, value in record.items())
    return "".join("<item>%s%s</item>" % pair for pair in pairs)


def children(scalar, record):
    return "".join(scalar(name, value) for name, value in record.items())


# Ways to write a record: the attributes of its element, and what stands in it.
RECORDS = {
    "map": lambda scalar, record: (' xsi:type="map:Map"', items(scalar, record)),
    "items": lambda scalar, record: ("", items(scalar, record)),
    "struct": lambda scalar, record: (' xsi:type="enc:Struct"', children(scalar, record)),
    "object": lambda scalar, record: ("", children(scalar, record)),
    "named array": lambda scalar, record: (' xsi:type="enc:Array" enc:arrayType="xsd:anyType[%d]"' % len(record),
                                           children(scalar, record)),
    "array of map": lambda scalar, record: (' xsi:type="enc:Array" enc:arrayType="map:Map[1]"',
                                            '<item xsi:type="map:Map">%s</item>' % items(scalar, record)),
    "array of items": lambda scalar, record: (' xsi:type="enc:Array" enc:arrayType="xsd:anyType[%d]"' % len(record),
                                              items(scalar, record)),
}


@dataclass(frozen=True)
class Form:
    """How a call is written."""
    scalar: callable = untyped
    envelope: str = SOAP_11
    declaration: str = '<?xml version="1.0" encoding="UTF-8"?>\n'
    encoding: str = "utf-8"
    content_type: str = "text/xml; charset=utf-8"
    action: str = "{endpoint}#{method}"
    header: str = ""
    operation: str = '<k:{method} xmlns:k="{endpoint}">{parameters}</k:{method}>'
    curl: tuple = ()
    by_position: bool = False
    reversed: bool = False


FORMS = {
    "typed": Form(
        typed, operation='<k:{method} xmlns:k="{endpoint}" E:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">'
                         "{parameters}</k:{method}>"),
    "without types, action and declaration": Form(
        untyped, declaration="", action="", content_type="text/xml",
        header='<x:Security xmlns:x="urn:x">1</x:Security>'),
    "SOAP 1.2": Form(
        typed, envelope=SOAP_12, action="", content_type='application/soap+xml; charset=utf-8; action="x"'),
    "references": Form(None, declaration="<?xml version='1.0' encoding='utf-8' standalone='yes'?>"),
    "by position": Form(typed, by_position=True),
    "other order, blanks": Form(blanks, reversed=True, action="http://other.example/#nonsense"),
    "CDATA, chunked": Form(cdata, curl=("-H", "Transfer-Encoding: chunked")),
    "UTF-16": Form(untyped, declaration='<?xml version="1.0" encoding="UTF-16"?>', encoding="utf-16",
                   content_type="text/xml; charset=UTF-16"),
    "ISO-8859-1": Form(typed, declaration='<?xml version="1.0" encoding="ISO-8859-1"?>', encoding="iso-8859-1",
                       content_type='text/xml; charset="ISO-8859-1"', curl=("-H", "Expect: 100-continue")),
    "base64": Form(in_base64),
    "namespace of another host, HTTP/1.0": Form(
        untyped, encoding="utf-8-sig", curl=("--http1.0",),
        operation='<{method} xmlns="http://old.example/core/soap.php">{parameters}</{method}>'),
}


def envelope(form, endpoint, method, arguments, way):
    references = References()
    scalar = form.scalar or references.scalar
    parameters = []
    for number, (name, value) in enumerate(arguments.items()):
        name = "param%d" % number if form.by_position else name
        if isinstance(value, dict):
            attributes, content = RECORDS[way](scalar, value)
            parameters.append("<%s%s>%s</%s>" % (name, attributes, content, name))
        else:
            parameters.append(scalar(name, value))
    if form.reversed:
        parameters.reverse()
    operation = form.operation.format(method=method, endpoint=endpoint, parameters="".join(parameters))
    return '%s<E:Envelope xmlns:E="%s" %s><E:Header>%s</E:Header><E:Body>%s%s</E:Body></E:Envelope>' % (
        form.declaration, form.envelope, PREFIXES, form.header, operation, "".join(references.targets))


def decoded(element):
    if element.get(XSI + "nil") == "true":
        return None
    kind = (element.get(XSI + "type") or "").rpartition(":")[2]
    if kind == "Map":
        return {item.findtext("key"): decoded(item.find("value")) for item in element}
    if kind == "Array":
        return [decoded(item) for item in element]
    return READ.get(kind, str)(element.text or "")


def curl(*arguments, body=None):
    done = subprocess.run(["curl", "-sS", "--max-time", "30", *arguments], input=body, capture_output=True)
    if done.returncode:
        raise RuntimeError("curl ended with %d: %s" % (done.returncode, done.stderr.decode()))
    return done.stdout


def result_of(answer):
    body = ET.fromstring(answer).find("{*}Body")
    fault = body.find("{*}Fault")
    if fault is not None:
        code = fault.findtext("faultcode") or fault.findtext("{*}Code/{*}Value")
        raise Fault(code, fault.findtext("faultstring") or fault.findtext("{*}Reason/{*}Text"))
    return decoded(body.find("*/return"))


def main():
    endpoint, description = sys.argv[1:]
    forms = itertools.cycle(FORMS.items())

    def call(method, arguments, way):
        name, form = next(forms)
        action = '"%s"' % form.action.format(endpoint=endpoint, method=method) if form.action else ""
        document = envelope(form, endpoint, method, arguments, way).encode(form.encoding, "xmlcharrefreplace")
        headers = ["-H", "Content-Type: " + form.content_type] + (["-H", "SOAPAction: " + action] if action else [])
        answer = curl("--data-binary", "@-", *headers, *form.curl, endpoint, body=document)
        try:
            return result_of(answer)
        except Fault as fault:
            raise Fault(fault.code, "%s (sent: %s)" % (fault, name)) from fault

    operations = ET.fromstring(curl(description)).findall("{*}portType/{*}operation")
    serve(len(operations), call, lambda way: call("getUsers", {}, ""))


main()
