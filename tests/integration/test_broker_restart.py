"""The broker goes away in the middle of the flow, in order or by SIGKILL, and comes back."""
import time

from harness.case import IntegrationCase, mixed
from harness.feeder import Feeder
from harness.wait import wait_for

COUNT = 5000
BACKLOG = 3000   # of them waiting when the daemon starts; the others come while the broker goes and comes
BACK_WITHIN = 15  # seconds from the broker being up to the daemon's link; 1 to 5 on a quiet machine


class BrokerRestart(IntegrationCase):
    needs_own_broker = True

    def flow_through(self, interrupt):
        daemon = self.daemon()
        self.assertEqual(daemon.stop()[0], 0)  # it has declared the queues
        feeder = Feeder(self.url, mixed(COUNT))
        self.addCleanup(feeder.abandon)
        wait_for(lambda: feeder.published >= BACKLOG or feeder.done, "a backlog", 120)
        daemon.start()
        self.wait_until_received(BACKLOG // 10)
        up_before = len(daemon.facts("link_up"))
        interrupt()
        begin = time.monotonic()
        daemon.wait_for_fact("link_up", count=up_before + 1, seconds=90)
        back = time.monotonic() - begin
        self.assertTrue(daemon.facts("link_down"))
        feeder.wait()
        wait_for(lambda: self.store.counters()["applied"] == COUNT,
                 lambda: f"every event applied: {self.store.counters()}", 90)
        counters = self.wait_until_done()
        inbox = self.inbox()
        inbox.wait_until(lambda: len({m.id for m in inbox.messages}) >= 2 * COUNT, "every notice", 60)
        repeats = self.assert_each_told_once(inbox.messages, [f"FLOW-{i}" for i in range(COUNT)])
        self.assert_accounted(counters)
        self.assertEqual((counters["parked"], counters["refused"]), (0, 0))
        print(f"figure: back {back:.2f} s after the broker was up; {COUNT} events, {repeats} notices repeated, "
              f"{counters['duplicate']} events came again")
        self.assertLess(back, BACK_WITHIN, [(fact["time"], fact["why"]) for fact in daemon.facts("link_down")])

    def test_a_restart_in_the_middle_loses_nothing(self):
        self.flow_through(self.broker.restart)

    def test_a_crash_in_the_middle_loses_nothing(self):
        def crash():
            self.broker.freeze()  # the moment is now, however long the script takes to begin
            self.broker.kill9()
            self.broker.start()

        self.flow_through(crash)

    def test_a_daemon_started_before_its_broker_works_once_it_is_there(self):
        daemon = self.daemon()
        self.assertEqual(daemon.stop()[0], 0)
        self.broker.call("stop")
        daemon.start()
        daemon.wait_for_fact("link_down")
        self.broker.start()
        daemon.wait_until_up(40)
