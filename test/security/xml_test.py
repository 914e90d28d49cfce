# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML that attacks its reader: it fetches nothing, reads no file, and costs no more than its length."""
import contextlib
import socket
import threading
import time

from gateway_process import Gateway, InScratchFolder, import_dump, main
from wires import Fault, JsonWire, SoapWire, envelope

KEY = "bbbb1111cccc2222dddd3333e"
MIB = 1 << 20

# Far from what any of these takes (some milliseconds), and from what they would take a careless reader.
LONGEST = 10

USERS = "<k:getUsers xmlns:k='urn:kimai'><apiKey>%s</apiKey></k:getUsers>"
RECORD = ("<k:setTimesheetRecord xmlns:k='urn:kimai'><apiKey>" + KEY + "</apiKey><record>%s</record>"
          "<doUpdate>false</doUpdate></k:setTimesheetRecord>")


def with_prolog(prolog, content=USERS % KEY):
    return envelope(content).replace("<e:Envelope", prolog + "<e:Envelope", 1)


def laughs(levels, width):
    """Entities of entities."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        '<!ENTITY a%d "%s">' % (level, "&a%d;" % (level - 1) * width) for level in range(1, levels))
    return "<!DOCTYPE a [%s]>" % entities, USERS % ("&a%d;" % (levels - 1))


def references(levels, width):
    """Lists of references to lists: few bytes, many values."""
    lists = "".join("<l id='l%d'>%s</l>" % (level, "<i href='#l%d'/>" % (level + 1) * width) for level in range(levels))
    return envelope(RECORD % "<a href='#l0'/>" + lists + "<l id='l%d'>x</l>" % levels)


def fetching(url, file):
    """(name, document) for each way in which XML can name something that is elsewhere."""
    return [
        ("external DTD", with_prolog("<!DOCTYPE a SYSTEM '%s'>" % url)),
        ("public DTD", with_prolog("<!DOCTYPE a PUBLIC '-//W3C//DTD XHTML 1.0//EN' '%s'>" % url)),
        ("external entity", with_prolog("<!DOCTYPE a [<!ENTITY x SYSTEM '%s'>]>" % file, USERS % "&x;")),
        ("external entity over HTTP", with_prolog("<!DOCTYPE a [<!ENTITY x SYSTEM '%s'>]>" % url, USERS % "&x;")),
        ("parameter entity", with_prolog("<!DOCTYPE a [<!ENTITY %% x SYSTEM '%s'> %%x;]>" % url)),
        ("style sheet", with_prolog("<?xml-stylesheet href='%s' type='text/xsl'?>" % url)),
        ("XInclude", envelope(USERS % ("<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='%s' parse='text'/>" % file))),
        ("XInclude over HTTP", envelope(USERS % ("<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='%s'/>" % url))),
        ("schema location", envelope(USERS % KEY).replace(
            "<e:Body>", "<e:Body xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='urn:kimai %s'>" % url)),
        ("reference elsewhere", envelope("<k:getUsers xmlns:k='urn:kimai'><apiKey href='%s'/></k:getUsers>" % url)),
        ("reference to a file", envelope("<k:getUsers xmlns:k='urn:kimai'><apiKey href='%s'/></k:getUsers>" % file)),
        ("XOP", envelope(USERS % ("<o:Include xmlns:o='http://www.w3.org/2004/08/xop/include' href='%s'/>" % url))),
        ("WS-Addressing", envelope(USERS % KEY).replace(
            "<e:Body>", "<e:Header><w:ReplyTo xmlns:w='http://www.w3.org/2005/08/addressing'><w:Address>%s</w:Address>"
            "</w:ReplyTo></e:Header><e:Body>" % url)),
        ("base", envelope(USERS % KEY).replace("<e:Body>", "<e:Body xml:base='%s'>" % url)),
    ]


# (name, document), each near the limit of a body, 1 MiB.
COSTLY = [
    ("a thousand million laughs", with_prolog(*laughs(10, 10))),
    ("a quadratic entity", with_prolog("<!DOCTYPE a [<!ENTITY x '%s'>]>" % ("x" * 100_000), USERS % ("&x;" * 100_000))),
    ("entities that are each other", with_prolog("<!DOCTYPE a [<!ENTITY x '&y;'><!ENTITY y '&x;'>]>", USERS % "&x;")),
    ("elements in elements", envelope("<a>" * 120_000 + "</a>" * 120_000)),
    ("elements in a record", envelope(RECORD % ("<a>" * 60_000 + "</a>" * 60_000))),
    ("elements that never end", envelope(RECORD % ("<a>" * 300_000))),
    ("elements beside elements", envelope(RECORD % ("<a/>" * 240_000))),
    ("attributes", envelope("<k:getUsers xmlns:k='urn:kimai' %s/>" % " ".join("a%d=''" % i for i in range(90_000)))),
    ("the same attribute", envelope("<k:getUsers xmlns:k='urn:kimai' %s/>" % ("a='' " * 150_000))),
    ("namespaces", envelope("<k:getUsers xmlns:k='urn:kimai' %s/>" % " ".join("xmlns:a%d='u'" % i for i in range(50_000)))),
    ("namespaces in each element", envelope(RECORD % "".join("<a xmlns:a%d='u'/>" % i for i in range(40_000)))),
    ("a long name", envelope("<%s/>" % ("a" * 900_000))),
    ("a long prefix", envelope("<%s:a/>" % ("a" * 900_000))),
    ("a long attribute", envelope("<k:getUsers xmlns:k='urn:kimai' a='%s'/>" % ("a" * 900_000))),
    ("a long key", envelope(USERS % ("a" * 900_000))),
    ("a long comment", envelope(USERS % ("<!--" + "-a" * 400_000 + "-->"))),
    ("comments", envelope(USERS % ("<!---->" * 130_000))),
    ("an instruction that never ends", envelope(USERS % ("<?" + "a" * 900_000))),
    ("CDATA sections", envelope(USERS % ("<![CDATA[]]>" * 80_000))),
    ("a CDATA section that never ends", envelope(USERS % ("<![CDATA[" + "]" * 900_000))),
    ("references to characters", envelope(USERS % ("&#97;" * 180_000))),
    ("a reference with zeros", envelope(USERS % ("&#" + "0" * 900_000 + "97;"))),
    ("a reference that never ends", envelope(USERS % ("&" + "a" * 900_000))),
    ("references of references", references(60, 10)),
    ("references of many", references(3, 8_000)),
    ("references in a circle", envelope(RECORD % "<a href='#a'/>" + "<x id='a' href='#b'/><x id='b' href='#a'/>")),
    ("ids", envelope(USERS % KEY + "".join("<a id='i%d'/>" % i for i in range(50_000)))),
    ("the same id", envelope(USERS % KEY + "<a id='i'/>" * 80_000)),
    ("a long reference", envelope("<k:getUsers xmlns:k='urn:kimai'><apiKey href='#%s'/></k:getUsers>" % ("a" * 900_000))),
    ("an array of gigabytes", envelope(RECORD % (
        "<a xmlns:s='http://schemas.xmlsoap.org/soap/encoding/' s:arrayType='s:string[2147483647]'><i>x</i></a>"))),
    ("an array of dimensions", envelope(RECORD % (
        "<a xmlns:s='http://schemas.xmlsoap.org/soap/encoding/' s:arrayType='s:string%s'/>" % ("[9]" * 200_000)))),
    ("a member many times", envelope(RECORD % ("<projectId>1</projectId>" * 19_000))),
    ("a parameter many times", envelope("<k:getUsers xmlns:k='urn:kimai'>%s</k:getUsers>" % ("<apiKey>x</apiKey>" * 19_000))),
    ("headers", envelope(USERS % KEY).replace("<e:Body>", "<e:Header>%s</e:Header><e:Body>" % ("<h xmlns='u'/>" * 19_000))),
    ("bodies", envelope(USERS % KEY + "</e:Body>" + "<e:Body>" * 60_000)),
    ("blanks", envelope(" " * 900_000 + USERS % KEY)),
    ("blanks in a tag", envelope("<k:getUsers xmlns:k='urn:kimai'" + " " * 900_000 + "/>")),
    ("less-than signs", "<" * 900_000),
    ("nothing but blanks", " " * 900_000),
    ("zero bytes", "\x00" * 900_000),
    ("a mark of UTF-16 and an odd byte", b"\xff\xfe" + "<a/>".encode("utf-16-le") * 100_000 + b"<"),
    ("UTF-16 that is none", b"\xff\xfe" + b"\x00\xd8" * 400_000),
    ("UTF-32", (b"\xff\xfe\x00\x00" + "<a/>".encode("utf-32-le") * 50_000)),
    ("UTF-7", b"<?xml version='1.0' encoding='UTF-7'?>+ADw-a+AD4-"),
    ("bytes that are no UTF-8", envelope(USERS % "@@").encode().replace(b"@@", b"\xff\xc0\x80" * 300_000)),
    ("base64", envelope(RECORD % (
        "<description i:type='s:base64Binary' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'"
        " xmlns:s='http://www.w3.org/2001/XMLSchema'>%s</description>" % ("QUJD" * 220_000)))),
]


class Attacks(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)
        self.gateway = Gateway(self.database)
        self.addCleanup(self.gateway.__exit__)
        self.wire = SoapWire(self.gateway)
        self.addCleanup(self.wire.close)

    def test_nothing_is_fetched(self):
        secret = self.folder / "secret.txt"
        secret.write_text("nobody may read this")
        called = []
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as server:
            def count():
                with contextlib.suppress(OSError):
                    while True:
                        called.append(server.accept()[1])
            threading.Thread(target=count, daemon=True).start()
            for name, document in fetching("http://127.0.0.1:%d/x" % server.getsockname()[1], secret.as_uri()):
                with self.subTest(name):
                    status, _, answer = self.wire.post("/core/soap.php", document.encode(), "text/xml")
                    self.assertIn(status, {200, 500})
                    self.assertNotIn(b"nobody may read this", answer)
                    if "DOCTYPE" in document:
                        self.assertIn(b"DOCTYPE", answer)
            # It would have come by now: the gateway answers when it has read.
            time.sleep(0.2)
            self.assertEqual(called, [])
            server.shutdown(socket.SHUT_RDWR)

    def test_no_document_costs_more_than_its_length(self):
        for name, document in COSTLY:
            with self.subTest(name):
                self.assertLess(len(document), MIB)  # A longer one is HTTP's to refuse.
                began = time.monotonic()
                self.assertIsInstance(self.wire.send(document), (dict, Fault))
                self.assertLess(time.monotonic() - began, LONGEST)
        # And nothing of it stays behind.
        self.assertTrue(self.wire.call("getUsers", {"apiKey": KEY})["success"])
        self.assertLess(resident_mib(self.gateway.process.pid), 400)

    def test_json_is_not_read_as_xml_nor_xml_as_json(self):
        with contextlib.closing(JsonWire(self.gateway)) as wire:
            self.assertIsInstance(wire.send(envelope(USERS % KEY)), Fault)
        self.assertIsInstance(self.wire.send('{"method":"getVersion","id":1}'), Fault)


def resident_mib(process):
    """The most that a process has had in memory; 0 with a sanitizer, which needs memory of its own."""
    with open("/proc/%d/status" % process) as file:
        lines = dict(line.split(":", 1) for line in file)
    kib = {name: int(lines[name].split()[0]) for name in ("VmPeak", "VmHWM")}
    return 0 if kib["VmPeak"] > 1 << 34 else kib["VmHWM"] / 1024


if __name__ == "__main__":
    main()
