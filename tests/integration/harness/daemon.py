"""The daemon as a process, its log as facts, and the other subcommands."""
import json
import os
import signal
import subprocess
import time

from harness.wait import wait_for

BINARY = os.environ["TRIAGED_BINARY"]
COMMAND_AT_MOST = 60  # seconds


class Daemon:
    """`triaged run` over one store and one vhost. Started at once; may be started again after it has ended."""

    def __init__(self, *, config, url, store, log, prefix=(), http="off"):
        """`http`: where its HTTP server listens, whatever the configuration says."""
        self._command = [*prefix, BINARY, "--config", str(config), "run"]
        self._environment = {**os.environ, "TRIAGED_AMQP_URL": url, "TRIAGED_STORE_PATH": str(store),
                             "TRIAGED_HTTP_LISTEN": http}
        self._log = log
        self.store = store
        self.process = self._reader = None
        self.start()

    def start(self):
        """The log begins anew in memory; the file keeps everything."""
        self._facts, self._tail = [], b""
        self.discard()
        with open(self._log, "ab") as writer:
            self._reader = open(self._log, "rb")
            self._reader.seek(0, os.SEEK_END)
            self.process = subprocess.Popen(self._command, env=self._environment, stdin=subprocess.DEVNULL,
                                            stdout=writer, stderr=subprocess.STDOUT)

    def facts(self, event=None):
        """The log lines since the start, of one event or all; each a dict. What is no JSON is {"event": "", "line"}."""
        lines = (self._tail + self._reader.read()).split(b"\n")
        self._tail = lines.pop()
        for line in lines:
            try:
                self._facts.append(json.loads(line))
            except ValueError:
                self._facts.append({"event": "", "line": line.decode("utf-8", "replace")})
        return [fact for fact in self._facts if event is None or fact["event"] == event]

    def wait_for_fact(self, event, seconds=60, count=1, **fields):
        def there():
            if self.process.poll() is not None and not self._matching(event, fields, count):
                raise AssertionError(f"the daemon ended with {self.process.returncode} before {event}:\n{self.tail()}")
            return self._matching(event, fields, count)

        return wait_for(there, lambda: f"log line {event} {fields or ''} x{count}; the log ends:\n{self.tail()}", seconds)

    def _matching(self, event, fields, count):
        found = [fact for fact in self.facts(event) if all(fact.get(key) == value for key, value in fields.items())]
        return found if len(found) >= count else None

    def wait_until_up(self, seconds=60):
        """Returns when both connections are ready and everything is declared."""
        self.wait_for_fact("link_up", seconds)
        return self

    def tail(self):
        with open(self._log, encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-12:])

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number):
        self.process.send_signal(number)

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def kill9(self):
        self.process.kill()
        self.process.wait()

    def stop(self, seconds=35):
        """SIGTERM; the exit code, and how long it took."""
        begin = time.monotonic()
        self.process.terminate()
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the daemon did not stop within {seconds} s:\n{self.tail()}") from None
        return code, time.monotonic() - begin

    def discard(self):
        """However it went: no process and no open file are left."""
        if self.running:
            self.kill9()
        if self._reader is not None:
            self._reader.close()


def triaged(*arguments, stdin=None, url=None, store=None):
    """One subcommand, to its end. `stdin` is text."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TRIAGED_")}
    if url:
        environment["TRIAGED_AMQP_URL"] = url
    if store:
        environment["TRIAGED_STORE_PATH"] = str(store)
    return subprocess.run([BINARY, *map(str, arguments)], env=environment, input=stdin or "", text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=COMMAND_AT_MOST)
