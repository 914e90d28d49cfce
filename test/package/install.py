#!/usr/bin/env python3
# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs, upgrades, removes and purges the Debian package with the machine's own dpkg, without changing the machine:
in a mount namespace, in which / is covered by a layer in memory that takes whatever is written.

    install.py PACKAGE.deb

Asks for root, or sudo without a password, and a kernel that lets it mount an overlay. Where there is none, only what can
be tried without is tried: the package is unpacked and its program started; it says so.

No systemd runs in there, so the maintainer scripts start nothing; the program is started as the unit would start it.
"""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

PACKAGE = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]
STATE = pathlib.Path("/var/lib/kimai-gateway")
CONFIGURATION = pathlib.Path("/etc/kimai-gateway/kimai-gateway.toml")
ENABLED = pathlib.Path("/etc/systemd/system/multi-user.target.wants/kimai-gateway.service")
UNITS = [pathlib.Path("/lib/systemd/system/kimai-gateway." + kind) for kind in ("service", "socket")]
IN_SCRATCH = "KIMAI_GATEWAY_IN_SCRATCH"  # set in there: the folder that takes what is written
PATIENCE = 60

ENTER = """
set -e
mount -t tmpfs none "$1"
mkdir "$1/written" "$1/work" "$1/root"
mount -t overlay none -o lowerdir=/,upperdir="$1/written",workdir="$1/work" "$1/root"
mount -t proc none "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mkdir -p "$1/root$1/written"
mount --bind "$1/written" "$1/root$1/written"
mkdir -p "$1/root$2"
mount --bind "$2" "$1/root$2"
root=$1/root
shift 2
exec chroot "$root" "$@"
"""


def run(*command, **how):
    """-> what it prints; fails when it does"""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=PATIENCE * 5, **how)
    if done.returncode:
        raise AssertionError("%s: exit code %d\n%s" % (command, done.returncode, done.stdout))
    return done.stdout


def next_version(folder):
    """The package as its next version."""
    content = folder / "next"
    run("dpkg-deb", "--raw-extract", PACKAGE, content)
    control = content / "DEBIAN" / "control"
    control.write_text(re.sub(r"^(Version: .*)", r"\1+next", control.read_text(), flags=re.MULTILINE))
    run("dpkg-deb", "--root-owner-group", "-Znone", "--build", content, folder / "next.deb")
    shutil.rmtree(content)
    return folder / "next.deb"


class Served:
    """The program as the unit starts it: its user, its folder, its command."""

    def __init__(self, command, user=None, folder=None):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.folder.chmod(0o777)
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.manager.bind(str(self.folder / "notify"))
        (self.folder / "notify").chmod(0o777)
        self.manager.settimeout(PATIENCE)
        self.process = subprocess.Popen(command, user=user, group=user, extra_groups=[] if user else None, cwd=folder,
                                        umask=0o077, env={**os.environ, "NOTIFY_SOCKET": str(self.folder / "notify")},
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def __enter__(self):
        try:
            self.status = self.manager.recv(4096).decode()
        except TimeoutError:
            self.process.kill()
            raise AssertionError("does not start: " + self.process.stdout.read().decode()) from None
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.manager.close()
        shutil.rmtree(self.folder)

    def sign_in(self, password):
        """-> the key"""
        port = int(re.search(r"READY=1\nSTATUS=Serving on http://127\.0\.0\.1:(\d+)", self.status).group(1))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("POST", "/core/json.php", json.dumps(
                {"jsonrpc": "2.0", "method": "authenticate", "params": ["admin", password], "id": 1}))
            return json.loads(connection.getresponse().read())["result"]["items"][0]["apiKey"]


@unittest.skipIf(IN_SCRATCH in os.environ, "in there the whole life is tried")
class Unpacked(unittest.TestCase):
    def test_the_program_runs_from_the_package(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder) / "root"
            run("dpkg-deb", "--extract", PACKAGE, root)
            with Served([root / "usr/bin/kimai-gateway", "serve", "--database", root / "k.db", "--listen", "127.0.0.1:0"]
                        ) as served:
                self.assertTrue(served.sign_in((root / "k.db.admin-password").read_text().strip()))
            self.assertEqual(served.code, 0)

    def test_the_maintainer_scripts_are_scripts(self):
        with tempfile.TemporaryDirectory() as folder:
            run("dpkg-deb", "--control", PACKAGE, folder)
            for name in ("preinst", "postinst", "prerm", "postrm"):
                script = pathlib.Path(folder) / name
                if script.exists():
                    run("sh", "-n", script)


@unittest.skipUnless(IN_SCRATCH in os.environ, "in here nothing may be installed")
class Life(unittest.TestCase):
    def serve(self):
        """-> the key that the first password opens"""
        command = re.search(r"^ExecStart=(.*)", UNITS[0].read_text(), re.MULTILINE).group(1).split()
        with Served(command, "kimai-gateway", STATE) as served:
            key = served.sign_in((STATE / "kimai.db.admin-password").read_text().strip())
        self.assertEqual(served.code, 0)
        return key

    def start_as_the_unit_would(self):
        run("install", "-d", "-m", "0700", "-o", "kimai-gateway", "-g", "kimai-gateway", STATE)  # StateDirectory=
        # What an administrator changed must survive; and port 8080 may be in use.
        CONFIGURATION.write_text(CONFIGURATION.read_text().replace(":8080", ":0"))
        return self.serve()

    def test_install_upgrade_remove_and_purge(self):
        with tempfile.TemporaryDirectory() as folder:
            newer = next_version(pathlib.Path(folder))
            output = run("dpkg", "--install", PACKAGE)
            self.assertNotIn("warning", output.lower())
            self.assertTrue(ENABLED.is_symlink())
            self.assertEqual(run("systemd-analyze", "verify", *UNITS), "")
            self.assertIn("man1/kimai-gateway.1", run("man", "--where", "kimai-gateway"))
            key = self.start_as_the_unit_would()

            run("dpkg", "--install", newer)
            self.assertIn(":0", CONFIGURATION.read_text())
            self.assertEqual(self.serve(), key)
            self.assertTrue(ENABLED.is_symlink())

            run("dpkg", "--remove", "kimai-gateway")
            self.assertFalse(pathlib.Path("/usr/bin/kimai-gateway").exists())
            self.assertTrue(CONFIGURATION.exists() and (STATE / "kimai.db").exists() and (STATE / "kimai.db.key").exists())

            run("dpkg", "--install", newer)
            self.assertEqual(self.serve(), key)

            run("dpkg", "--purge", "kimai-gateway")
            self.assertEqual(self.left_behind(), [])

    def left_behind(self):
        """What was written with the program's name and is still there."""
        written = pathlib.Path(os.environ[IN_SCRATCH])
        # What was there before and was removed is a device in here. Man keeps what it formatted for systemd-analyze.
        return [path for path in written.rglob("*kimai*") if (path.is_symlink() or path.is_dir() or path.is_file())
                and written / "var/cache/man" not in path.parents]


def in_scratch(folder):
    """-> the command that runs this program in there, or None where that is not allowed"""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = [*as_root, "unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, "sh", folder, ROOT]
    try:
        done = subprocess.run([*command, "true"], capture_output=True, text=True, timeout=PATIENCE)
    except FileNotFoundError:
        return None
    if done.returncode:
        print("Not tried: installing, upgrading, purging, since this needs root and an overlay: " + done.stderr.strip())
        return None
    return [*command, "env", "%s=%s/written" % (IN_SCRATCH, folder), sys.executable, __file__, PACKAGE]


def main():
    program = unittest.main(exit=False)
    skipped = len(program.result.skipped)
    failed = len(program.result.failures) + len(program.result.errors)
    print("%d passed, %d failed" % (program.result.testsRun - failed - skipped, failed))
    if IN_SCRATCH not in os.environ:
        with tempfile.TemporaryDirectory() as folder:
            command = in_scratch(folder)
            failed += command is not None and subprocess.run(command).returncode != 0
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
