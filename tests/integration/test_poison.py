"""Messages that cannot be taken: parked with their reason and their bytes, told to support, and passed by."""
import json

from harness import events
from harness.case import IntegrationCase
from harness.daemon import triaged

WHOLE = events.opened("WHOLE", subject="Whole", event_id="whole")
MIB = 1 << 20
KIB = 1 << 10


def json_with(text):
    """A good event with this raw text for the value of `subject`."""
    return events.as_json(WHOLE).replace(b'"Whole"', text)


# name: (body, content type, reason it is parked for)
POISON = {
    "truncated protobuf": (events.as_protobuf(WHOLE)[:-7], events.PROTOBUF, "undecodable"),
    "protobuf with invalid UTF-8": (events.as_protobuf(WHOLE).replace(b"Whole", b"Wh\xff\xfee"), events.PROTOBUF,
                                    "undecodable"),
    "a NUL in protobuf": (events.as_protobuf(WHOLE).replace(b"Whole", b"Wh\0le"), events.PROTOBUF, "invalid_field"),
    "two event members in protobuf": (events.as_protobuf(WHOLE) + b"\x5a\x03\x0a\x01x", events.PROTOBUF, "invalid_field"),
    "bad JSON": (events.as_json(WHOLE)[:-2] + b"]}", events.JSON, "undecodable"),
    "truncated JSON": (events.as_json(WHOLE)[:60], events.JSON, "undecodable"),
    "an escaped NUL in JSON": (json_with(b'"Wh\\u0000le"'), events.JSON, "invalid_field"),
    "a NUL byte in JSON": (json_with(b'"Wh\0le"'), events.JSON, "invalid_field"),
    "invalid UTF-8 in JSON": (json_with(b'"Wh\xff\xfele"'), events.JSON, "not_utf8"),
    "nesting 10,000 deep": (json_with(b"[" * 10_000 + b"]" * 10_000), events.JSON, "undecodable"),
    "1e999": (json_with(b"1e999"), events.JSON, None),
    "duplicate keys": (events.as_json(WHOLE)[:-1] + b', "hub": "birch/prod"}', events.JSON, "invalid_field"),
    "two event members in JSON": (events.as_json(WHOLE)[:-1] + b', "commented": {"body": "x"}}', events.JSON,
                                  "invalid_field"),
    "no event member": (events.as_json({k: v for k, v in WHOLE.items() if k != "opened"}), events.JSON, "invalid_field"),
    "a message of 2 MiB": (json_with(b'"' + b"x" * (2 * MIB) + b'"'), events.JSON, "too_large"),
    "a wrong content type": (b"<event/>", "text/xml", "unknown_content_type"),
    "no content type": (events.as_json(WHOLE), None, "unknown_content_type"),
    "a foreign charset": (events.as_json(WHOLE), "application/json; charset=latin-1", "unknown_content_type"),
    "no event id": (events.as_json({k: v for k, v in WHOLE.items() if k != "event_id"}), events.JSON, "no_event_id"),
    "an empty body": (b"", events.JSON, "undecodable"),
}
REFUSED_NUMBER = {"undecodable", "invalid_field"}  # of a number out of range: either says what is wrong


