"""The daemon dies by SIGKILL: every event's notices arrive all the same, repeats bear the same id, nothing is missing."""
import os
import pathlib
import random
import shutil
import unittest

import pika

from harness import events
from harness.case import IntegrationCase, mixed
from harness.feeder import Feeder
from harness.producer import preload
from harness.wait import pause, wait_for

COUNT = 5000
BACKLOG = 2000           # of them waiting when the daemon starts; the others come while it is being killed
UNSETTLED_KILLS = 5      # kills that must hit unacknowledged deliveries
OUTBOX_KILLS = 3         # kills that must hit a non-empty outbox
KILLS_LEAST = 10         # even when these were hit sooner
KILLS_MOST = 60
LONGEST_LIFE = 0.25      # seconds between the first sign of work and the kill


class KilledAtRandom(IntegrationCase):
    def setUp(self):
        super().setUp()
        seed = int(os.environ.get("TRIAGED_TEST_SEED") or random.SystemRandom().randrange(1 << 32))
        print(f"seed: TRIAGED_TEST_SEED={seed}")
        self.chance = random.Random(seed)

    def intake(self):
        """(ready messages, consumers) of the intake queue."""
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            answer = connection.channel().queue_declare("triaged.intake", passive=True).method
            return answer.message_count, answer.consumer_count

    def settled_intake(self):
        """Ready messages once the broker has nothing more to send to a daemon that stands still."""
        last = [None]

        def same_twice():
            ready, last[0] = last[0], self.intake()[0]
            return ready == last[0]

        wait_for(same_twice, "a quiet intake queue")
        return last[0]

    def kill(self, daemon, feeder):
        """Kills the daemon; how many deliveries it had not acknowledged, and how many notices were in its outbox.

        It is stopped first and the producer held, so that both can be counted at the moment of death."""
        feeder.hold()
        daemon.freeze()
        ready = self.settled_intake()
        daemon.kill9()
        wait_for(lambda: self.intake()[1] == 0, "the broker notices the death")
        unsettled = self.settled_intake() - ready
        self.assertGreaterEqual(unsettled, 0)
        rows = self.store.outbox_rows()
        feeder.go_on()
        return unsettled, rows

    def test_nothing_is_missing_and_repeats_bear_the_same_id(self):
        daemon = self.daemon()
        self.assertEqual(daemon.stop()[0], 0)  # it has declared the queues
        flow = mixed(COUNT)
        preload(self.url, flow[:BACKLOG])
        feeder = Feeder(self.url, flow[BACKLOG:])
        self.addCleanup(feeder.abandon)
        kills = unsettled_kills = outbox_kills = more = 0
        while kills < KILLS_LEAST or unsettled_kills < UNSETTLED_KILLS or outbox_kills < OUTBOX_KILLS:
            self.assertLess(kills, KILLS_MOST, f"{unsettled_kills} kills hit deliveries, {outbox_kills} the outbox")
            if feeder.done and self.intake()[0] == 0:
                more += 1  # it was too quick for us: more of the same
                preload(self.url, mixed(BACKLOG, prefix=f"MORE-{more}"))
            before = self.store.counters()["received"]
            daemon.start()
            daemon.wait_until_up()
            if self.chance.random() < 0.8:
                wait_for(lambda: self.store.counters()["received"] > before or feeder.done, "a sign of work")
            pause(self.chance.uniform(0, LONGEST_LIFE))
            unsettled, rows = self.kill(daemon, feeder)
            kills += 1
            unsettled_kills += unsettled > 0
            outbox_kills += rows > 0
            self.assertTrue(self.store.healthy())
            self.assert_accounted()

        daemon.start()
        feeder.wait()
        total = COUNT + more * BACKLOG
        wait_for(lambda: self.store.counters()["applied"] >= total,
                 lambda: f"{total} events applied: {self.store.counters()}", 90)
        counters = self.wait_until_done()
        inbox = self.inbox()
        inbox.wait_until(lambda: len({m.id for m in inbox.messages}) >= 2 * total, "every notice", 60)
        tickets = [event["ticket_id"] for event, _ in flow]
        tickets += [f"MORE-{n}-{i}" for n in range(1, more + 1) for i in range(BACKLOG)]
        repeats = self.assert_each_told_once(inbox.messages, tickets)
        self.assert_accounted(counters)
        self.assertEqual((counters["applied"], counters["refused"], counters["parked"]), (total, 0, 0))
        self.assertEqual(counters["notices"], 2 * total)
        self.assertEqual(daemon.stop()[0], 0)
        print(f"figure: {kills} kills, {unsettled_kills} with unacknowledged deliveries, {outbox_kills} with a non-empty "
              f"outbox; {total} events, {2 * total} notices, {repeats} of them repeated, {counters['duplicate']} events "
              "delivered again after their commit")


STRACE = shutil.which("strace")
WRITE_DELAY = 150_000  # microseconds before each write of the store: time to see what was written last


@unittest.skipUnless(STRACE, "strace is not installed")
class KilledByAMessage(IntegrationCase):
    """No message is known that kills the daemon, so it is killed from outside, at the moment at which one would: the
    attempt is on disk, the decision is not. strace delays each write of the store, so that the moment can be seen."""

    SLOWED = (STRACE, "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64",
              "-e", f"inject=pwrite64:delay_enter={WRITE_DELAY}")

    def kill_traced(self, daemon):
        """The daemon is strace's child; strace ends with it."""
        strace = daemon.process.pid
        (child,) = pathlib.Path(f"/proc/{strace}/task/{strace}/children").read_text().split()
        os.kill(int(child), 9)
        daemon.process.wait(20)

    def test_a_message_that_killed_the_daemon_three_times_is_parked_and_the_rest_flows(self):
        self.assertEqual(self.daemon(name="first").stop()[0], 0)  # it has made the queues and the store
        daemon = self.daemon(name="slowed", prefix=self.SLOWED)
        producer = self.producer()
        producer.publish(events.opened("DEADLY", wanted="support"))
        wait_for(lambda: self.ready_messages("triaged.intake") == 0, "the delivery")
        self.kill_traced(daemon)  # the first death: nobody knew yet
        self.assertEqual(self.store.counters()["received"], 0, "it was to die before its decision was on disk")
        for number in range(3):
            producer.publish(events.opened(f"INNOCENT-{number}", wanted="support"))
        for attempt in (1, 2):
            daemon.start()
            wait_for(lambda: attempt in self.store.attempts(), f"attempt {attempt} on disk")
            self.kill_traced(daemon)
            self.assertEqual(self.store.attempts(), [attempt])
            self.assertEqual(self.store.counters()["received"], 0)
        daemon = self.daemon(name="last")
        inbox = self.inbox()
        inbox.wait_for_tickets([f"INNOCENT-{number}" for number in range(3)], "team.support")
        self.assertEqual(self.store.parked(), {"crashed_three_times": 1})
        told = [m.notice() for m in inbox.messages if m.ticket.startswith("PARKED-") and m.queue == "team.support"]
        self.assertEqual([notice["ticket"]["labels"] for notice in told], [{"parked": "crashed_three_times"}])
        self.assertNotIn("DEADLY", {m.ticket for m in inbox.messages})
        self.wait_until_done()
        self.assertEqual(self.store.attempts(), [])
        self.assert_accounted()
