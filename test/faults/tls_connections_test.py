# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many clients with TLS: memory is bounded."""
from fault_case import MEMORY_COUNTS, figure, resident
from gateway_process import main
from tls_test import WithTls

IDLE = 300


class IdleWithTls(WithTls):
    def test_an_idle_connection_has_no_buffers(self):
        gateway = self.gateway("--connections", str(IDLE + 100))
        self.assert_serves(gateway)
        before = resident(gateway.process)
        context = self.context()
        connections = [self.connect(gateway, context) for _ in range(IDLE)]
        for connection in connections:
            self.ask(connection)
        each = (resident(gateway.process) - before) * 1024 / len(connections)
        figure("an idle connection with TLS", "%.1f KiB" % each)
        if MEMORY_COUNTS:
            self.assertLess(each, 60)  # with buffers it would be 100
        self.assertIn(b"200 OK", self.ask(connections[0]))


if __name__ == "__main__":
    main()
