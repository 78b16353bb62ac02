"""Two daemons are started, one works; when it dies the other takes over and nothing is lost."""
import signal

from harness import events
from harness.case import IntegrationCase, mixed
from harness.feeder import Feeder
from harness.store import Store
from harness.wait import wait_for

COUNT = 1500


class TwoDaemons(IntegrationCase):
    def feed(self, many):
        feeder = Feeder(self.url, many)
        self.addCleanup(feeder.abandon)
        return feeder

    def test_with_one_store_the_second_waits_and_takes_over_when_the_first_is_killed(self):
        first = self.daemon(name="first")
        second = self.daemon(name="second", up=False)
        second.wait_for_fact("standing_by")
        feeder = self.feed(mixed(COUNT))
        self.wait_until_received(COUNT // 3)
        self.assertEqual(second.facts("link_up"), [])
        first.kill9()
        second.wait_until_up()
        feeder.wait()
        wait_for(lambda: self.store.counters()["applied"] == COUNT, "every event applied", 60)
        self.assert_accounted(self.wait_until_done())
        inbox = self.inbox()
        inbox.wait_until(lambda: len({m.id for m in inbox.messages}) >= 2 * COUNT, "every notice")
        self.assert_each_told_once(inbox.messages, [f"FLOW-{i}" for i in range(COUNT)])

    def test_with_different_stores_the_brokers_lock_keeps_the_second_waiting_until_the_first_is_killed(self):
        stores = Store(self.folder / "first.db"), Store(self.folder / "second.db")
        first = self.daemon(name="first", store=stores[0].path)
        second = self.daemon(name="second", store=stores[1].path, up=False)
        second.wait_for_fact("standing_by")
        feeder = self.feed(mixed(COUNT))
        wait_for(lambda: stores[0].counters()["received"] >= COUNT // 3, "a third received", 60)
        self.assertEqual((second.facts("link_up"), stores[1].counters()["received"]), ([], 0))
        first.kill9()
        second.wait_until_up()
        feeder.wait()
        wait_for(lambda: self.ready_messages("triaged.intake") == 0 and stores[1].outbox_rows() == 0
                 and stores[0].counters()["received"] + stores[1].counters()["received"] >= COUNT, "all taken", 60)
        # What the first had decided and not yet told is in its store; it tells when it is the one that works.
        first.start()
        first.wait_for_fact("standing_by")
        self.assertEqual(second.stop()[0], 0)
        first.wait_until_up()
        wait_for(lambda: stores[0].outbox_rows() == 0, "an empty outbox", 30)
        inbox = self.inbox()
        inbox.wait_until(lambda: len({m.id for m in inbox.messages}) >= 2 * COUNT, "every notice")
        ids = {m.id for m in inbox.messages}
        self.assertEqual(ids, {f"FLOW-{i}:1:{index}@1" for i in range(COUNT) for index in (0, 1)})
        for store in stores:
            self.assert_accounted(store.counters())

    def test_a_daemon_that_stands_by_stops_at_once_when_told(self):
        self.daemon(name="first")
        same_store = self.daemon(name="second", up=False)
        same_store.wait_for_fact("standing_by")
        other_store = self.daemon(name="third", store=self.folder / "third.db", up=False)
        other_store.wait_for_fact("standing_by")
        for daemon in (same_store, other_store):
            code, took = daemon.stop()
            self.assertEqual(code, 0)
            self.assertLess(took, 10)

    def test_the_second_takes_over_when_the_first_stops_in_order(self):
        first = self.daemon(name="first")
        second = self.daemon(name="second", up=False)
        second.wait_for_fact("standing_by")
        first.signal(signal.SIGTERM)
        second.wait_until_up()
        inbox = self.inbox()
        self.producer().publish(events.opened("T-1", wanted="support"))
        inbox.wait_for_tickets(["T-1"], "team.support")