class Poison(IntegrationCase):
    def parked(self):
        done = triaged("--config", self.config, "--json", "parked", "list", "--limit", 100, store=self.store.path)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def shown(self, key):
        done = triaged("--config", self.config, "--json", "parked", "show", key, store=self.store.path)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_each_poison_is_parked_with_reason_and_bytes_and_a_ticket_at_support_and_good_messages_pass(self):
        self.daemon()
        inbox, producer, good = self.inbox(), self.producer(), []
        for number, (body, content_type, _) in enumerate(POISON.values()):
            producer.publish_bytes(body, content_type)
            good.append(f"GOOD-{number}")
            producer.publish(events.opened(good[-1], wanted="engineering"))
        inbox.wait_for_tickets(good, "team.engineering")
        inbox.wait_until(lambda: len(inbox.by_ticket("team.support")) == len(POISON), "support to be told of each")

        parked = [self.shown(row["key"]) for row in self.parked()]
        self.assertEqual(len(parked), len(POISON))
        by_body = {(bytes.fromhex(row["body_hex"]), row["content_type"]): row for row in parked}
        told = inbox.by_ticket("team.support")
        for name, (body, content_type, reason) in POISON.items():
            with self.subTest(poison=name):
                self.assertIn((body, content_type or ""), by_body, "its bytes were not kept as they came")
                row = by_body[(body, content_type or "")]
                self.assertIn(row["reason"], REFUSED_NUMBER if reason is None else {reason}, row["detail"])
                self.assertTrue(row["detail"])
                self.assertEqual((row["bytes"], row["kept"]), (len(body), len(body)))
                self.assertEqual(row["user_id"], "guest")
                ticket = "PARKED-" + row["key"].removeprefix("sha256:")[:16]
                self.assertIn(ticket, told)
                notice = told[ticket][0].notice()
                self.assertEqual((notice["team"], notice["kind"], notice["reason"]["code"], notice["ticket"]["labels"]),
                                 ("support", "assigned", "parked", {"parked": row["reason"]}))
                self.assertIn(row["reason"], notice["ticket"]["subject"])
        counters = self.store.counters()
        self.assert_accounted(counters)
        self.assertEqual((counters["received"], counters["applied"], counters["parked"]),
                         (2 * len(POISON), len(POISON), len(POISON)))

    def test_a_text_of_300_kib_is_cut_to_its_limit_and_marked_in_both_formats(self):
        self.daemon()
        inbox, producer = self.inbox(), self.producer()
        text = "ü" * (150 * KIB)  # two bytes each: 300 KiB
        for ticket, content_type in (("LONG-J", events.JSON), ("LONG-P", events.PROTOBUF)):
            for team in ("support", "engineering"):
                producer.publish(events.opened(f"{ticket}-{team}", wanted=team, body=text, subject="s" * 1500), content_type)
        inbox.wait_until(lambda: len(inbox.messages) >= 8, "two notices each of four tickets")
        for message in inbox.messages:
            with self.subTest(notice=message.id, queue=message.queue):
                ticket = message.notice()["ticket"]
                self.assertIs(ticket["truncated"], True)
                self.assertEqual(ticket["body"], "ü" * (128 * KIB))
                self.assertEqual(ticket["subject"], "s" * 1000)
        self.assertEqual(self.store.counters()["parked"], 0)

    def test_the_same_poison_twice_is_parked_once(self):
        self.daemon()
        producer = self.producer()
        for _ in range(2):
            producer.publish_bytes(b"{", events.JSON)
        counters = self.wait_until_received(2)
        self.assertEqual((counters["parked"], counters["duplicate"]), (1, 1))

    def test_poison_of_a_producer_that_tells_of_alerts_only_opens_no_ticket(self):
        monitoring = self.producer_as("monitoring")
        self.daemon()
        inbox = self.inbox()
        monitoring.publish_bytes(b"{", events.JSON)
        self.producer().publish(events.opened("BEHIND", wanted="support"))
        inbox.wait_for_tickets(["BEHIND"], "team.support")
        self.assertEqual(self.store.parked(), {"undecodable": 1})
        self.assertEqual({m.ticket for m in inbox.messages}, {"BEHIND"})

    def test_what_was_parked_is_still_there_after_a_crash(self):
        daemon = self.daemon()
        self.producer().publish_bytes(b"\xff\xfe", events.PROTOBUF)
        self.wait_until_received(1)
        daemon.kill9()
        self.assertEqual([row["reason"] for row in self.parked()], ["undecodable"])
        self.assertEqual(bytes.fromhex(self.shown(self.parked()[0]["key"])["body_hex"]), b"\xff\xfe")
