"""The broker stops answering without closing anything (SIGSTOP): noticed in time, signals answered, all delivered after."""
import os
import signal
import time

from harness.case import IntegrationCase, mixed
from harness.producer import preload
from harness.wait import pause, wait_for

FROZEN_FOR = float(os.environ.get("TRIAGED_SIGSTOP_SECONDS", "8"))  # sigstop.py --seconds sets it
HEARTBEAT = 2                       # seconds, in this test's configuration
NOTICED_WITHIN = 2 * HEARTBEAT + 2  # seconds
ANSWERED_WITHIN = 15                # seconds, for a signal; on a busy machine
COUNT = 4000


class BrokerFrozen(IntegrationCase):
    needs_own_broker = True

    def setUp(self):
        super().setUp()
        self.replace_in("triaged.yaml", "heartbeat: 10s", f"heartbeat: {HEARTBEAT}s")
        self.addCleanup(self.broker.thaw)

    def test_it_is_noticed_signals_are_answered_and_everything_is_delivered_afterwards(self):
        daemon = self.daemon()
        bystander = self.daemon(name="bystander", store=self.folder / "bystander.db", up=False)
        bystander.wait_for_fact("standing_by")
        preload(self.url, mixed(COUNT))
        self.wait_until_received(COUNT // 10)
        self.broker.freeze()
        begin = time.monotonic()
        daemon.wait_for_fact("link_down", seconds=NOTICED_WITHIN + 30)
        noticed = time.monotonic() - begin
        bystander.wait_for_fact("link_down", seconds=NOTICED_WITHIN + 30)

        daemon.signal(signal.SIGHUP)
        wait_for(lambda: [fact for fact in daemon.facts() if fact["event"].startswith("reload")], "an answer to SIGHUP",
                 ANSWERED_WITHIN)
        code, took = bystander.stop()
        self.assertEqual(code, 0)
        self.assertLess(took, ANSWERED_WITHIN)
        code, took = daemon.stop()
        self.assertEqual(code, 0)
        self.assertLess(took, ANSWERED_WITHIN)
        daemon.start()
        pause(max(0.0, FROZEN_FOR - (time.monotonic() - begin)))
        self.broker.thaw()

        frozen = time.monotonic() - begin
        daemon.wait_until_up(60)
        back = time.monotonic() - begin - frozen
        wait_for(lambda: self.store.counters()["applied"] == COUNT,
                 lambda: f"every event applied: {self.store.counters()}", 60)
        counters = self.wait_until_done()
        inbox = self.inbox()
        inbox.wait_until(lambda: len({m.id for m in inbox.messages}) >= 2 * COUNT, "every notice", 60)
        repeats = self.assert_each_told_once(inbox.messages, [f"FLOW-{i}" for i in range(COUNT)])
        self.assert_accounted(counters)
        print(f"figure: frozen for {frozen:.1f} s, noticed after {noticed:.2f} s (allowed {NOTICED_WITHIN}), "
              f"back {back:.2f} s after it went on, {repeats} notices repeated")
        self.assertLess(noticed, NOTICED_WITHIN)

    def test_a_daemon_that_is_left_alone_comes_back_by_itself(self):
        daemon = self.daemon()
        preload(self.url, mixed(COUNT))
        self.wait_until_received(COUNT // 10)
        self.broker.freeze()
        daemon.wait_for_fact("link_down", seconds=NOTICED_WITHIN + 30)
        self.broker.thaw()
        daemon.wait_for_fact("link_up", count=2, seconds=60)
        wait_for(lambda: self.store.counters()["applied"] == COUNT,
                 lambda: f"every event applied: {self.store.counters()}", 60)
        self.wait_until_done()
        inbox = self.inbox()
        inbox.wait_until(lambda: len({m.id for m in inbox.messages}) >= 2 * COUNT, "every notice", 60)
        self.assert_each_told_once(inbox.messages, [f"FLOW-{i}" for i in range(COUNT)])
