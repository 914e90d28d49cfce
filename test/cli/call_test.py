# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`call`: a running gateway called from the shell, over both wires; and servers that are none."""
import contextlib
import http.server
import json
import os
import pty
import ssl
import subprocess
import threading

from gateway_process import EXECUTABLE, PATIENCE, Gateway, InScratchFolder, import_dump, main, run

ANNA = "aaaa1111bbbb2222cccc3333d"


class Stub(http.server.BaseHTTPRequestHandler):
    """Answers what the server's `answer` says: (status, headers, body); keeps what was asked."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked = (self.path, self.headers, body)
        self.server.release.wait(PATIENCE)
        status, headers, answer = self.server.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class StubServer(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """A client that refuses a certificate is what some tests want."""


@contextlib.contextmanager
def stub(answer, certificate=None):
    server = StubServer(("127.0.0.1", 0), Stub)
    server.answer = answer
    server.release = threading.Event()
    server.release.set()
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.release.set()
        server.shutdown()
        thread.join()
        server.server_close()


class AgainstGateway(InScratchFolder):
    def setUp(self):
        super().setUp()
        database = self.folder / "k.db"
        import_dump(database)
        self.gateway = self.enterContext(Gateway(database))
        self.key_file = self.folder / "anna.key"
        self.key_file.write_text(ANNA + "\n")

    def call(self, *words, environment=None, key=True):
        where = {"KIMAI_GATEWAY_URL": "http://%s:%d" % self.gateway.addresses[0], **(environment or {})}
        return run("call", *(["--key-file", self.key_file] if key else []), *words, environment=where)

    def assert_done(self, done):
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def test_both_wires_bring_what_the_api_answers(self):
        for method, *words in [("getUsers",), ("getProjects", "true"), ("getTasks", "1"), ("getTasks", "1,2"),
                               ("getTimesheet", "2018-01-01", "0", "-1", "0", "3"), ("getTimesheet", "limit=2"),
                               ("getExpenses", "refundable=0")]:
            with self.subTest(method, words=words):
                answers = [json.loads(self.assert_done(self.call(*wire, "--json", method, *words)))
                           for wire in ([], ["--soap"])]
                self.assertTrue(answers[0]["success"])
                self.assertEqual(answers[0]["total"], answers[1]["total"])
                for mine, other in zip(answers[0]["items"], answers[1]["items"], strict=True):
                    # Over SOAP doubles have 14 digits.
                    for record in (mine, other):
                        if record.get("wage_decimal") is not None:
                            record["wage_decimal"] = round(record["wage_decimal"], 6)
                    self.assertEqual(mine, other)
        expected = self.gateway.call("getTimesheet", ANNA, 0, 0, -1, 0, 2)
        self.assertEqual(json.loads(self.call("--json", "getTimesheet", "limit=2").stdout), expected)

    def test_lists_are_tables_without_empty_columns(self):
        lines = self.assert_done(self.call("getCustomers")).splitlines()
        self.assertEqual(lines[0].split(), ["customerID", "name", "contact", "visible"])
        self.assertTrue(any("Müller" in line or "Bäckerei" in line for line in lines), lines)
        done = self.call("getTimesheet", "limit=2", "--columns", "timeEntryID,comment")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.splitlines()[0].split(), ["timeEntryID", "comment"])
        self.assertEqual(len(done.stdout.splitlines()), 3)
        self.assertRegex(done.stderr, r"^2 of \d+\.\n$")

    def test_single_values_are_printed_bare(self):
        self.assertEqual(self.assert_done(self.call("getVersion")), "1.3.5-1400\n")
        self.assertRegex(self.assert_done(self.call("startRecord", "1", "1")), r"^\d+\n$")
        self.assertIn("projectName", self.call("getActiveRecording").stdout)
        done = self.call("stopRecord")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", "Done.\n"))

    def test_records_are_written_member_by_member_or_as_json(self):
        for wire in ([], ["--soap"]):
            with self.subTest(wire):
                text = "Müller & \"Söhne\" <%s>" % wire
                number = self.assert_done(self.call(
                    *wire, "setTimesheetRecord", '{"projectId":1,"taskId":1,"statusId":1}', "record.start=2018-05-02 8:00",
                    "record.end=2018-05-02 9:30", "record.description=" + text, "record.rate=12.5", "doUpdate=false"))
                record = json.loads(self.call("--json", "getTimesheetRecord", number.strip()).stdout)["items"][0]
                self.assertEqual((record["description"], record["rate"], record["duration"]), (text, "12.50", "5400"))

    def test_failures_and_faults_end_with_1(self):
        for wire in ([], ["--soap"]):
            for words, text in [(["startRecord", "99", "99"], "Invalid project or task"), (["getTimesheetRecord", "0"], "Invalid ID")]:
                with self.subTest(wire, words=words):
                    done = self.call(*wire, *words)
                    self.assertEqual((done.returncode, done.stdout), (1, ""))
                    self.assertEqual(done.stderr, "kimai-gateway: %s\n" % text)
        self.key_file.write_text("wrong")
        done = self.call("--json", "getUsers")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Unknown user", done.stderr)
        self.assertFalse(json.loads(done.stdout)["success"])

    def test_a_wrong_command_line_ends_with_2_and_says_what_is_right(self):
        for words, word in [
            (["getUser"], "getUsers"),
            (["getTimesheet", "form=1"], "near: from"),
            (["getTimesheet", "cleared=yes"], "whole number"),
            (["getUsers", "1"], "what is 1?"),
            (["getUsers", "apiKey=" + ANNA], "--key-file"),
            (["authenticate", "anna", "anna-secret"], "--password-file"),
            (["authenticate", "password=anna-secret"], "--password-file"),
            (["getUsers", "--columns", "age"], "answers no age"),
            (["getUsers", "--nonsense"], "--nonsense"),
            (["--json", "--raw", "getUsers"], "--raw"),
            (["--timeout", "5", "getUsers"], "--timeout"),
            (["--timeout", "61min", "getUsers"], "--timeout"),
            (["--timeout", "0ms", "getUsers"], "--timeout"),
            (["--url", "localhost:8080", "getUsers"], "http://"),
            ([], "METHOD"),
        ]:
            with self.subTest(words):
                done = self.call(*words)
                self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
                self.assertIn(word, done.stderr)

    def test_the_longest_timeout_is_an_hour(self):
        self.assert_done(self.call("--timeout", "60min", "getVersion"))

    def test_raw_prints_the_bytes(self):
        self.assertEqual(json.loads(self.assert_done(self.call("--raw", "getVersion")))["result"], "1.3.5-1400")
        self.assertIn("getVersionResponse", self.assert_done(self.call("--raw", "--soap", "getVersion")))
        done = self.call("--raw", "--soap", "getTimesheetRecord")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Invalid ID", done.stdout)

    def test_the_key_comes_from_a_file_or_the_environment(self):
        self.assert_done(self.call("getUsers", key=False, environment={"KIMAI_GATEWAY_KEY": ANNA}))
        self.assert_refused(self.call("getUsers", key=False), "--key-file", "KIMAI_GATEWAY_KEY")
        self.assert_refused(self.call("--key-file", self.folder / "none", "getUsers", key=False), "none")
        (self.folder / "empty").write_text("\n")
        self.assert_refused(self.call("--key-file", self.folder / "empty", "getUsers", key=False), "empty")

    def test_authenticate_reads_the_password_from_a_file(self):
        (self.folder / "password").write_text("anna-secret\n")
        for wire in ([], ["--soap"]):
            done = self.call(*wire, "authenticate", "ANNA", "--password-file", self.folder / "password", key=False)
            self.assertEqual(self.assert_done(done), ANNA + "\n")
        (self.folder / "password").write_text("wrong")
        done = self.call("authenticate", "anna", "--password-file", self.folder / "password", key=False)
        self.assert_refused(done, "Unknown user")

    def test_authenticate_asks_on_the_terminal_without_echo(self):
        process, terminal = pty.fork()
        if process == 0:
            os.execv(EXECUTABLE, [EXECUTABLE, "call", "--url", "http://%s:%d" % self.gateway.addresses[0],
                                  "authenticate", "anna"])
        shown = b""
        with contextlib.suppress(OSError):  # The end of a terminal is an error.
            while b"Password: " not in shown:
                shown += os.read(terminal, 1000)
            os.write(terminal, b"anna-secret\n")
            while piece := os.read(terminal, 1000):
                shown += piece
        os.close(terminal)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), 0, shown)
        self.assertEqual(shown.replace(b"\r", b""), b"Password: \n" + ANNA.encode() + b"\n")

    def test_without_a_terminal_it_says_so(self):
        done = subprocess.run([EXECUTABLE, "call", "authenticate", "anna"], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=PATIENCE, start_new_session=True)
        self.assert_refused(done, "--password-file")


class Help(InScratchFolder):
    def test_methods_explain_themselves(self):
        done = run("call", "--list")
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (0, 18), done.stderr)
        done = run("call", "setTimesheetRecord", "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for word in ("record.projectId", "required", "doUpdate", "true or false", "API key", "best fitting"):
            self.assertIn(word, done.stdout)
        self.assertIn("default: -1", run("call", "getTimesheet", "--help").stdout)
        self.assertIn("--key-file", run("call", "--help").stdout)
        self.assertNotIn("  password", run("call", "authenticate", "--help").stdout)


class AgainstOthers(InScratchFolder):
    GOOD = (200, {}, b'{"result":"1.3.5","id":"1"}')

    def call(self, server, *words, scheme="http"):
        return run("call", "--url", "%s://127.0.0.1:%d/kimai/" % (scheme, server.server_port), *words)

    def certificate(self, name):
        """-> a file with a certificate of its own, and its key"""
        file = self.folder / (name + ".pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=" + name,
                        "-keyout", str(file), "-out", str(file) + ".crt"], check=True, capture_output=True)
        file.write_text(file.read_text() + (self.folder / (name + ".pem.crt")).read_text())
        return file

    def test_what_is_sent(self):
        with stub(self.GOOD) as server:
            self.assertEqual(self.call(server, "getVersion").stdout, "1.3.5\n")
            path, headers, body = server.asked
            self.assertEqual((path, headers["Content-Type"]), ("/kimai/core/json.php", "application/json"))
            self.assertEqual(headers["Host"], "127.0.0.1:%d" % server.server_port)
            self.assertEqual(json.loads(body), {"jsonrpc": "2.0", "method": "getVersion", "params": [], "id": 1})
            self.call(server, "--soap", "getVersion")
            path, headers, body = server.asked
            self.assertEqual((path, headers["Content-Type"]), ("/kimai/core/soap.php", "text/xml; charset=utf-8"))
            self.assertTrue(headers["SOAPAction"].endswith('/kimai/core/soap.php#getVersion"'), headers["SOAPAction"])

    def test_what_is_no_gateway_is_told(self):
        for answer, word in [
            ((404, {}, b"not here"), "404"),
            ((302, {"Location": "https://time.example/"}, b""), "https://time.example/"),
            ((200, {}, b"<html>"), "no JSON"),
            ((200, {}, b"[1]"), "no JSON-RPC answer"),
            ((200, {}, b""), "no JSON"),
        ]:
            with self.subTest(answer), stub(answer) as server:
                done = self.call(server, "getVersion")
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(word, done.stderr)

    def test_faults_are_told(self):
        fault = b'{"error":{"code":-32603,"message":"Internal error","data":null},"id":"1"}'
        with stub((200, {}, fault)) as server:
            self.assert_refused(self.call(server, "getVersion"), "Internal error (-32603)")
        fault = b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault>' \
                b'<faultcode>e:Server</faultcode><faultstring>Internal error</faultstring></e:Fault></e:Body></e:Envelope>'
        with stub((500, {}, fault)) as server:
            self.assert_refused(self.call(server, "--soap", "getVersion"), "Internal error (e:Server)")

    def test_terminals_get_no_control_characters(self):
        with stub((200, {}, b'{"result":"a\\u001b[31mb","id":"1"}')) as server:
            self.assertEqual(self.call(server, "getVersion").stdout, "a\\x1b[31mb\n")

    def test_a_silent_server_is_given_up(self):
        with stub(self.GOOD) as server:
            server.release.clear()
            self.assert_refused(self.call(server, "--timeout", "200ms", "getVersion"), "200 ms", "--timeout")

    def test_nobody_there(self):
        with stub(self.GOOD) as server:
            pass
        self.assert_refused(self.call(server, "getVersion"), "refused", "--url")

    def test_certificates_are_checked(self):
        good = self.certificate("IP:127.0.0.1")
        with stub(self.GOOD, good) as server:
            done = self.call(server, "--ca", str(good) + ".crt", "getVersion", scheme="https")
            self.assertEqual((done.returncode, done.stdout), (0, "1.3.5\n"), done.stderr)
            server.asked = None
            self.assert_refused(self.call(server, "getVersion", scheme="https"), "certificate", "--ca")
            self.assert_refused(self.call(server, "--ca", self.folder / "none", "getVersion", scheme="https"), "none")
            self.assertIsNone(server.asked)
        other = self.certificate("IP:127.0.0.2")
        with stub(self.GOOD, other) as server:
            server.asked = None
            done = self.call(server, "--ca", str(other) + ".crt", "getVersion", scheme="https")
            self.assert_refused(done, "certificate")
            self.assertIsNone(server.asked)


if __name__ == "__main__":
    main()
