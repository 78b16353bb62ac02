"""The test case of all integration tests: a vhost, a copy of the configuration and a folder of its own."""
import functools
import json
import pathlib
import secrets
import shutil
import tempfile
import unittest

import pika

from harness import broker as brokers
from harness import events
from harness.daemon import Daemon, triaged
from harness.inbox import Inbox
from harness.producer import Producer
from harness.store import Store, accounted
from harness.wait import wait_for

CONFIG = pathlib.Path(__file__).parent.parent / "config"
REQUESTERS = "triaged.requesters"
COMMUNICATION = "incidents.communication"
UNROUTED = "triaged.unrouted"


class IntegrationCase(unittest.TestCase):
    needs_own_broker = False  # of the class: it restarts, stops or kills its broker
    longMessage = True
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.broker = brokers.Broker.own() if cls.needs_own_broker else brokers.shared()
        if cls.needs_own_broker:
            cls.addClassCleanup(cls.broker.destroy)
        cls._vhosts = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="triaged-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.config = self.folder / "config"
        shutil.copytree(CONFIG, self.config)
        self.store = Store(self.folder / "state.db")

    @functools.cached_property
    def vhost(self):
        """This test's own, made with those of its class when the first one is asked for."""
        cls = type(self)
        if cls._vhosts is None:
            cls._vhosts = brokers.Vhosts(self.broker, len(unittest.defaultTestLoader.getTestCaseNames(cls)))
            if not cls.needs_own_broker:
                cls.addClassCleanup(cls._vhosts.delete)
        return cls._vhosts.take()

    @functools.cached_property
    def url(self):
        return self.vhost.url

    def replace_in(self, file, old, new):
        """Changes this test's copy of the configuration."""
        path = self.config / file
        text = path.read_text()
        self.assertIn(old, text, f"{file} does not hold what the test wants to replace")
        path.write_text(text.replace(old, new))

    def daemon(self, *, name="daemon", store=None, config=None, url=None, prefix=(), http="off", up=True):
        daemon = Daemon(config=config or self.config, url=url or self.url, store=store or self.store.path,
                        log=self.folder / f"{name}.log", prefix=prefix, http=http)
        self.addCleanup(daemon.discard)
        return daemon.wait_until_up() if up else daemon

    def producer(self, url=None, user="guest"):
        producer = Producer(url or self.url, user)
        self.addCleanup(producer.close)
        return producer

    def producer_as(self, name):
        """A broker's user for a producer of the test directory; under a name of its own, since users are the node's."""
        user = f"{name}-{secrets.token_hex(4)}"
        self.replace_in("directory/90-producers.yaml", f"user: {name},", f"user: {user},")
        url = self.vhost.add_user(user)
        self.addCleanup(self.broker.delete_user, user)
        return self.producer(url, user)

    def inbox(self, queues=None):
        inbox = Inbox(self.url, queues or self.all_queues())
        self.addCleanup(inbox.close)
        return inbox

    def directory(self, config=None):
        done = triaged("--config", config or self.config, "--json", "directory")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def all_queues(self, config=None):
        """Every queue that notices go to, as the directory names it."""
        directory = self.directory(config)
        queues = set()
        for team in directory["teams"]:
            if "{community}" in team["queue"]:
                queues |= {team["queue"].replace("{community}", c["id"]) for c in directory["communities"]}
            else:
                queues.add(team["queue"])
        return sorted(queues | {REQUESTERS, UNROUTED, COMMUNICATION})

    def ready_messages(self, queue):
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            return connection.channel().queue_declare(queue, passive=True).method.message_count

    def wait_until_received(self, count, seconds=60):
        """Until the daemon has committed that many events; its counters."""
        wait_for(lambda: self.store.counters()["received"] >= count,
                 lambda: f"{count} events received; the store counts {self.store.counters()}", seconds)
        return self.store.counters()

    def wait_until_done(self, seconds=60):
        """Until every notice that was decided is confirmed and out of the outbox; the counters."""
        def done():
            counters = self.store.counters()
            return counters if counters["notices"] == counters["confirmed"] and self.store.outbox_rows() == 0 else None

        return wait_for(done, lambda: f"an empty outbox; {self.store.outbox_rows()} rows, {self.store.counters()}", seconds)

    def assert_accounted(self, counters=None):
        counters = counters or self.store.counters()
        self.assertTrue(accounted(counters), counters)

    def assert_each_told_once(self, messages, tickets):
        """Every ticket's assigned and received notice came, and nothing else; repeats bear the same id and the same
        bytes. Returns the number of repeats."""
        bodies = {}
        for message in messages:
            first = bodies.setdefault((message.queue, message.id), message.body)
            self.assertEqual(first, message.body, f"notice {message.id} says another thing when it is repeated")
        repeats = len(messages) - len(bodies)
        wanted = {f"{ticket}:1:{index}@1" for ticket in tickets for index in (0, 1)}
        came = [notice_id for _, notice_id in bodies]
        self.assertEqual(len(came), len(set(came)), "a notice id was used in two queues")
        self.assertEqual(wanted - set(came), set(), "missing")
        self.assertEqual(set(came) - wanted, set(), "nobody asked for these")
        return repeats


def mixed(count, prefix="FLOW"):
    """Many new tickets for teams with both formats; [(event, content type)]."""
    teams = ("support", "engineering", "product", "partnerships", "hub_admin")
    formats = (events.JSON, events.PROTOBUF)
    return [(events.opened(f"{prefix}-{i}", wanted=teams[i % len(teams)], subject=f"Question {i}"), formats[i // 5 % 2])
            for i in range(count)]
