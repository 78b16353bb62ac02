"""A lone message is not delayed by the grouping of commits. The figures are printed; a shared machine proves no limit."""
import statistics
import time

from harness import events
from harness.case import IntegrationCase

COUNT = 50


class LoneMessage(IntegrationCase):
    def test_a_lone_event_to_an_idle_daemon_arrives(self):
        self.daemon()
        inbox, producer, took = self.inbox(["team.support"]), self.producer(), []
        for number in range(COUNT):
            begin = time.perf_counter()
            producer.publish(events.opened(f"LONE-{number}", wanted="support"))
            inbox.wait_until(lambda: len(inbox.messages) > number, "the notice")
            took.append(1000 * (time.perf_counter() - begin))
        self.assertEqual([m.ticket for m in inbox.messages], [f"LONE-{number}" for number in range(COUNT)])
        took.sort()
        print(f"figure: a lone event, published to received: median {statistics.median(took):.2f} ms, "
              f"p99 {took[int(0.99 * (COUNT - 1))]:.2f} ms, longest {took[-1]:.2f} ms")
