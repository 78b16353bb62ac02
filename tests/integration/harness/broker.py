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

    def ctl(self, *arguments):
        return self.call("ctl", "--quiet", *arguments)

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
    """Empty vhosts that `guest` may do everything in. Made and deleted together, since each rabbitmqctl takes a second."""

    def __init__(self, broker, count):
        self.broker = broker
        self._names = ["test-" + secrets.token_hex(6) for _ in range(count)]
        self._spare = list(self._names)
        self._for_each('rabbit_vhost:add(V, <<"test">>), '
                       'rabbit_auth_backend_internal:set_permissions(<<"guest">>, V, <<".*">>, <<".*">>, <<".*">>, <<"test">>)')

    def take(self):
        return Vhost(self.broker, self._spare.pop())

    def delete(self):
        self._for_each('rabbit_vhost:delete(V, <<"test">>)')

    def _for_each(self, expression):
        names = ", ".join(f'<<"{name}">>' for name in self._names)
        self.broker.ctl("eval", f"lists:foreach(fun(V) -> {expression} end, [{names}]).")


class Vhost:
    def __init__(self, broker, name):
        self.broker = broker
        self.name = name
        self.url = f"amqp://guest:guest@127.0.0.1:{broker.port()}/{name}"

    def permit(self, configure, write=".*", read=".*", user="guest"):
        self.broker.ctl("set_permissions", "-p", self.name, user, configure, write, read)

    def add_user(self, name, configure="^$", write=".*", read=".*"):
        """A user that may, if nothing else is said, publish and consume here; returns the URL that it connects with."""
        self.broker.ctl("add_user", name, "secret")
        self.permit(configure, write, read, user=name)
        return self.url.replace("guest:guest@", f"{name}:secret@")

    def delete_queue(self, queue):
        """As an operator would, whatever `guest` may do."""
        self.broker.ctl("delete_queue", "-p", self.name, queue)
