"""Rules on trial beside those in force: on live tickets, without a trace in what is decided; and the same tickets again,
from the store."""
import json
import shutil

from harness import events
from harness.case import IntegrationCase
from harness.daemon import triaged

TICKETS = 30


class Shadow(IntegrationCase):
    def setUp(self):
        super().setUp()
        self.replace_in("triaged.yaml", "limits:", "shadow: candidate\nlimits:")
        shutil.copytree(self.config / "rules", self.config / "candidate")

    def reload(self):
        return triaged("--config", self.config, "reload", url=self.url, store=self.store.path)

    def send(self, count, prefix):
        producer = self.producer()
        for number in range(count):
            producer.publish(events.opened(f"{prefix}-{number}", wanted=("support", "product")[number % 2]))

    def test_a_candidate_is_counted_on_live_tickets_and_decides_none_of_them(self):
        (self.config / "candidate/05-product.yaml").write_text(
            "route:\n  - {name: no-more-product, when: {labels.wanted: product}, to: engineering}\n")
        daemon = self.daemon()
        began = daemon.wait_for_fact("shadow_began")[0]
        self.assertNotEqual(began["candidate"], began["rules"])
        inbox = self.inbox(["team.support", "team.product", "team.engineering"])
        self.send(TICKETS, "T")
        inbox.wait_for_tickets([f"T-{number}" for number in range(TICKETS)])
        self.assertEqual({message.queue for message in inbox.messages}, {"team.support", "team.product"})

        compared = triaged("--config", self.config, "--json", "backtest", "--rules", self.config / "candidate",
                           "--store", self.store.path)
        self.assertEqual(compared.returncode, 0, compared.stderr)
        said = json.loads(compared.stdout)
        self.assertEqual((said["same"], said["different"]), (TICKETS // 2, TICKETS // 2))
        self.assertEqual((said["changes"][0]["from"], said["changes"][0]["to"]), ("product", "engineering"))

        self.assertEqual(daemon.stop()[0], 0)
        end = daemon.facts("shadow_agreement")[-1]
        self.assertEqual((int(end["agreed"]), int(end["differed"]), int(end["dropped"])), (TICKETS // 2, TICKETS // 2, 0))
        self.assertIn("team product -> engineering 15", end["changes"])
        self.assertIn("no-more-product", end["changes"])

    def test_a_broken_candidate_stops_nothing_and_is_read_again_with_a_reload(self):
        broken = self.config / "candidate/05-product.yaml"
        broken.write_text("route:\n  - {name: x, wehn: {category: billing}, to: support}\n")
        daemon = self.daemon()
        self.assertTrue(daemon.wait_for_fact("shadow_refused")[0]["remedy"])
        self.assertTrue(daemon.facts("shadow_fault")[0]["where"].endswith("candidate/05-product.yaml:2:15"))
        self.send(2, "T")
        self.wait_until_received(2)

        broken.unlink()
        done = self.reload()
        self.assertEqual(done.returncode, 0, done.stderr)
        began = daemon.wait_for_fact("shadow_began")[0]
        self.assertEqual(began["candidate"], began["rules"], "the same rules")
        self.send(2, "U")
        self.wait_until_received(4)
        self.assertEqual(daemon.stop()[0], 0)
        end = daemon.facts("shadow_agreement")[-1]
        self.assertEqual((end["agreed"], end["differed"], end["changes"]), ("2", "0", ""))
