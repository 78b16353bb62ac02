"""The daemon's RabbitMQ user needs the permissions that docs/operating.md names, and no others."""
import re
import secrets
import shlex

import pika

from harness import broker, events
from harness.case import IntegrationCase

MANUAL = broker.SOURCE / "docs" / "operating.md"
SLOW = "team.product"


def of_the_manual():
    """Configure, write and read, as the command in the manual gives them."""
    command = re.search(r"^rabbitmqctl set_permissions -p / triaged(( \\\n *\S+)+)", MANUAL.read_text(), re.MULTILINE)
    return shlex.split(command[1].replace("\\\n", ""))


class TheUserOfTheManual(IntegrationCase):
    def url_with(self, configure, write, read):
        user = "daemon-" + secrets.token_hex(4)
        url = self.vhost.add_user(user, configure, write, read)
        self.addCleanup(self.broker.delete_user, user)
        return url

    def test_can_set_up_an_empty_vhost_take_events_and_tell_every_team(self):
        url = self.url_with(*of_the_manual())
        daemon = self.daemon(url=url)
        inbox, producer = self.inbox(), self.producer()  # an inbox is refused where a queue is missing
        teams = ("support", "engineering", "partnerships", "product", "hub_admin", "on_call")
        for team in teams:
            producer.publish(events.opened(f"FOR-{team}", wanted=team))  # through the exchange: the binding is there
        inbox.wait_until(lambda: {m.ticket for m in inbox.messages if not m.queue.startswith("triaged.")}
                         == {f"FOR-{team}" for team in teams}, "a notice at each team")
        self.assert_accounted(self.wait_until_done())
        self.assertEqual(daemon.facts("link_down"), [])

    def test_can_declare_a_queue_again_that_somebody_deleted(self):
        daemon, producer = self.daemon(url=self.url_with(*of_the_manual())), self.producer()
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            connection.channel().queue_delete(SLOW)
        producer.publish(events.opened("AGAIN", wanted="product"))
        daemon.wait_for_fact("lane_flowing", queue=SLOW)
        self.inbox([SLOW]).wait_for_tickets(["AGAIN"])

    def test_can_stand_by_for_another_daemon(self):
        url = self.url_with(*of_the_manual())
        first = self.daemon(url=url, name="first")
        second = self.daemon(url=url, name="second", store=self.folder / "second.db", up=False)
        second.wait_for_fact("standing_by")
        first.kill9()
        second.wait_until_up()

    def test_without_the_default_exchange_the_log_says_that_notices_are_refused(self):
        configure, write, read = of_the_manual()
        daemon = self.daemon(url=self.url_with(configure, write.replace(r"amq\.default|", ""), read))
        self.producer().publish(events.opened("HELD", wanted="support"))
        why = daemon.wait_for_fact("link_down")[0]["why"]
        self.assertIn("access to exchange 'amq.default'", why)
        self.assertGreater(self.store.outbox_rows(), 0, "what could not be told is kept")

    def test_without_the_lock_it_does_not_come_up(self):
        configure, write, read = of_the_manual()
        daemon = self.daemon(url=self.url_with(configure.replace("lock|", ""), write, read), up=False)
        self.assertIn("triaged.lock", daemon.wait_for_fact("link_down")[0]["why"])
        self.assertEqual(daemon.facts("link_up"), [])
