# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""zeep: zeep_client.py ENDPOINT DESCRIPTION"""
import decimal
import sys

import zeep
from lxml import etree
from zeep import xsd
from zeep.helpers import serialize_object

from conversation import Fault, serve

MAP = "{http://xml.apache.org/xml-soap}Map"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
SENT = {str: xsd.String(), int: xsd.Int(), float: xsd.Double()}
READ = {"int": int, "float": float, "boolean": lambda text: text == "true"}


def from_element(element):
    """zeep gives elements where the description says no more than array."""
    if element.get(XSI + "nil") == "true":
        return None
    kind = (element.get(XSI + "type") or "").rpartition(":")[2]
    if kind == "Map":
        return from_items(element)
    if kind == "Array":
        return [from_element(item) for item in element]
    return READ.get(kind, str)(element.text or "")


def from_items(items):
    return {item.findtext("key"): from_element(item.find("value")) for item in items}


def to_json(value):
    if isinstance(value, dict):
        return {name: to_json(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [to_json(inner) for inner in value]
    return str(value) if isinstance(value, decimal.Decimal) else value


def map_type():
    """No description of the rpc style has it."""
    item = xsd.ComplexType([xsd.Element("key", xsd.AnyType()), xsd.Element("value", xsd.AnyType())])
    return xsd.ComplexType([xsd.Element("item", item, max_occurs="unbounded")], qname=etree.QName(MAP))


def as_map(record):
    return map_type()(item=[
        {"key": xsd.AnyObject(xsd.String(), name), "value": xsd.AnyObject(SENT[type(value)], value)}
        for name, value in record.items()])


def main():
    description = sys.argv[2]
    client = zeep.Client(description)
    binding = client.service._binding

    def call(method, arguments, form, **more):
        if form == "map" and "record" in arguments:
            arguments = {**arguments, "record": as_map(arguments["record"])}
        # None leaves an optional element out here.
        arguments = {name: xsd.Nil if value is None and "document" not in description else value
                     for name, value in arguments.items()}
        try:
            answer = client.service[method](**arguments, **more)
        except zeep.exceptions.Fault as fault:
            raise Fault(fault.code, fault.message) from fault
        if isinstance(answer, str):
            return answer
        if "document" in description:
            return to_json(serialize_object(answer, dict))
        return from_items(answer["_value_1"] if hasattr(answer, "_value_1") else answer)

    def provoke(way):
        header = etree.Element("{urn:example:security}Security")
        header.set("{http://schemas.xmlsoap.org/soap/envelope/}mustUnderstand", "1")
        return call("getVersion", {}, "", _soapheaders=[header])

    serve(len(binding.all()), call, provoke)


main()
