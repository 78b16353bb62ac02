"""An HTTP client of the daemon's server: one request, one answer."""
import dataclasses
import http.client
import json
import ssl
import urllib.parse

ANSWER_AT_MOST = 30  # seconds


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    body: str

    def json(self):
        return json.loads(self.body)


class Web:
    def __init__(self, where, token=None, ca=None):
        """`where`: as the daemon's log says it, "http://127.0.0.1:40123"."""
        self._url = urllib.parse.urlsplit(where)
        self._token = token
        self._tls = ssl.create_default_context(cafile=ca) if ca else None

    def ask(self, method, path, body=None, content_type="application/json"):
        if self._tls:
            connection = http.client.HTTPSConnection(self._url.hostname, self._url.port, timeout=ANSWER_AT_MOST,
                                                     context=self._tls)
        else:
            connection = http.client.HTTPConnection(self._url.hostname, self._url.port, timeout=ANSWER_AT_MOST)
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        if body is not None:
            headers["Content-Type"] = content_type
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
        finally:
            connection.close()

    def get(self, path):
        return self.ask("GET", path)

    def tell(self, event):
        """POST of one event."""
        return self.ask("POST", "/api/v1/events", json.dumps(event))

    def metrics(self):
        """{'triaged_events_total{outcome="applied"}': 3.0}"""
        lines = (line for line in self.get("/metrics").body.splitlines() if line and not line.startswith("#"))
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}
