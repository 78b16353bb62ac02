"""Signals: SIGTERM drains, a second one stops at once, SIGHUP is answered; nothing is lost by any of them."""
import signal
import time

import pika

from harness import events
from harness.case import IntegrationCase, mixed
from harness.producer import preload
from harness.wait import wait_for

COUNT = 4000
DRAIN_AT_MOST = 30  # seconds
AT_ONCE = 20         # seconds; the drain that it does not wait for takes 30


class Stopping(IntegrationCase):
    def test_sigterm_in_the_middle_of_the_flow_drains_and_the_next_start_goes_on_without_repeats(self):
        daemon = self.daemon()
        preload(self.url, mixed(COUNT))
        self.wait_until_received(COUNT // 10)
        code, took = daemon.stop(DRAIN_AT_MOST + 5)
        self.assertEqual(code, 0, daemon.tail())
        self.assertLess(took, DRAIN_AT_MOST)
        counters = self.store.counters()
        self.assertEqual((self.store.outbox_rows(), counters["confirmed"]), (0, counters["notices"]))
        self.assert_accounted(counters)
        daemon.start()
        wait_for(lambda: self.store.counters()["applied"] == COUNT, "every event applied", 60)
        self.wait_until_done()
        inbox = self.inbox()
        inbox.wait_until(lambda: len({m.id for m in inbox.messages}) >= 2 * COUNT, "every notice")
        self.assertEqual(self.assert_each_told_once(inbox.messages, [f"FLOW-{i}" for i in range(COUNT)]), 0,
                         "a drained daemon repeats nothing")
        print(f"figure: drained in {took:.2f} s after {counters['received']} of {COUNT} events")

    def full_queue(self):
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            connection.channel().queue_declare("team.product", durable=True,
                                               arguments={"x-max-length": 1, "x-overflow": "reject-publish"})

    def test_a_second_sigterm_stops_at_once_and_what_could_not_be_told_is_told_by_the_next_start(self):
        self.full_queue()
        daemon, producer = self.daemon(), self.producer()
        for number in range(10):
            producer.publish(events.opened(f"T-{number}", wanted="product"))
        self.wait_until_received(10)
        daemon.wait_for_fact("lane_stopped")
        daemon.signal(signal.SIGTERM)
        daemon.wait_for_fact("stopping")
        self.assertTrue(daemon.running, "it drains: the outbox is not empty")
        code, took = daemon.stop()
        self.assertEqual(code, 0, daemon.tail())
        self.assertLess(took, AT_ONCE)
        self.assertGreater(self.store.outbox_rows(), 0)
        daemon.start()
        self.inbox(["team.product"]).wait_for_tickets([f"T-{number}" for number in range(10)], seconds=60)

    def test_sigint_stops_like_sigterm(self):
        daemon = self.daemon()
        daemon.signal(signal.SIGINT)
        self.assertEqual(daemon.process.wait(DRAIN_AT_MOST), 0)

    def test_sighup_is_answered_and_the_daemon_goes_on(self):
        daemon, inbox = self.daemon(), self.inbox()
        daemon.signal(signal.SIGHUP)
        wait_for(lambda: [fact for fact in daemon.facts() if fact["event"].startswith("reload")], "an answer to SIGHUP")
        self.producer().publish(events.opened("T-1", wanted="support"))
        inbox.wait_for_tickets(["T-1"], "team.support")

    def test_a_daemon_without_a_broker_keeps_trying_and_stops_at_once_when_told(self):
        self.url = "amqp://guest:guest@127.0.0.1:1/%2F"
        daemon = self.daemon(up=False)
        daemon.wait_for_fact("link_down", count=2)
        begin = time.monotonic()
        self.assertEqual(daemon.stop()[0], 0)
        self.assertLess(time.monotonic() - begin, AT_ONCE)

    def test_a_file_that_is_no_store_of_ours_is_refused_with_65_and_left_alone(self):
        self.store.path.write_bytes(b"This is no database at all." * 100)
        daemon = self.daemon(up=False)
        self.assertEqual(daemon.process.wait(60), 65, daemon.tail())
        daemon.wait_for_fact("store_refused")
        self.assertTrue(self.store.path.read_bytes().startswith(b"This is no database"))
