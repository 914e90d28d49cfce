# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `meson install` puts where, and what systemd says of the units. $BUILD is the build folder."""
import os
import re
import stat
import subprocess
import tomllib

from gateway_process import EXECUTABLE, PATIENCE, Gateway, InScratchFolder, main

BUILD = os.environ["BUILD"]
PREFIX = os.environ["PREFIX"]
# Of systemd's exposure level, times ten: between 0, cannot do anything, and 100, may do all.
MOST_EXPOSED = 15


def done(*command, **environment):
    """-> exit code and all that is printed"""
    result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            timeout=PATIENCE, env={**os.environ, **environment})
    return result.returncode, result.stdout


class Installed(InScratchFolder):
    def setUp(self):
        super().setUp()
        code, output = done("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", self.folder)
        self.assertEqual(code, 0, output)
        self.root = self.folder / PREFIX.lstrip("/")

    def test_everything_is_where_debian_expects_it(self):
        configuration = "../etc" if PREFIX == "/usr" else "etc"
        for name, mode in [("bin/kimai-gateway", 0o755), ("share/man/man1/kimai-gateway.1", 0o644),
                           ("share/bash-completion/completions/kimai-gateway", 0o644),
                           ("lib/systemd/system/kimai-gateway.service", 0o644),
                           ("lib/systemd/system/kimai-gateway.socket", 0o644),
                           ("lib/sysusers.d/kimai-gateway.conf", 0o644),
                           ("share/doc/kimai-gateway/docs/operators.md", 0o644),
                           ("share/doc/kimai-gateway/examples/all-settings.toml", 0o644),
                           (configuration + "/kimai-gateway/kimai-gateway.toml", 0o644)]:
            with self.subTest(name):
                self.assertEqual(stat.S_IMODE((self.root / name).stat().st_mode), mode)

    def test_the_program_takes_the_configuration_of_the_unit(self):
        unit = (self.root / "lib/systemd/system/kimai-gateway.service").read_text()
        program, configuration = re.search(r"^ExecStart=(\S+) serve --config (\S+)$", unit, re.MULTILINE).groups()
        self.assertEqual(self.folder / program.lstrip("/"), self.root / "bin/kimai-gateway")
        installed = self.folder / configuration.lstrip("/")
        self.assertEqual(tomllib.loads(installed.read_text()),
                         {"database": "/var/lib/kimai-gateway/kimai.db", "listen": "127.0.0.1:8080"})
        with Gateway(self.folder / "k.db", "--config", installed) as gateway:
            self.assertEqual(gateway.end(), 0)

    def test_systemd_finds_nothing_and_little_exposure(self):
        units = self.root / "lib/systemd/system"
        service = units / "kimai-gateway.service"
        # The program is not where it will be.
        service.write_text(service.read_text().replace(PREFIX + "/bin/kimai-gateway", EXECUTABLE))
        # It also asks whether the manual page is there.
        self.assertEqual(done("systemd-analyze", "verify", service, units / "kimai-gateway.socket",
                              MANPATH=str(self.root / "share/man")), (0, ""))
        code, output = done("systemd-analyze", "security", "--offline=true", "--threshold=%d" % MOST_EXPOSED, service)
        self.assertEqual(code, 0, output)
        print(re.search(r"Overall exposure level.*", output).group())


if __name__ == "__main__":
    main()
