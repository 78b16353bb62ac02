"""A private RabbitMQ node through scripts/broker, and vhosts in it, one for each test.

`shared()` is the node that TRIAGED_TEST_BROKER names, or one that this process starts and stops at its end. Tests that
restart, stop or kill their broker take `own()`.
"""
import atexit
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import tempfile

SOURCE = pathlib.Path(os.environ["TRIAGED_SOURCE_DIR"])
ACTING = '<<"test">>'  # whom the node's log names for what a test changed
START_AT_MOST = 120  # seconds for any single call of scripts/broker
_shared = None


class Broker:
    def __init__(self, folder):
        self.folder = str(folder)

    @classmethod
    def own(cls):
        """A new node. Whoever asked calls destroy()."""
        folder = tempfile.mkdtemp(prefix="triaged-broker-")
        broker = cls(folder)
        try:
            broker.call("start", "--small")
        except BaseException:
            broker.destroy()
            raise
        return broker

    def call(self, command, *arguments):
        done = subprocess.run([SOURCE / "scripts" / "broker", command, self.folder, *arguments],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=START_AT_MOST)
        if done.returncode != 0:
            raise RuntimeError(f"scripts/broker {command} {' '.join(arguments)} failed: {done.stdout}")
        return done.stdout

    def eval(self, expression):
        """Erlang in the node, which takes milliseconds; rabbitmqctl takes a second, and ten on a busy machine."""
        return self.call("eval", expression)

    def delete_user(self, name):
        self.eval(f'ok = rabbit_auth_backend_internal:delete_user(<<"{name}">>, {ACTING})')

    def port(self):
        settings = dict(line.split("=", 1) for line in pathlib.Path(self.folder, "env").read_text().splitlines())
        return int(settings["TRIAGED_BROKER_PORT"])

    def start(self):
        self.call("start")

    def restart(self):
        self.call("restart")

    def kill9(self):
        self.call("kill9")

    def freeze(self):
        """Stops the node's process without a word to its clients: connections stay, nothing answers."""
        os.kill(self._pid(), signal.SIGSTOP)

    def thaw(self):
        os.kill(self._pid(), signal.SIGCONT)

    def _pid(self):
        return int(pathlib.Path(self.folder, "beam.pid").read_text())

    def destroy(self):
        subprocess.run([SOURCE / "scripts" / "broker", "stop", self.folder], stdout=subprocess.DEVNULL,
                       timeout=START_AT_MOST)
        shutil.rmtree(self.folder, ignore_errors=True)


def shared():
    global _shared
    if _shared is None:
        folder = os.environ.get("TRIAGED_TEST_BROKER")
        if folder:
            _shared = Broker(folder)
        else:
            _shared = Broker.own()
            atexit.register(_shared.destroy)
    return _shared


class Vhosts:
    """Empty vhosts that `guest` may do everything in, made and deleted together."""

    def __init__(self, broker, count):
        self.broker = broker
        self._names = ["test-" + secrets.token_hex(6) for _ in range(count)]
        self._spare = list(self._names)
        self._for_each(f"rabbit_vhost:add(V, {ACTING}), {permissions('V', 'guest', '.*', '.*', '.*')}")

    def take(self):
        return Vhost(self.broker, self._spare.pop())

    def delete(self):
        self._for_each(f"rabbit_vhost:delete(V, {ACTING})")

    def _for_each(self, expression):
        names = ", ".join(f'<<"{name}">>' for name in self._names)
        self.broker.eval(f"lists:foreach(fun(V) -> {expression} end, [{names}])")


class Vhost:
    def __init__(self, broker, name):
        self.broker = broker
        self.name = name
        self.url = f"amqp://guest:guest@127.0.0.1:{broker.port()}/{name}"

    def permit(self, configure, write=".*", read=".*", user="guest"):
        self.broker.eval(permissions(f'<<"{self.name}">>', user, configure, write, read))

    def add_user(self, name, configure="^$", write=".*", read=".*"):
        """A user that may, if nothing else is said, publish and consume here; returns the URL that it connects with."""
        self.broker.eval(f'ok = rabbit_auth_backend_internal:add_user(<<"{name}">>, <<"secret">>, {ACTING})')
        self.permit(configure, write, read, user=name)
        return self.url.replace("guest:guest@", f"{name}:secret@")

    def delete_queue(self, queue):
        """As an operator would, whatever `guest` may do."""
        self.broker.eval(f'{{ok, Q}} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"{self.name}">>, queue, <<"{queue}">>)), '
                         f'{{ok, _}} = rabbit_amqqueue:delete(Q, false, false, {ACTING})')


def permissions(vhost, user, configure, write, read):
    """The expression that grants them; `vhost` is an Erlang term, the patterns are regular expressions."""
    patterns = ", ".join('<<"' + pattern.replace("\\", "\\\\") + '">>' for pattern in (configure, write, read))
    return f'ok = rabbit_auth_backend_internal:set_permissions(<<"{user}">>, {vhost}, {patterns}, {ACTING})'
