# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS on real sockets: versions, resumption, reload, and clients that behave badly."""
import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import time
import warnings

from gateway_process import PATIENCE, Gateway, InScratchFolder, main, run

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def openssl(*arguments, data=None):
    done = subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True, timeout=PATIENCE)
    return done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")


def make_certificate(folder, name, days=90, key=("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")):
    """-> (certificate file, key file)"""
    certificate, key_file = folder / (name + ".pem"), folder / (name + ".key")
    openssl("req", "-x509", *key, "-nodes", "-keyout", key_file, "-out", certificate, "-days", days, "-subj",
            "/CN=" + name, "-addext", "subjectAltName=DNS:" + name + ",IP:127.0.0.1")
    return certificate, key_file


class WithTls(InScratchFolder):
    """self.gateway() starts one that listens with TLS, and only so unless told otherwise."""

    def setUp(self):
        super().setUp()
        self.certificate, self.key = make_certificate(self.folder, "localhost")

    def gateway(self, *options, listen="https://127.0.0.1:0", **more):
        files = ["--tls-certificate", self.certificate, "--tls-key", self.key]
        gateway = Gateway(self.folder / "k.db", "--listen", listen, *files, *options, listen=None, **more)
        self.addCleanup(gateway.__exit__)
        return gateway

    def context(self, authority=None, **settings):
        context = ssl.create_default_context(cafile=authority or self.certificate)
        for name, value in settings.items():
            setattr(context, name, value)
        return context

    def connect(self, gateway, context=None, session=None):
        plain = socket.create_connection(gateway.addresses[0], timeout=PATIENCE)
        self.addCleanup(plain.close)
        connection = (context or self.context()).wrap_socket(plain, server_hostname="localhost", session=session)
        self.addCleanup(connection.close)
        return connection

    def ask(self, connection, request=GET):
        """-> the answer to a request whose connection goes on"""
        connection.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            part = connection.recv(65536)
            if not part:
                return received
            received += part
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
        while len(body) < length:
            body += connection.recv(65536)
        return head + b"\r\n\r\n" + body

    def assert_serves(self, gateway):
        self.assertIn(b"200 OK", self.ask(self.connect(gateway)))


