# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls over both wires, whose answers are taken only if they are well-formed, and what there is to call, as the gateway
itself tells. So a method that comes new is tested without a word here."""
import contextlib
import http.client
import json
import xml.etree.ElementTree as ET
import xml.parsers.expat
from xml.sax.saxutils import escape

from gateway_process import PATIENCE

JSON_PATH = "/core/json.php"
SOAP_PATH = "/core/soap.php"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"
REFUSED = "Unknown user or no permissions."

# JSON-RPC's codes for a caller's mistake; -32603 would be the gateway's.
CALLERS_MISTAKES = {-32700, -32600, -32601, -32602}


class Broken(AssertionError):
    """An answer that no client could read, or that says that the gateway failed."""


class Fault:
    """An answer that is no result: the call was not made."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return "Fault(%r)" % self.text


def succeeded(result):
    return isinstance(result, dict) and result["success"] is True


def get(gateway, target):
    """-> (headers, body) of a page that is there"""
    connection = http.client.HTTPConnection(*gateway.addresses[0], timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", target)
        response = connection.getresponse()
        body = response.read().decode()
        if response.status != 200:
            raise Broken("%s: status %d" % (target, response.status))
        return response.headers, body


def methods(gateway):
    """-> {method: {parameter: None, or {member: its type} where the parameter is a record}}, from the service map, and
    the records from the schema."""
    schema = ET.fromstring(get(gateway, SOAP_PATH + "?wsdl=document")[1]).find(".//%sschema" % SCHEMA)

    def elements(parent):
        return {element.get("name"): element.get("type") for element in parent.iter(SCHEMA + "element")
                if element is not parent}

    requests = {element.get("name"): elements(element) for element in schema.findall(SCHEMA + "element")}
    records = {"tns:" + kind.get("name"): elements(kind) for kind in schema.findall(SCHEMA + "complexType")}
    services = json.loads(get(gateway, JSON_PATH)[1])["services"]
    return {method: {parameter["name"]: records.get(requests[method][parameter["name"]])
                     for parameter in service["parameters"]} for method, service in services.items()}


class Wire:
    """A connection that is kept open."""

    def __init__(self, gateway):
        self.connection = http.client.HTTPConnection(*gateway.addresses[0], timeout=PATIENCE)
        self.requests = 0

    def close(self):
        self.connection.close()

    def post(self, path, body, content_type):
        """-> (status, media type, body)"""
        self.requests += 1
        self.connection.request("POST", path, body, {"Content-Type": content_type})
        response = self.connection.getresponse()
        names = [name.lower() for name, _ in response.getheaders()]
        if len(names) != len(set(names)) or "set-cookie" in names:
            raise Broken("headers %s" % response.getheaders())
        return response.status, response.getheader("Content-Type"), response.read()


def unique(members):
    names = [name for name, _ in members]
    if len(names) != len(set(names)):
        raise Broken("a member comes twice: %s" % names)
    return dict(members)


class JsonWire(Wire):
    name = "json-rpc"

    def call(self, method, arguments):
        """-> the result, or a Fault"""
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": arguments, "id": 1}, ensure_ascii=False)
        return self.send(body)

    def send(self, body):
        if isinstance(body, str):
            body = body.encode()
        status, media_type, answer = self.post(JSON_PATH, body, "application/json")
        if (status, media_type) != (200, "application/json"):
            raise Broken("status %d, %s: %r" % (status, media_type, answer[:200]))
        try:
            # Strictly: ASCII, no control characters, no member twice, nothing that JSON does not have.
            parsed = json.loads(answer.decode("ascii"), object_pairs_hook=unique, parse_constant=not_json)
        except (UnicodeDecodeError, ValueError) as error:
            raise Broken("%s in %r" % (error, answer[:200])) from error
        if "error" not in parsed:
            return parsed["result"]
        if parsed["error"]["code"] not in CALLERS_MISTAKES:
            raise Broken("error %s" % parsed["error"])
        return Fault(parsed["error"]["message"])


def not_json(word):
    raise ValueError(word)


def as_xml(value):
    """A value as clients without types send it."""
    if isinstance(value, dict):
        return "".join("<%s>%s</%s>" % (name, as_xml(inner), name) for name, inner in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    # As a reference, since a reader makes a line feed of it.
    return escape(str(value), {"\r": "&#13;"})


def envelope(content):
    return ('<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">'
            "<e:Body>%s</e:Body></e:Envelope>" % content)


def parsed_xml(answer):
    """The root of a document without a document type."""
    scout = xml.parsers.expat.ParserCreate()

    def refuse(*_):
        raise Broken("a document type in an answer")
    scout.StartDoctypeDeclHandler = refuse
    try:
        scout.Parse(answer, True)
        return ET.fromstring(answer)
    except (xml.parsers.expat.ExpatError, ET.ParseError) as error:
        raise Broken("%s in %r" % (error, answer[:200])) from error


def decoded(element):
    """What PHP's encoding means."""
    kind = element.get(INSTANCE + "type", "").rpartition(":")[2]
    if element.get(INSTANCE + "nil") == "true":
        return None
    if kind == "Map":
        return unique([(item.findtext("key"), decoded(item.find("value"))) for item in element])
    if kind == "Array":
        return [decoded(item) for item in element]
    if len(element):
        raise Broken("elements within a %s" % kind)
    text = element.text or ""
    return {"int": int, "float": float, "boolean": "true".__eq__, "string": str}[kind](text)


class SoapWire(Wire):
    name = "soap"

    def call(self, method, arguments):
        """-> the result, or a Fault. Raises ValueError for characters that XML does not have."""
        return self.send(envelope('<k:%s xmlns:k="urn:kimai">%s</k:%s>' % (method, as_xml(arguments), method)))

    def send(self, body):
        if isinstance(body, str):
            body = body.encode()
        status, media_type, answer = self.post(SOAP_PATH, body, "text/xml; charset=utf-8")
        root = parsed_xml(answer)
        content, = root.find(ENVELOPE + "Body")
        fault = content.tag == ENVELOPE + "Fault"
        if root.tag != ENVELOPE + "Envelope" or status != (500 if fault else 200) or not media_type.startswith("text/xml"):
            raise Broken("status %d, %s: %r" % (status, media_type, answer[:200]))
        if not fault:
            return decoded(content.find("return"))
        text = content.findtext("faultstring")
        if text == "Internal error":
            raise Broken(text)
        return Fault(text)


WIRES = [JsonWire, SoapWire]
