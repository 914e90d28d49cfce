# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls as bytes on either wire, and how to tell a right answer."""
import json
import re
from xml.sax.saxutils import escape

JSON_PATH, JSON_TYPE = "/core/json.php", "application/json"
SOAP_PATH, SOAP_TYPE = "/core/soap.php", "text/xml; charset=utf-8"

ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:ns1="http://localhost/core/soap.php" xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" '
    'SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body>%s</SOAP-ENV:Body>'
    '</SOAP-ENV:Envelope>\n')


class WrongAnswer(Exception):
    pass


def json_call(method, *arguments):
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": arguments, "id": "1"}, ensure_ascii=False)


def soap_call(method, **arguments):
    """As PHP's SoapClient writes it."""
    parts = []
    for name, value in arguments.items():
        kind = "int" if isinstance(value, int) else "string"
        parts.append('<%s xsi:type="xsd:%s">%s</%s>' % (name, kind, escape(str(value)), name))
    return ENVELOPE % ("<ns1:%s>%s</ns1:%s>" % (method, "".join(parts), method))


def document_call(method, **arguments):
    parts = "".join("<%s>%s</%s>" % (name, escape(str(value)), name) for name, value in arguments.items())
    return ENVELOPE % ('<%s xmlns="urn:kimai-gateway:document">%s</%s>' % (method, parts, method))


def json_items(text):
    """-> the items of a successful result; raises WrongAnswer"""
    answer = json.loads(text)
    result = answer.get("result")
    if answer.get("error") or not isinstance(result, dict) or not result.get("success"):
        raise WrongAnswer(text[:300])
    return result.get("items", [])


def count_in(text):
    """How many items an answer of either wire lists; raises WrongAnswer for a failure or a fault."""
    if text.startswith("{"):
        return len(json_items(text))
    if "<success>true</success>" in text:
        return text.count("<timeEntryID>")
    if "Fault" in text or ">success</key><value xsi:type=\"xsd:boolean\">true<" not in text:
        raise WrongAnswer(text[:600])
    return len(re.findall(r">timeEntryID</key>", text))
