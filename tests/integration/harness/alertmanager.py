"""A real Alertmanager as a process, which groups and repeats within seconds and tells one webhook."""
import json
import re
import subprocess
import urllib.request

from harness.wait import wait_for

PROGRAM = "/usr/bin/prometheus-alertmanager"  # Debian's
ANSWER_AT_MOST = 30  # seconds
SETTINGS = """\
route: {{receiver: triaged, group_by: [alertname, cluster, namespace], group_wait: 100ms, group_interval: 500ms, repeat_interval: 1s}}
receivers:
  - name: triaged
    webhook_configs:
      - url: {url}/webhooks/alertmanager
        send_resolved: true
        http_config:
          authorization: {{credentials_file: {token}}}
"""


class Alertmanager:
    """Started at once, on a free port of its own. `webhook` need not be there yet: it tries again and again."""

    def __init__(self, folder, webhook, token):
        folder.mkdir()
        (folder / "token").write_text(token)
        (folder / "alertmanager.yml").write_text(SETTINGS.format(url=webhook, token=folder / "token"))
        self._log = folder / "log"
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                [PROGRAM, f"--config.file={folder / 'alertmanager.yml'}", f"--storage.path={folder / 'data'}",
                 "--web.listen-address=127.0.0.1:0", "--web.external-url=http://alertmanager.example",
                 "--cluster.listen-address=", "--log.format=json"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self.where = f"http://{wait_for(self._listens, lambda: 'Alertmanager; its log: ' + self._log.read_text())}"

    def _listens(self):
        found = re.search(r'"address":"([^"]+)".*"msg":"Listening on"', self._log.read_text())
        return found and found[1]

    def _ask(self, path, body=None):
        request = urllib.request.Request(self.where + path, data=body and json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=ANSWER_AT_MOST) as answer:
            return answer.read().decode()

    def tell(self, alerts):
        """As Prometheus does: each alert a dict with `labels`, and `endsAt` once it is over."""
        self._ask("/api/v2/alerts", alerts)

    def firing(self):
        """The labels of what is not over."""
        return [alert["labels"] for alert in json.loads(self._ask("/api/v2/alerts"))]

    def told(self):
        """How many requests of its webhook it has made, and how many of them failed."""
        numbers = dict(line.rsplit(" ", 1) for line in self._ask("/metrics").splitlines() if not line.startswith("#"))
        return tuple(int(float(numbers[f'alertmanager_notification_requests_{which}{{integration="webhook"}}']))
                     for which in ("total", "failed_total"))

    def discard(self):
        self._process.kill()
        self._process.wait()
