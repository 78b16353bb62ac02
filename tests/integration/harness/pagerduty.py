"""A stand-in for PagerDuty's Events API v2: takes what comes, or fails as a test says, and remembers both."""
import http.server
import itertools
import json
import threading

from harness.wait import wait_for

ACCEPTED = (202, {}, {"status": "success", "message": "Event processed"})
TOO_MANY = (429, {"Retry-After": "1"}, {"status": "throttled"})
BROKEN = (500, {}, {"status": "error"})
INVALID = (400, {}, {"status": "invalid event", "message": "Event object is invalid",
                     "errors": ["'payload.summary' is missing or blank"]})
HANG, CLOSE = "hang", "close"


class PagerDuty:
    """Listens at once, on a free port of its own. `asked`: every event that came, `taken`: those answered 202, both in
    their order."""

    def __init__(self):
        self.asked, self.taken = [], []
        self._deed = ACCEPTED
        self._lock = threading.Lock()
        self._over = threading.Event()
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                stand_in._treat(self)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads, block_on_close = True, False

            def handle_error(self, *_):
                pass  # a client that was killed, or did not wait

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v2/enqueue"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def answer(self, deed):
        """From now on, to every request."""
        with self._lock:
            self._deed = deed

    def _treat(self, handler):
        event = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        with self._lock:
            deed = self._deed
            self.asked.append((handler.path, event))
            if deed is ACCEPTED:
                self.taken.append(event)
        handler.close_connection = True
        if deed is HANG:
            self._over.wait()
        if deed in (HANG, CLOSE):
            return
        status, headers, body = deed
        text = json.dumps(body).encode()
        handler.send_response(status)
        for key, value in {**headers, "Content-Type": "application/json", "Content-Length": len(text)}.items():
            handler.send_header(key, str(value))
        handler.end_headers()
        handler.wfile.write(text)

    def asked_of(self, incident):
        with self._lock:
            return [event for _, event in self.asked if event["dedup_key"] == incident]

    def actions(self, incident):
        """What it took of that incident, in its order; the same again at once counts once."""
        with self._lock:
            told = [event["event_action"] for event in self.taken if event["dedup_key"] == incident]
        return [action for action, _ in itertools.groupby(told)]

    def wait_for_actions(self, incident, *actions):
        wait_for(lambda: self.actions(incident) == list(actions),
                 lambda: f"{actions} of {incident}; it took {self.actions(incident)} and was asked {self.asked_of(incident)}")

    def discard(self):
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
