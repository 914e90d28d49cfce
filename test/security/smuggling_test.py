# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that two servers on the way could end at different places. Each carries another request behind or within it, which
must never be answered: the gateway refuses, once, and closes the connection. On the raw socket of the running program,
so that it holds for whatever reads heads; the tables of the parsers are in test/gateway."""
import json
import re

from gateway_process import Gateway, InScratchFolder, import_dump, main

KEY = "bbbb1111cccc2222dddd3333e"
CALL = json.dumps({"method": "getVersion", "id": 1}).encode()
SMUGGLED_CALL = json.dumps({"method": "startRecord", "params": [KEY, 1, 1], "id": "smuggled"}).encode()
SMUGGLED = b"POST /core/json.php HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s" % (len(SMUGGLED_CALL), SMUGGLED_CALL)
LINE = b"POST /core/json.php HTTP/1.1\r\n"
HOST = b"Host: a\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(CALL)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(CALL), CALL)


def head(*lines):
    return LINE + HOST + b"".join(lines) + b"\r\n"


# (what is ambiguous, the bytes before the smuggled request)
REFUSED = [
    ("length and chunks (CL.TE)", head(LENGTH, CHUNKED) + CHUNKS),
    ("chunks and length (TE.CL)", head(CHUNKED, LENGTH) + CHUNKS),
    ("length 0 and chunks", head(b"Content-Length: 0\r\n", CHUNKED) + CHUNKS),
    ("two lengths", head(LENGTH, b"Content-Length: 0\r\n") + CALL),
    ("two lengths, the shorter one first", head(b"Content-Length: 0\r\n", LENGTH) + CALL),
    ("two lengths in one header", head(b"Content-Length: %d, 0\r\n" % len(CALL)) + CALL),
    ("a length with a sign", head(b"Content-Length: +%d\r\n" % len(CALL)) + CALL),
    ("a negative length", head(b"Content-Length: -1\r\n") + CALL),
    ("a hexadecimal length", head(b"Content-Length: 0x%x\r\n" % len(CALL)) + CALL),
    ("a length with a fraction", head(b"Content-Length: %d.0\r\n" % len(CALL)) + CALL),
    ("a length with a power", head(b"Content-Length: 1e1\r\n") + CALL),
    ("a length and a word", head(b"Content-Length: %d bytes\r\n" % len(CALL)) + CALL),
    ("an empty length", head(b"Content-Length: \r\n") + CALL),
    ("a length beyond 64 bits", head(b"Content-Length: 18446744073709551616\r\n") + CALL),
    ("a length that wraps around", head(b"Content-Length: %d\r\n" % (2 ** 64 + len(CALL))) + CALL),
    ("a length with other digits", head("Content-Length: \uff11\uff12\r\n".encode()) + CALL),
    ("a length with a blank before the colon", head(b"Content-Length : 0\r\n", LENGTH) + CALL),
    ("a length with a tab before the colon", head(b"Content-Length\t: 0\r\n", LENGTH) + CALL),
    ("chunks with a blank before the colon", head(LENGTH, b"Transfer-Encoding : chunked\r\n") + CHUNKS),
    ("chunks behind a folded line", head(LENGTH, b"Transfer-Encoding:\r\n chunked\r\n") + CHUNKS),
    ("a header that goes on in a second line", head(LENGTH, b"X: a\r\n\tContent-Length: 0\r\n") + CALL),
    ("a first line that is folded", LINE + b" " + HOST + LENGTH + b"\r\n" + CALL),
    ("twice chunked", head(CHUNKED, CHUNKED) + CHUNKS),
    ("twice chunked in one header", head(b"Transfer-Encoding: chunked, chunked\r\n") + CHUNKS),
    ("chunked and identity", head(b"Transfer-Encoding: chunked, identity\r\n") + CHUNKS),
    ("identity and a length", head(b"Transfer-Encoding: identity\r\n", LENGTH) + CALL),
    ("identity, then chunked", head(b"Transfer-Encoding: identity\r\n", CHUNKED) + CHUNKS),
    ("an unknown encoding", head(b"Transfer-Encoding: xchunked\r\n") + CHUNKS),
    ("a quoted encoding", head(b'Transfer-Encoding: "chunked"\r\n') + CHUNKS),
    ("an encoding with a parameter", head(b"Transfer-Encoding: chunked;x=1\r\n") + CHUNKS),
    ("an encoding behind a vertical tab", head(b"Transfer-Encoding: \x0bchunked\r\n", LENGTH) + CHUNKS),
    ("an encoding behind a zero byte", head(b"Transfer-Encoding: \x00chunked\r\n", LENGTH) + CHUNKS),
    ("an encoding behind a byte beyond ASCII", head(b"Transfer-Encoding: \xa0chunked\r\n", LENGTH) + CHUNKS),
    ("an encoding of HTTP/1.0", b"POST /core/json.php HTTP/1.0\r\n" + CHUNKED + b"\r\n" + CHUNKS),
    ("an empty encoding", head(b"Transfer-Encoding: \r\n", LENGTH) + CALL),
    ("lines that end in a line feed", head(LENGTH).replace(b"\r\n", b"\n") + CALL),
    ("one line that ends in a line feed", head(b"X: a\nContent-Length: 0\r\n", LENGTH) + CALL),
    ("a head that ends in line feeds", LINE + HOST + LENGTH + b"\n\n" + CALL),
    ("a carriage return alone", head(b"X: a\rContent-Length: 0\r\n", LENGTH) + CALL),
    ("two carriage returns", head(b"X: a\r\r\n", LENGTH) + CALL),
    ("a zero byte in a header", head(b"X: a\x00\r\n", LENGTH) + CALL),
    ("a zero byte in a name", head(b"Content-Length\x00: 0\r\n", LENGTH) + CALL),
    ("a header without a name", head(b": x\r\n", LENGTH) + CALL),
    ("a header without a colon", head(b"Content-Length 0\r\n", LENGTH) + CALL),
    ("blanks before the method", b" " + head(LENGTH) + CALL),
    ("two blanks in the first line", head(LENGTH).replace(b" /core", b"  /core") + CALL),
    ("a tab in the first line", head(LENGTH).replace(b" HTTP", b"\tHTTP") + CALL),
    ("a blank behind the version", head(LENGTH).replace(b"1.1\r", b"1.1 \r") + CALL),
    ("no version", b"POST /core/json.php\r\n" + HOST + LENGTH + b"\r\n" + CALL),
    ("another version", head(LENGTH).replace(b"1.1\r", b"1.9\r") + CALL),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("no host", LINE + LENGTH + b"\r\n" + CALL),
    ("two hosts", head(b"Host: b\r\n", LENGTH) + CALL),
    ("a host with a path", LINE + b"Host: a/b\r\n" + LENGTH + b"\r\n" + CALL),
    ("a host with a user", LINE + b"Host: a@b\r\n" + LENGTH + b"\r\n" + CALL),
    ("chunks: a size with 0x", head(CHUNKED) + b"0x" + CHUNKS),
    ("chunks: a size with a sign", head(CHUNKED) + b"+" + CHUNKS),
    ("chunks: a negative size", head(CHUNKED) + b"-" + CHUNKS),
    ("chunks: a blank before the size", head(CHUNKED) + b" " + CHUNKS),
    ("chunks: a size beyond 64 bits", head(CHUNKED) + b"10000000000000000%x\r\n%s\r\n0\r\n\r\n" % (len(CALL), CALL)),
    ("chunks: a size that ends in a line feed", head(CHUNKED) + CHUNKS.replace(b"\r\n", b"\n", 1)),
    ("chunks: an extension with a line feed", head(CHUNKED) + CHUNKS.replace(b"\r\n", b";a\n\r\n", 1)),
    ("chunks: an extension with a carriage return", head(CHUNKED) + CHUNKS.replace(b"\r\n", b";a\rb\r\n", 1)),
    ("chunks: data longer than its size", head(CHUNKED) + b"5\r\n%s\r\n0\r\n\r\n" % CALL),
    ("chunks: data shorter than its size", head(CHUNKED) + b"%x\r\n%s\r\n0\r\n\r\n" % (len(CALL) + 1, CALL)),
    ("chunks: data that ends in a line feed", head(CHUNKED) + b"%x\r\n%s\n0\r\n\r\n" % (len(CALL), CALL)),
    ("chunks: the last one ends in a line feed", head(CHUNKED) + CHUNKS[:-4] + b"\n\n"),
    ("chunks: no last one", head(CHUNKED) + CHUNKS[:-5]),
    ("chunks: a trailer with a line feed", head(CHUNKED) + CHUNKS[:-2] + b"X: a\nY: b\r\n\r\n"),
]

# What is read in one way only: the request, its answer, and then the smuggled one, which here is a request as good as any.
TAKEN = [
    ("a length", head(LENGTH) + CALL),
    ("the same length twice", head(LENGTH, LENGTH) + CALL),
    ("a length with zeros", head(b"Content-Length: 000%d\r\n" % len(CALL)) + CALL),
    ("a length among blanks", head(b"Content-Length: \t %d \t \r\n" % len(CALL)) + CALL),
    ("chunks", head(CHUNKED) + CHUNKS),
    ("chunks, in other letters", head(b"transfer-ENCODING:CHUNKED\r\n") + CHUNKS),
    ("chunks with extension and trailer",
     head(CHUNKED) + CHUNKS.replace(b"\r\n", b";a=b\r\n", 1)[:-2] + b"Content-Length: 0\r\n\r\n"),
    ("names that only look like it", head(LENGTH, b"Content_Length: 0\r\nX-Transfer-Encoding: chunked\r\n") + CALL),
    ("an upgrade that is not made",
     head(LENGTH, b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n") + CALL),
    ("an empty line before it", b"\r\n" + head(LENGTH) + CALL),
]


def statuses(received):
    """The answers in what came; no body of ours holds such a line."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", received)]


