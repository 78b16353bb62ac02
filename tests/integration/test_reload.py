"""Other rules, directory and policy while the daemon works: swapped whole, or refused whole. What was decided once can
be explained for ever, and a daemon whose files are broken starts on the last good ones."""
import json
import os
import signal

from harness import events
from harness.case import REQUESTERS, IntegrationCase
from harness.daemon import triaged
from harness.pace import Pace
from harness.wait import pause, wait_for
from triaged.v1 import state_pb2

RELOADS = int(os.environ.get("TRIAGED_TEST_RELOADS", "25"))  # 100 for the whole of it
RATE = 500             # tickets a second meanwhile
BROKEN_EVERY = 10      # every tenth file is broken
BETWEEN = 0.25         # seconds from one reload to the next, at least
TEAMS = ("support", "product")


def variant(number):
    """A rule file that no other number makes: the rule bears the number, and the team changes each time."""
    return f"route:\n  - {{name: variant-{number}, to: {TEAMS[number % 2]}}}\n"


class ReloadCase(IntegrationCase):
    def write(self, file, text):
        """As careful editors do: aside, then renamed."""
        path = self.config / file
        aside = path.with_suffix(".new")
        aside.write_text(text)
        aside.rename(path)

    def only_by_signal(self):
        self.replace_in("triaged.yaml", "limits:", "reload: {on_change: false}\nlimits:")

    def reload(self, *arguments):
        return triaged("--config", self.config, *arguments, "reload", url=self.url, store=self.store.path)

    def history(self):
        """Of all tickets, in the order of the decisions."""
        return [state_pb2.StoredHistory.FromString(payload)
                for (payload,) in self.store._ask("SELECT payload FROM history ORDER BY number")]


