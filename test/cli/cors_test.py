# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pages of other origins may call, as a browser is told."""
import contextlib
import http.client
import json

from gateway_process import PATIENCE, Gateway, InScratchFolder, import_dump, main, run

ONE, OTHER, STRANGER = "https://one.example", "http://other.example:8080", "https://stranger.example"


class Origins(InScratchFolder):
    def setUp(self):
        super().setUp()
        import_dump(self.folder / "k.db")

    def cors(self, gateway, origin, method="GET", body=None, path="/core/json.php"):
        """-> (Access-Control-Allow-Origin, Vary) of an answer"""
        connection = http.client.HTTPConnection(*gateway.addresses[0], timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Origin": origin} if origin else {})
            response = connection.getresponse()
            response.read()
            self.assertIn(response.status, (200, 204))
            return response.headers["Access-Control-Allow-Origin"], response.headers["Vary"]

    def assert_everywhere(self, gateway, origin, expected, key="none"):
        reading, writing, unknown, notification = [
            json.dumps({"jsonrpc": "2.0", "method": method, "params": [key], **more}) for method, more in
            [("getCustomers", {"id": 1}), ("stopRecord", {"id": 1}), ("nothing", {"id": 1}), ("getCustomers", {})]]
        for method, body in [("GET", None), ("HEAD", None), ("OPTIONS", None), ("POST", reading), ("POST", reading),
                             ("POST", writing), ("POST", unknown), ("POST", notification), ("POST", "[%s]" % reading),
                             ("POST", "{")]:
            with self.subTest(origin=origin, method=method, body=body):
                self.assertEqual(self.cors(gateway, origin, method, body), expected)
        for path in ["/core/soap.php", "/"]:
            allowed, _ = self.cors(gateway, origin, path=path)
            self.assertIsNone(allowed, path)

    def test_any_page_by_default(self):
        with Gateway(self.folder / "k.db") as gateway:
            for origin in [None, STRANGER]:
                self.assert_everywhere(gateway, origin, ("*", None))

    def test_only_those_that_are_named(self):
        with Gateway(self.folder / "k.db", "--cors-origin", ONE, "--cors-origin", OTHER) as gateway:
            key = gateway.sign_in("anna", "anna-secret")
            for origin, allowed in [(ONE, ONE), (STRANGER, None), (OTHER, OTHER), (None, None), ("null", None),
                                    (ONE + ".evil.example", None), ("https://ONE.example", None)]:
                self.assert_everywhere(gateway, origin, (allowed, "Origin"), key)

    def test_a_kept_answer_carries_the_header_of_who_asks(self):
        with Gateway(self.folder / "k.db", "--cors-origin", "%s,%s" % (ONE, OTHER)) as gateway:
            key = gateway.sign_in("anna", "anna-secret")
            body = json.dumps({"jsonrpc": "2.0", "method": "getCustomers", "params": [key], "id": 1})
            for origin in [ONE, ONE, OTHER, STRANGER, None, ONE]:
                allowed = origin if origin in (ONE, OTHER) else None
                self.assertEqual(self.cors(gateway, origin, "POST", body), (allowed, "Origin"))

    def test_none(self):
        with Gateway(self.folder / "k.db", "--cors-origin", "none") as gateway:
            self.assert_everywhere(gateway, STRANGER, (None, None))

    def test_what_is_no_origin_is_refused(self):
        for origins in [["one.example"], ["https://one.example/"], ["https://one.example/app"], ["https://*.example"],
                        ["*", ONE], ["none", ONE], ["null"], ["https://"]]:
            with self.subTest(origins):
                options = [word for origin in origins for word in ("--cors-origin", origin)]
                self.assert_refused(run("serve", "--database", self.folder / "k.db", *options), "--cors-origin")


if __name__ == "__main__":
    main()
