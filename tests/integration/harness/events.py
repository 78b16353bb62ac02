"""Events as producers make them: a dict of the JSON form, from which both formats are made."""
import json
import secrets

from google.protobuf import json_format

from triaged.v1 import event_pb2

JSON = "application/json"
PROTOBUF = "application/x-protobuf"
OCCURRED_AT = "2026-03-02T09:00:00Z"


def opened(ticket_id, *, actor="user@alder.example", hub="alder/prod", subject="A question", body="How does it work?",
           channel="email", wanted=None, labels=None, event_id=None):
    """A new ticket; `wanted` names the team that the test's rules send it to."""
    labels = dict(labels or {})
    if wanted:
        labels["wanted"] = wanted
    return {"event_id": event_id or secrets.token_hex(16), "ticket_id": ticket_id, "occurred_at": OCCURRED_AT,
            "actor": {"id": actor}, "hub": hub,
            "opened": {"subject": subject, "body": body, "channel": channel, "labels": labels}}


def other(kind, ticket_id, member, *, actor="user@alder.example", hub="alder/prod"):
    """An event of another kind: {kind: member}."""
    return {"event_id": secrets.token_hex(16), "ticket_id": ticket_id, "occurred_at": OCCURRED_AT,
            "actor": {"id": actor}, "hub": hub, kind: member}


def as_json(event):
    return json.dumps(event).encode()


def as_protobuf(event):
    return json_format.ParseDict(event, event_pb2.TicketEvent()).SerializeToString()


def encode(event, content_type):
    return as_protobuf(event) if content_type == PROTOBUF else as_json(event)
