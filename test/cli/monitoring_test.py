# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/monitoring.md, the alert rules and the dashboard name the metrics that there are, and promtool can read them."""
import json
import pathlib
import re
import subprocess

from gateway_process import PATIENCE, InScratchFolder, main
from metrics_test import MetricsTest, scrape

DOCS = pathlib.Path(__file__).parents[2] / "docs"
ALERTS = DOCS / "monitoring" / "alerts.yml"
DASHBOARD = DOCS / "monitoring" / "grafana-dashboard.json"
METRIC = re.compile(r"\b(?:kimai_gateway|process)_\w+")
LABEL = re.compile(r'(\w+)\s*(?:=~|!~|!=|=)\s*"')
# Those that Prometheus adds.
OF_THE_SCRAPE = {"instance", "job"}


def expressions_of(node):
    """Every `expr` in a dashboard, and what its variables ask for."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("expr", "definition") and isinstance(value, str):
                yield value
            else:
                yield from expressions_of(value)
    elif isinstance(node, list):
        for item in node:
            yield from expressions_of(item)


def promtool(*arguments):
    return subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True, timeout=PATIENCE)


class Names(MetricsTest):
    def setUp(self):
        super().setUp()
        with self.serve() as gateway:
            gateway.call("getUsers", "")
            self.text = scrape(gateway)[1]
        self.families = dict(re.findall(r"^# TYPE (\w+) (\w+)$", self.text, re.MULTILINE))
        self.series = set(re.findall(r"^(\w+)[{ ]", self.text, re.MULTILINE))
        self.labels = set(re.findall(r'[{,](\w+)="', self.text)) | OF_THE_SCRAPE

    def assert_known(self, where, expression):
        for metric in METRIC.findall(expression):
            self.assertIn(metric, self.series, "%s: %s" % (where, expression))
        for label in LABEL.findall(expression):
            self.assertIn(label, self.labels, "%s: %s" % (where, expression))

    def test_the_dashboard(self):
        dashboard = json.loads(DASHBOARD.read_text())
        expressions = list(expressions_of(dashboard))
        self.assertGreater(len(expressions), 20)
        for expression in expressions:
            self.assert_known("dashboard", expression)
        ids = [panel["id"] for panel in dashboard["panels"]]
        self.assertEqual(len(set(ids)), len(ids))
        shown = set(METRIC.findall(" ".join(expressions)))
        unseen = {metric for metric in self.families if metric.startswith("kimai_gateway") and
                  not any(name.startswith(metric) for name in shown)}
        self.assertEqual(unseen, set(), "metrics that nobody sees on the dashboard")

    def test_the_alerts(self):
        rules = ALERTS.read_text()
        self.assertGreater(len(METRIC.findall(rules)), 10)
        self.assert_known("alerts", re.sub(r"#.*|summary:.*", "", rules))

    def test_the_page_tells_of_each_metric_and_each_alert_and_of_no_others(self):
        page = (DOCS / "monitoring.md").read_text()
        self.assertEqual(dict(re.findall(r"^\| `(\w+)` \| (counter|gauge|histogram) \|", page, re.MULTILINE)),
                         self.families)
        self.assertEqual(set(re.findall(r"^\| `(Kimai\w+)` \|", page, re.MULTILINE)),
                         set(re.findall(r"- alert: (\w+)", ALERTS.read_text())))


class Promtool(InScratchFolder):
    def test_the_alert_rules(self):
        done = promtool("check", "rules", ALERTS)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        done = promtool("test", "rules", ALERTS.with_name("alerts_test.yml"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        untested = set(re.findall(r"- alert: (\w+)", ALERTS.read_text())) - set(
            re.findall(r"alertname: (\w+)\n *exp_alerts:\n", ALERTS.with_name("alerts_test.yml").read_text()))
        self.assertEqual(untested, set(), "alerts that no test has seen")

    def test_the_expressions_of_the_dashboard(self):
        rules = []
        for number, expression in enumerate(expressions_of(json.loads(DASHBOARD.read_text()))):
            if not expression.startswith("label_values"):
                expression = re.sub(r"\$__(rate_interval|range)", "5m", expression)
                rules.append({"record": "panel:%d" % number, "expr": expression})
        file = self.folder / "rules.yml"
        # JSON is YAML.
        file.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
        done = promtool("check", "rules", file)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    main()
