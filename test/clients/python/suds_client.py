# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""suds: suds_client.py ENDPOINT DESCRIPTION"""
import decimal
import sys

import suds
import suds.client
from suds.sax.element import Element
from suds.sudsobject import Object

from conversation import Fault, serve

MAP = ("ns9", "http://xml.apache.org/xml-soap")
XSD = ("xs", "http://www.w3.org/2001/XMLSchema")
TYPES = {str: "xs:string", int: "xs:int", float: "xs:double"}


def single(value):
    """suds makes a list of a value for which it has no schema."""
    return (value[0] if value else None) if isinstance(value, list) and len(value) < 2 else value


def from_types(value):
    """Objects of ?wsdl=document, with the members that the schema gives them."""
    if isinstance(value, list):
        return [from_types(inner) for inner in value]
    if isinstance(value, Object):
        return {name: from_types(inner) for name, inner in suds.sudsobject.asdict(value).items()}
    return str(value) if isinstance(value, (str, decimal.Decimal)) else value


def to_json(value):
    """Without types: a Map has items with key and value, an Array items of anything else."""
    if isinstance(value, list):
        return [to_json(inner) for inner in value]
    if not isinstance(value, Object):
        return str(value) if isinstance(value, str) else value
    items = getattr(value, "item", [])
    items = items if isinstance(items, list) else [items]
    if items and all(hasattr(item, "key") for item in items):
        return {str(single(item.key)): to_json(single(getattr(item, "value", None))) for item in items}
    return [to_json(item) for item in items]


def element(name, kind, text):
    made = Element(name)
    made.set("xsi:type", kind)
    made.setText(str(text))
    return made


def as_map(record):
    """suds has no Map; a ready-made element goes out as it is."""
    made = Element("record")
    made.addPrefix(*MAP)
    made.addPrefix(*XSD)
    made.set("xsi:type", MAP[0] + ":Map")
    for name, value in record.items():
        pair = [element("key", "xs:string", name), element("value", TYPES[type(value)], value)]
        made.append(Element("item").append(pair))
    return made


def main():
    # Without prettyxml suds 1.1 drops the content of ready-made elements.
    client = suds.client.Client(sys.argv[2], cache=None, prettyxml=True)
    decoded = from_types if "document" in sys.argv[2] else to_json

    def call(method, arguments, form):
        if form == "map" and "record" in arguments:
            arguments = {**arguments, "record": as_map(arguments["record"])}
        try:
            return decoded(getattr(client.service, method)(**arguments))
        except suds.WebFault as fault:
            raise Fault(str(fault.fault.faultcode), str(fault.fault.faultstring)) from fault

    def provoke(way):
        if way == "missing":
            return call("getUsers", {}, "")
        header = Element("Security", ns=("s", "urn:example:security"))
        header.set("SOAP-ENV:mustUnderstand", "1")
        client.set_options(soapheaders=header)
        return call("getVersion", {}, "")

    serve(len(client.sd[0].ports[0][1]), call, provoke)


main()