class Protocol(WithTls):
    def test_versions_from_the_oldest_that_is_allowed(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            old = self.context(minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1)
        old.set_ciphers("ALL:@SECLEVEL=0")
        twelve = self.context(maximum_version=ssl.TLSVersion.TLSv1_2)
        thirteen = self.context(minimum_version=ssl.TLSVersion.TLSv1_3)
        for minimum, expected in [("1.2", {"TLSv1.2", "TLSv1.3"}), ("1.3", {"TLSv1.3"})]:
            gateway = self.gateway("--tls-minimum", minimum)
            spoken = set()
            for context in [old, twelve, thirteen]:
                with contextlib.suppress(ssl.SSLError):
                    spoken.add(self.connect(gateway, context).version())
            self.assertEqual(spoken, expected)
            self.assert_serves(gateway)

    def test_ciphers_without_forward_secrecy_or_authentication_are_refused(self):
        gateway = self.gateway()
        for cipher in ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES256-SHA384"]:
            context = self.context(maximum_version=ssl.TLSVersion.TLSv1_2)
            context.set_ciphers(cipher)
            with self.subTest(cipher), self.assertRaises(ssl.SSLError):
                self.connect(gateway, context)

    def test_http_1_1_is_what_alpn_chooses_and_others_are_served_without_it(self):
        gateway = self.gateway()
        for offered, chosen in [(["h2", "http/1.1"], "http/1.1"), (["h2"], None), ([], None)]:
            context = self.context()
            if offered:
                context.set_alpn_protocols(offered)
            connection = self.connect(gateway, context)
            self.assertEqual(connection.selected_alpn_protocol(), chosen)
            self.assertIn(b"200 OK", self.ask(connection))

    def test_sessions_are_resumed(self):
        gateway = self.gateway()
        for version in [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]:
            context = self.context(minimum_version=version, maximum_version=version)
            first = self.connect(gateway, context)
            self.ask(first)  # in 1.3 the ticket comes with the first bytes
            second = self.connect(gateway, context, session=first.session)
            self.assertFalse(first.session_reused)
            self.assertTrue(second.session_reused, version)
            self.assertIn(b"200 OK", self.ask(second))

    def test_clients_cannot_renegotiate(self):
        gateway = self.gateway()
        place = "%s:%d" % gateway.addresses[0]
        # "R" on a line of its own has s_client ask for it.
        printed = openssl("s_client", "-connect", place, "-tls1_2", "-CAfile", self.certificate, data=b"R\n")
        self.assertIn("no renegotiation", printed)
        self.assert_serves(gateway)

    def test_a_certificate_of_rsa_with_its_key_in_the_same_file(self):
        certificate, key = make_certificate(self.folder, "rsa", key=("-newkey", "rsa:2048"))
        certificate.write_bytes(key.read_bytes() + certificate.read_bytes())
        with Gateway(self.folder / "k.db", "--tls-certificate", certificate, listen="https://127.0.0.1:0") as gateway:
            context = self.context(certificate, check_hostname=False)
            self.assertIn(b"200 OK", self.ask(self.connect(gateway, context)))

    def test_answers_name_https_and_carry_hsts_if_wanted(self):
        gateway = self.gateway("--hsts", "24h", "--listen", "127.0.0.1:0")
        answer = self.ask(self.connect(gateway), b"GET /core/json.php HTTP/1.1\r\nHost: kimai.test\r\n\r\n")
        self.assertIn(b"\r\nStrict-Transport-Security: max-age=86400\r\n", answer)
        self.assertEqual(json.loads(answer.partition(b"\r\n\r\n")[2])["target"], "https://kimai.test/core/json.php")
        with socket.create_connection(gateway.addresses[1], timeout=PATIENCE) as plain:
            self.assertNotIn(b"Strict-Transport", self.ask(plain))
        self.assertNotIn(b"Strict-Transport", self.ask(self.connect(self.gateway())))

    def test_a_forwarded_protocol_is_believed_from_proxies_only(self):
        request = b"GET /core/json.php HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: http\r\n\r\n"
        for options, expected in [([], b"https:"), (["--trusted-proxy", "127.0.0.1"], b"http:")]:
            answer = self.ask(self.connect(self.gateway(*options)), request)
            self.assertIn(b'"target":"' + expected, answer.replace(b"\\/", b"/"))


class Traffic(WithTls):
    def test_long_bodies_go_both_ways(self):
        gateway = self.gateway("--body-limit", "4MiB")
        connection = self.connect(gateway)
        for size in [1, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 3 << 20]:
            # What is unknown comes back in the fault of JSON-RPC as the id.
            body = json.dumps({"jsonrpc": "2.0", "method": "none", "id": "x" * size}).encode()
            head = b"POST /core/json.php HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body)
            answer = self.ask(connection, head + body)
            self.assertEqual(len(json.loads(answer.partition(b"\r\n\r\n")[2])["id"]), size)

    def test_pipelined_requests_are_answered_in_order(self):
        connection = self.connect(self.gateway())
        count = 200
        connection.sendall(b"".join(b"GET /%d HTTP/1.1\r\nHost: a\r\n\r\n" % i for i in range(count - 1)))
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        received = b""
        while part := connection.recv(65536):
            received += part
        self.assertEqual(received.count(b"HTTP/1.1 404"), count - 1)
        self.assertEqual(received.count(b"HTTP/1.1 200"), 1)

    def test_bytes_may_come_one_by_one(self):
        connection = self.connect(self.gateway())
        for byte in GET[:-1]:
            connection.sendall(bytes([byte]))
        self.assertIn(b"200 OK", self.ask(connection, GET[-1:]))

    def test_who_closes_his_half_still_gets_his_answer(self):
        gateway = self.gateway()
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = self.context().wrap_bio(incoming, outgoing, server_hostname="localhost")
        plain = socket.create_connection(gateway.addresses[0], timeout=PATIENCE)
        self.addCleanup(plain.close)

        def until_done(step):
            while True:
                try:
                    return step()
                except ssl.SSLWantReadError:
                    plain.sendall(outgoing.read())
                    incoming.write(plain.recv(65536))

        until_done(client.do_handshake)
        client.write(GET)
        with self.assertRaises(ssl.SSLWantReadError):
            client.unwrap()  # says goodbye, but has not heard it from the other side
        self.assertIn(b"Kimai Gateway", until_done(lambda: client.read(65536)))
        with self.assertRaises(ssl.SSLZeroReturnError):  # and hears it at the end
            until_done(lambda: client.read(65536))

    def test_the_last_answer_ends_as_tls_wants_it(self):
        connection = self.connect(self.gateway())
        connection.sendall(GET[:-2] + b"Connection: close\r\n\r\n")
        self.assertIn(b"Kimai Gateway", connection.recv(65536))
        self.assertEqual(connection.recv(65536), b"")  # an end that TLS knows of, else this throws
        with contextlib.suppress(OSError):
            connection.unwrap()

    def test_idle_connections_and_unfinished_handshakes_do_not_delay_the_end(self):
        gateway = self.gateway("--shutdown-deadline", "30s")
        idle = self.connect(gateway)
        self.ask(idle)
        with socket.create_connection(gateway.addresses[0], timeout=PATIENCE) as silent:
            self.assert_serves(gateway)  # so the silent one was accepted before
            began = time.monotonic()
            self.assertEqual(gateway.end(), 0)
            self.assertLess(time.monotonic() - began, 10)
            self.assertEqual(silent.recv(10), b"")
        self.assertEqual(idle.recv(10), b"")

    def test_a_request_under_way_is_answered_at_the_end(self):
        gateway = self.gateway()
        connection = self.connect(gateway)
        connection.sendall(GET[:10])
        self.assert_serves(gateway)
        gateway.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        answer = self.ask(connection, GET[10:])
        self.assertIn(b"200 OK", answer)
        self.assertIn(b"Connection: close", answer)
        self.assertEqual(gateway.process.wait(PATIENCE), 0)

    def test_slow_readers_get_all_of_a_long_answer(self):
        gateway = self.gateway()
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.settimeout(PATIENCE)
        plain.connect(gateway.addresses[0])
        connection = self.context().wrap_socket(plain, server_hostname="localhost")
        self.addCleanup(connection.close)
        size = 900_000
        body = json.dumps({"jsonrpc": "2.0", "method": "none", "id": "y" * size}).encode()
        connection.sendall(b"POST /core/json.php HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                           % len(body) + body)
        time.sleep(0.2)
        received = 0
        while part := connection.recv(8192):
            received += part.count(b"y")
        self.assertGreaterEqual(received, size)


class BadClients(WithTls):
    def test_plain_http_is_told_so(self):
        gateway = self.gateway()
        for request in [GET, b"POST /core/json.php HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"]:
            with socket.create_connection(gateway.addresses[0], timeout=PATIENCE) as plain:
                plain.sendall(request)
                answer = b""
                while part := plain.recv(4096):
                    answer += part
            self.assertTrue(answer.startswith(b"HTTP/1.1 400 Bad Request\r\n"), answer)
            self.assertIn(b"this port speaks HTTPS", answer)

    def test_what_is_no_tls_is_closed(self):
        gateway = self.gateway()
        for bytes_sent in [b"SSH-2.0-OpenSSH\r\n", b"\0" * 100, os.urandom(2000), b"\x16\x03\x01\xff\xff" + b"\1" * 70000]:
            with socket.create_connection(gateway.addresses[0], timeout=PATIENCE) as plain:
                with contextlib.suppress(OSError):
                    plain.sendall(bytes_sent)
                    while plain.recv(4096):
                        pass
        self.assert_serves(gateway)

    def test_a_handshake_must_end_in_time(self):
        gateway = self.gateway("--read-deadline", "500ms", "--idle-deadline", "20s")
        for begin in [b"", b"\x16\x03\x01\x02\x00\x01"]:
            with socket.create_connection(gateway.addresses[0], timeout=PATIENCE) as plain:
                plain.sendall(begin)
                began = time.monotonic()
                self.assertEqual(plain.recv(100), b"")
                self.assertLess(time.monotonic() - began, 10)
        with socket.create_connection(gateway.addresses[0], timeout=PATIENCE) as plain:
            began = time.monotonic()
            with contextlib.suppress(OSError):  # byte by byte it does not live longer
                plain.sendall(b"\x16\x03\x01\x02\x00")
                while time.monotonic() - began < 10:
                    plain.sendall(b"\1")
                    time.sleep(0.05)
            self.assertLess(time.monotonic() - began, 10)

    def test_unfinished_handshakes_count_as_connections(self):
        gateway = self.gateway("--connections", "3")
        waiting = [socket.create_connection(gateway.addresses[0], timeout=PATIENCE) for _ in range(3)]
        self.assertIn(b" 503 ", self.ask(self.connect(gateway)))
        for connection in waiting:
            connection.close()
        for _ in range(100):
            answer = self.ask(self.connect(gateway))
            if b"200 OK" in answer:
                break
            time.sleep(0.05)
        self.assertIn(b"200 OK", answer)

    def test_connections_that_break_at_any_place(self):
        gateway = self.gateway()
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = self.context().wrap_bio(incoming, outgoing, server_hostname="localhost")
        with self.assertRaises(ssl.SSLWantReadError):
            client.do_handshake()
        hello = outgoing.read()
        for end in range(0, len(hello), 37):
            with socket.create_connection(gateway.addresses[0], timeout=PATIENCE) as plain:
                plain.sendall(hello[:end])
        for _ in range(20):
            connection = self.connect(gateway)
            connection.sendall(GET)
            connection.close()  # with the answer on its way
        self.assert_serves(gateway)


class Reloading(WithTls):
    def exchange(self, source):
        """Puts another pair of files in the place of the certificate and key."""
        for file, other in zip((self.certificate, self.key), source):
            os.replace(other, file)

    def reload(self, gateway, words):
        before = len(gateway.output())
        gateway.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + PATIENCE
        while words not in gateway.output()[before:] and time.monotonic() < end:
            time.sleep(0.01)
        self.assertIn(words, gateway.output()[before:])

    def served(self, gateway):
        """-> the certificate that new connections get"""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return ssl.DER_cert_to_PEM_cert(self.connect(gateway, context).getpeercert(True)).strip()

    def test_new_connections_get_the_new_certificate_and_open_ones_go_on(self):
        gateway = self.gateway()
        half_sent = self.connect(gateway)
        half_sent.sendall(GET[:20])
        idle = self.connect(gateway)
        self.ask(idle)
        old = self.served(gateway)
        self.exchange(make_certificate(self.folder, "renewed"))
        self.reload(gateway, "for renewed is valid for")
        self.assertNotEqual(self.served(gateway), old)
        self.assertEqual(self.served(gateway), self.certificate.read_text().strip())
        self.assertIn(b"200 OK", self.ask(half_sent, GET[20:]))
        self.assertIn(b"200 OK", self.ask(idle))

    def test_bad_files_leave_the_old_ones_in_use(self):
        gateway = self.gateway()
        old = self.served(gateway)
        good = self.certificate.read_bytes(), self.key.read_bytes()
        other_key = make_certificate(self.folder, "other")[1].read_bytes()
        locked = openssl("ec", "-in", self.key, "-aes256", "-passout", "pass:x").encode()
        for certificate, key, words in [
            (b"", good[1], "there is no certificate in PEM form in it"),
            (b"garbage", good[1], "there is no certificate in PEM form in it"),
            (None, good[1], "No such file"),
            (good[0], b"garbage", "there is no private key in PEM form in it"),
            (good[0], other_key, "does not belong to the certificate"),
            (good[0], locked[locked.index(b"-----BEGIN"):], "it is encrypted"),
            (good[0], None, "No such file"),
        ]:
            with self.subTest(words):
                for file, content in [(self.certificate, certificate), (self.key, key)]:
                    file.unlink(missing_ok=True)
                    if content is not None:
                        file.write_bytes(content)
                self.reload(gateway, words)
                self.assertIn("the old TLS certificate and key stay in use", gateway.output())
                self.assertEqual(self.served(gateway), old)
                done = run("serve", "--database", self.folder / "k.db", "--listen", "https://127.0.0.1:0",
                           "--tls-certificate", self.certificate, "--tls-key", self.key)
                self.assert_refused(done, words)

    def test_the_log_level_changes_and_what_needs_a_restart_is_named(self):
        file = self.folder / "gateway.conf"
        file.write_text('log-level = "info"\n')
        gateway = self.gateway("--config", file)
        file.write_text('log-level = "debug"\nconnections = 7\n')
        self.reload(gateway, "changed, but only a restart brings it about: connections")
        with contextlib.suppress(OSError), socket.create_connection(gateway.addresses[0], timeout=PATIENCE) as plain:
            plain.sendall(GET)
            plain.recv(100)
        end = time.monotonic() + PATIENCE
        while "no TLS handshake" not in gateway.output() and time.monotonic() < end:
            time.sleep(0.01)
        self.assertIn("debug connection", gateway.output())
        file.write_text('log-levle = "error"\n')
        self.reload(gateway, "unknown key log-levle; did you mean log-level?")
        self.assertIn("the configuration stays as it was", gateway.output())
        file.write_text('log-level = "error"\n')
        gateway.process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        logged = gateway.output()
        self.assert_serves(gateway)
        time.sleep(0.3)
        self.assertEqual(gateway.output(), logged)
        self.assertEqual(gateway.end(), 0)

    def test_who_began_without_tls_is_told_that_it_needs_a_restart(self):
        file = self.folder / "gateway.conf"
        file.write_text("")
        with Gateway(self.folder / "k.db", "--config", file) as gateway:
            file.write_text('tls-certificate = "%s"\ntls-key = "%s"\n' % (self.certificate, self.key))
            self.reload(gateway, "only a restart brings it about: tls-certificate, tls-key")
            self.assertEqual(gateway.call("getVersion"), "1.3.5-1400")

    def test_without_tls_a_hangup_is_no_reason_to_die(self):
        with Gateway(self.folder / "k.db") as gateway:
            for _ in range(3):
                gateway.process.send_signal(signal.SIGHUP)
                time.sleep(0.05)
            self.assertEqual(gateway.call("getVersion"), "1.3.5-1400")
            self.assertEqual(gateway.end(), 0)


class PlainPlaces(WithTls):
    WARNING = "anybody on the network can read passwords and keys that go to http://0.0.0.0:"

    def test_plain_http_is_sent_to_https_but_for_health(self):
        gateway = self.gateway("--listen", "127.0.0.1:0", "--redirect-http", "8443")
        place = gateway.addresses[1]
        for request, expected in [
            (b"GET /core/json.php?a=%22b HTTP/1.1\r\nHost: kimai.test:8080\r\n\r\n",
             b"Location: https://kimai.test:8443/core/json.php?a=%22b\r\n"),
            (b"POST /x/core/soap.php HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 2\r\n\r\n{}",
             b"Location: https://[::1]:8443/x/core/soap.php\r\n"),
            (b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", b"200 OK"),
            (b"GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n", b"200 OK"),
        ]:
            with socket.create_connection(place, timeout=PATIENCE) as plain:
                answer = self.ask(plain, request)
            self.assertIn(expected, answer)
            self.assertEqual(b"308 Permanent Redirect" in answer, b"Location" in answer)
        metrics = self.ask(self.connect(gateway), b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
        for method, count in [(b"GET", 3), (b"POST", 1)]:
            row = b'requests_total{protocol="http",method="%s",outcome="ok"} %d\n' % (method, count)
            self.assertIn(row, metrics)

    def test_who_listens_to_the_world_without_tls_is_warned(self):
        for options, warned in [([], True), (["--behind-proxy"], False)]:
            with Gateway(self.folder / "k.db", *options, listen="0.0.0.0:0") as gateway:
                self.assertEqual(self.WARNING in gateway.output(), warned)
                self.assertEqual("--tls-certificate" in gateway.output(), warned)
        with Gateway(self.folder / "k.db") as gateway:
            self.assertNotIn("anybody", gateway.output())
        gateway = self.gateway(listen="https://0.0.0.0:0")
        self.assertNotIn("anybody", gateway.output())
        gateway = self.gateway("--listen", "0.0.0.0:0", "--redirect-http", "443")
        self.assertNotIn("anybody", gateway.output())

    def test_options_that_do_not_fit_together_are_refused(self):
        for options, word in [
            (["--listen", "https://127.0.0.1:0"], "--tls-certificate"),
            (["--tls-certificate", self.certificate], "--listen https://"),
            (["--tls-key", self.key], "--tls-certificate"),
            (["--redirect-http", "443"], "--listen https://"),
            (["--tls-minimum", "1.1"], "1.2, 1.3"),
        ]:
            with self.subTest(word):
                self.assert_refused(run("serve", "--database", self.folder / "k.db", *options), word)


if __name__ == "__main__":
    main()