class Smuggling(InScratchFolder):
    def setUp(self):
        super().setUp()
        database = self.folder / "k.db"
        import_dump(database)
        self.gateway = Gateway(database)
        self.addCleanup(self.gateway.__exit__)

    def received(self, *pieces):
        """What comes until the gateway closes the connection."""
        with self.gateway.connect() as connection:
            answer = b""
            for piece in pieces:
                connection.sendall(piece)
            while part := connection.recv(65536):
                answer += part
                if b"smuggled" in answer:
                    break
            return answer

    def test_what_is_ambiguous_is_refused_once_and_the_connection_closed(self):
        for name, request in REFUSED:
            with self.subTest(name):
                answer = self.received(request + SMUGGLED + SMUGGLED)
                self.assertEqual(len(statuses(answer)), 1, answer)
                self.assertIn(statuses(answer)[0], {400, 413, 501, 505}, answer)
                self.assertIn(b"\r\nConnection: close\r\n", answer)
                self.assertNotIn(b"smuggled", answer)
        self.gateway.end()
        self.assertNotIn("startRecord", self.gateway.output())

    def test_what_is_not_ambiguous_is_read_to_its_end(self):
        for name, request in TAKEN:
            with self.subTest(name):
                answer = self.received(request + SMUGGLED)
                self.assertEqual(statuses(answer), [200, 200], answer)
                self.assertEqual(answer.count(b'"1.3.5-1400"'), 1)

    def test_it_does_not_matter_how_the_bytes_arrive(self):
        for name, request in REFUSED[:4]:
            with self.subTest(name):
                self.assertEqual(len(statuses(self.received(*[bytes([byte]) for byte in request], SMUGGLED))), 1)

    def test_a_request_within_a_body_is_a_body(self):
        body = b"\r\n\r\n" + SMUGGLED
        request = head(b"Content-Length: %d\r\nConnection: close\r\n" % len(body)) + body
        for method in [b"POST", b"GET", b"HEAD", b"OPTIONS", b"DELETE", b"TRACE"]:
            with self.subTest(method):
                answer = self.received(request.replace(b"POST", method, 1))
                self.assertEqual(len(statuses(answer)), 1, answer)
                # TRACE would send it back.
                self.assertNotIn(b"smuggled", answer)
                self.assertNotIn(b"startRecord\",\"params", answer)

    def test_no_header_comes_back_as_a_header(self):
        """What names the address in an answer is what the client sent: it must not end the line that it stands in."""
        for target, host in [
            (b"/core/json.php?a=%0d%0aSet-Cookie:%20forged=1", b"a"),
            (b"/core/soap.php?wsdl&a=%0d%0aSet-Cookie:%20forged=1", b"a"),
            (b"/%0d%0aSet-Cookie:%20forged=1", b"a"),
            (b"http://a%0d%0aSet-Cookie:forged/core/json.php", b"a"),
            (b"/core/json.php", b"a%0d%0aSet-Cookie:forged"),
        ]:
            with self.subTest(target=target, host=host):
                answer = self.received(b"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (target, host))
                self.assertEqual(len(statuses(answer)), 1)
                self.assertNotIn(b"set-cookie", answer.partition(b"\r\n\r\n")[0].lower())


if __name__ == "__main__":
    main()