class ReloadUnderLoad(ReloadCase):
    def test_no_ticket_is_lost_or_doubled_and_each_is_decided_by_exactly_one_rule_set(self):
        self.only_by_signal()
        self.write("rules/20-route.yaml", variant(0))
        daemon = self.daemon()
        number_of = {daemon.facts("started")[0]["rules"]: 0}
        queues = self.all_queues()
        pace = Pace(self.url, RATE, lambda n: events.opened(f"T-{n}", event_id=f"event-{n}"))
        done = refused = 0
        for number in range(1, RELOADS + 1):
            pause(BETWEEN)
            broken = number % BROKEN_EVERY == 0
            self.write("rules/20-route.yaml", variant(number) + ("  - {name: x, too: support}\n" if broken else ""))
            daemon.signal(signal.SIGHUP)
            if broken:
                refused += 1
                daemon.wait_for_fact("reload_refused", count=refused)
            else:
                done += 1
                number_of[daemon.wait_for_fact("reloaded", count=done)[-1]["rules"]] = number
        published = pace.stop()
        counters = self.wait_until_received(published)
        inbox = self.inbox(queues)
        inbox.wait_until(lambda: len(inbox.messages) >= counters["notices"], "every notice", 60)
        self.wait_until_done()

        self.assertEqual(len(number_of), done + 1, "every rule set has a digest of its own")
        self.assertEqual((counters["applied"], counters["duplicate"], counters["refused"], counters["parked"]),
                         (published, 0, 0, 0))
        self.assertEqual(self.assert_each_told_once(inbox.messages, [f"T-{n}" for n in range(published)]), 0)
        used = set()
        for message in inbox.messages:
            notice = message.notice()
            number = number_of[notice["reason"]["ruleset"]]  # KeyError: a digest that never was in force
            self.assertEqual(notice["reason"]["rule"], f"variant-{number}", "digest and rule are of one set")
            if message.queue != REQUESTERS:
                self.assertEqual(notice["team"], TEAMS[number % 2])
                used.add(number)
        order = [number_of["sha256:" + entry.ruleset.hex()] for entry in self.history()]
        self.assertEqual(order, sorted(order), "once a set is replaced, nothing is decided by it any more")
        self.assertGreater(len(used), RELOADS // 2)
        self.assertEqual({number % 2 for number in used}, {0, 1})
        kept = {digest.hex() for (digest,) in self.store._ask("SELECT digest FROM documents WHERE kind = 'rules'")}
        self.assertEqual({"sha256:" + digest for digest in kept}, set(number_of))
        self.assertEqual(daemon.stop()[0], 0)
        print(f"figure: {done} reloads and {refused} refused ones under {published / pace.seconds:.0f} tickets a second; "
              f"{published} tickets, {counters['notices']} notices, {len(used)} rule sets decided some")


class Reloads(ReloadCase):
    def test_a_changed_file_is_read_by_itself_and_a_new_teams_queue_is_there_before_its_first_ticket(self):
        daemon = self.daemon()
        self.replace_in("directory/00-service.yaml", "  product: {",
                        "  newcomers: {members: [new@service.example]}\n  product: {")
        self.write("rules/15-new.yaml",
                   "route:\n  - {name: to-newcomers, when: {labels.wanted: newcomers}, to: newcomers}\n")
        fact = daemon.wait_for_fact("reloaded")[0]
        self.assertEqual((fact["because"], fact["changed"]), ("a file has changed", "rules, directory"))
        self.assertEqual(self.ready_messages("team.newcomers"), 0)
        inbox = self.inbox(["team.newcomers"])
        self.producer().publish(events.opened("T-1", wanted="newcomers"))
        inbox.wait_for_tickets(["T-1"])
        self.assertEqual(daemon.facts("lane_stopped"), [])

    def test_a_broken_file_is_refused_with_its_faults_and_changed_settings_are_named(self):
        self.only_by_signal()
        daemon = self.daemon()
        before = daemon.facts("started")[0]["rules"]
        self.write("rules/15-new.yaml", "route:\n  - {name: x, wehn: {category: billing}, to: support}\n")
        daemon.signal(signal.SIGHUP)
        refused = daemon.wait_for_fact("reload_refused")[0]
        self.assertEqual((refused["because"], refused["still"]), ("a signal", before))
        fault = daemon.facts("configuration_fault")[0]
        self.assertTrue(fault["where"].endswith("rules/15-new.yaml:2:15"), fault)
        self.assertIn("wehn", fault["what"])
        self.assertIn("when", fault["remedy"])
        done = self.reload()
        self.assertEqual(done.returncode, 78)
        self.assertIn("wehn", done.stderr)

        (self.config / "rules/15-new.yaml").unlink()
        self.replace_in("triaged.yaml", "prefetch: 2000", "prefetch: 1000")
        daemon.signal(signal.SIGHUP)
        self.assertEqual(daemon.wait_for_fact("restart_needed")[0]["settings"], "amqp.prefetch")
        self.assertEqual(daemon.wait_for_fact("reloaded")[0]["changed"], "nothing")

    def test_a_team_that_owns_open_tickets_does_not_vanish(self):
        self.only_by_signal()
        daemon = self.daemon()
        self.producer().publish(events.opened("T-1", wanted="area_leads"))
        self.wait_until_received(1)
        directory, rules = self.config / "directory/00-service.yaml", self.config / "rules/20-route.yaml"
        for path in (directory, rules):
            path.write_text("".join(line for line in path.read_text().splitlines(True) if "area_leads" not in line))
        daemon.signal(signal.SIGHUP)
        refused = daemon.wait_for_fact("reload_refused")[0]
        self.assertIn("`area_leads` (1)", refused["why"])
        self.assertIn("retired_teams", refused["remedy"])

    def test_a_team_that_is_retired_leaves_its_open_tickets_to_its_successor(self):
        self.only_by_signal()
        daemon = self.daemon()
        self.producer().publish(events.opened("T-1", wanted="area_leads"))
        self.wait_until_received(1)
        directory, rules = self.config / "directory/00-service.yaml", self.config / "rules/20-route.yaml"
        for path in (directory, rules):
            path.write_text("".join(line for line in path.read_text().splitlines(True) if "area_leads" not in line))
        directory.write_text(directory.read_text() + "retired_teams:\n  area_leads: {successor: product}\n")
        inbox = self.inbox(["team.product"])
        daemon.signal(signal.SIGHUP)
        daemon.wait_for_fact("reloaded")
        notice = inbox.wait_for_tickets(["T-1"])["T-1"][0].notice()
        self.assertEqual((notice["kind"], notice["team"], notice["previous_team"]),
                         ("handed_over", "product", "area_leads"))
        self.assertIn("its successor is product", notice["reason"]["text"])
        self.assertEqual(daemon.facts("reload_refused"), [])
        self.wait_until_done()
        self.assertEqual(daemon.stop()[0], 0)
        daemon.start()  # and it does not happen again
        self.producer().publish(events.other("commented", "T-1", {"body": "Still open"}))
        inbox.wait_until(lambda: len(inbox.messages) >= 2, "the comment, before which a lost ticket would move on")
        self.assertEqual([(m.notice()["kind"], m.notice()["ticket"]["version"]) for m in inbox.messages],
                         [("handed_over", 2), ("updated", 3)])
        explained = triaged("--config", self.config, "--json", "explain", "--decision", "T-1:2", store=self.store.path)
        self.assertEqual(explained.returncode, 0, explained.stderr)
        self.assertTrue(json.loads(explained.stdout)["same"], explained.stdout)

    def test_the_command_tells_the_daemon_and_waits_until_it_is_done(self):
        self.only_by_signal()
        done = self.reload()
        self.assertEqual(done.returncode, 69, done.stderr)
        self.assertIn("no daemon", done.stderr)
        daemon = self.daemon()
        self.write("rules/20-route.yaml", variant(1))
        done = self.reload("--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        said = json.loads(done.stdout)
        self.assertEqual((said["process"], said["in_force"], said["was_in_force"]), (daemon.process.pid, True, False))
        self.assertEqual(said["rules"], daemon.wait_for_fact("reloaded")[0]["rules"])

    def test_broken_files_at_the_start_and_no_last_good_ones_end_with_78(self):
        self.write("rules/20-route.yaml", "route: []\n")
        daemon = self.daemon(up=False)
        wait_for(lambda: not daemon.running, "the end of the daemon")
        self.assertEqual(daemon.process.returncode, 78, daemon.tail())
        self.assertEqual(len(daemon.facts("no_last_good")), 1)
        self.assertTrue(daemon.facts("configuration_fault"))

    def test_broken_files_at_the_start_are_said_loudly_and_the_last_good_ones_serve(self):
        daemon = self.daemon()
        good = daemon.facts("started")[0]["rules"]
        wait_for(lambda: self.store._ask("SELECT count(*) FROM in_force")[0][0] == 1, "what is in force in the store")
        self.assertEqual(daemon.stop()[0], 0)
        text = (self.config / "rules/20-route.yaml").read_text()
        self.write("rules/20-route.yaml", text.replace("to: engineering}", "to: enginering}"))
        daemon.start()
        daemon.wait_until_up()
        fact = daemon.facts("running_on_last_good")[0]
        self.assertEqual((fact["level"], fact["rules"]), ("error", good))
        self.assertIn("enginering", daemon.facts("configuration_fault")[0]["what"])
        inbox = self.inbox(["team.engineering"])
        self.producer().publish(events.opened("T-1", wanted="engineering"))
        self.assertEqual(inbox.wait_for_tickets(["T-1"])["T-1"][0].notice()["reason"]["ruleset"], good)
        self.write("rules/20-route.yaml", text + "# mended\n")
        self.assertEqual(daemon.wait_for_fact("reloaded")[0]["changed"], "nothing")

    def test_a_decision_is_explained_under_the_rules_of_its_day_and_todays_difference_is_named(self):
        self.only_by_signal()
        self.write("rules/20-route.yaml", variant(1))
        daemon = self.daemon()
        self.producer().publish(events.opened("T:1", subject="An invoice"))
        self.wait_until_received(1)

        def explained(*arguments):
            return triaged("--config", self.config, *arguments, "explain", "--decision", "T:1:1", store=self.store.path)

        same = json.loads(explained("--json").stdout)
        self.assertEqual((same["same"], same["today"]["same"], same["rule"]), (True, True, "variant-1"))
        self.write("rules/20-route.yaml", variant(2))
        self.assertEqual(self.reload().returncode, 0)
        daemon.wait_for_fact("reloaded")
        done = explained("--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        said = json.loads(done.stdout)
        self.assertEqual((said["same"], said["team"], said["ruleset"]), (True, "product", same["ruleset"]))
        self.assertEqual(said["replay"]["rule"], "variant-1")
        today = {line["field"]: (line["then"], line["now"]) for line in said["today"]["differences"]}
        self.assertEqual((today["team"], today["rule"]), (("product", "support"), ("variant-1", "variant-2")))
        text = explained().stdout
        self.assertIn(same["ruleset"], text)
        self.assertIn("it comes out the same", text)
        self.assertIn("would decide otherwise", text)

        unknown = triaged("--config", self.config, "explain", "--decision", "T:1:9", store=self.store.path)
        self.assertEqual(unknown.returncode, 1)
        self.assertIn("versions are 1", unknown.stderr)
        no_decision = triaged("--config", self.config, "explain", "--decision", "T", store=self.store.path)
        self.assertEqual(no_decision.returncode, 64)
