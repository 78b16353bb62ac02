"""Reports of people and monitoring as ticket events: what scripts/replay-reports and scripts/score-reports share.

A report is a JSON object: id, requester_role (user, hub_admin, community_representative, support_team,
engineering_team or monitoring), hub (may be null), title, text, and, where it is to be scored, what a careful triager
would have decided. The actor of the event is somebody of that role at that hub, from `triaged directory`. A user,
administrator or representative without a hub is one of utoronto/prod. Monitoring comes through the channel `alert`.
Refuses reports that lack a key, and roles it does not know.
"""
import json
import re
import sys

DEFAULT_HUB = "utoronto/prod"
COMMUNITY_ROLES = ("user", "hub_admin", "community_representative")
TEAM_OF_ROLE = {"support_team": "support", "engineering_team": "engineering"}
# What the reports call a team, where the directory has another name for it.
TEAM_NAMES = {**TEAM_OF_ROLE, "partnerships_team": "partnerships"}
REQUIRED = ("id", "requester_role", "title", "text")

# What a triager or an issue form added to a report, and its requester did not write. Taken away before scoring:
# 1. bracketed marks before a person's title: "[Incident] ", "[EVENT] ", "[New Hub] [Phase 1] ". All of them, since
#    none was typed into a mail's subject. An alert's "[FIRING:1]" is the alert's own.
TITLE_MARKS = re.compile(r"^(\s*\[[^\]]*\]\s*[-:]*\s*)+")
# 2. lines, or sentences on one line, that open with a heading of the triagers' forms, as far as the sentence goes.
FORM_LINES = re.compile(
    r"(?:^|(?<=[\s.?!]))(ticket request type|ticket impact|impact on users|definition of done|deal url"
    r"|have the technical contacts been added\?|are we three weeks before the start date of the event\?)"
    r":?\s*(?:[^.\n?!]|\.(?=\w))*[.?!]?", re.IGNORECASE)
# 3. pointers to the ticket's own record.
POINTERS = re.compile(r"\((see )?(linked )?(freshdesk|support) ticket\)", re.IGNORECASE)
# 4. remarks in square brackets, of five words or more, by whoever collected the reports. Shorter ones stand for a name
#    ("[the representative]") and stay.
REMARKS = re.compile(r"\[(?:[^\]\s]+\s+){4,}[^\]\s]+\]")


def stripped(report):
    """The report as its requester wrote it. A title that was nothing but marks stays, without its brackets."""
    if report["requester_role"] == "monitoring":
        return report
    title = TITLE_MARKS.sub("", report["title"]) or report["title"].strip(" []")
    text = report["text"]
    for added in (FORM_LINES, POINTERS, REMARKS):
        text = added.sub(" ", text)
    return {**report, "title": title, "text": " ".join(text.split())}


class People:
    """Who holds a role at a hub; from the answer of `triaged directory --json`."""

    def __init__(self, directory):
        self.hubs = {hub["id"]: hub for hub in directory["hubs"]}
        self.communities = {community["id"]: community for community in directory["communities"]}
        self.teams = {team["id"]: team for team in directory["teams"]}

    def community(self, hub):
        """An unknown hub's community is taken to be its cluster."""
        return self.hubs[hub]["community"] if hub in self.hubs else hub.split("/")[0]

    def of(self, role, hub):
        if role == "monitoring":
            return "monitoring@monitoring.example"
        if role in TEAM_OF_ROLE:
            return self.teams[TEAM_OF_ROLE[role]]["members"][0]
        community = self.community(hub)
        if role == "hub_admin" and self.hubs.get(hub, {}).get("admins"):
            return self.hubs[hub]["admins"][0]
        if role == "community_representative" and self.communities.get(community, {}).get("representatives"):
            return self.communities[community]["representatives"][0]
        if role not in COMMUNITY_ROLES:
            sys.exit(f"unknown requester_role '{role}'")
        return f"{role}@{community}.example"


def event(report, people):
    role, hub = report["requester_role"], report.get("hub") or ""
    if not hub and role in COMMUNITY_ROLES:
        hub = DEFAULT_HUB
    made = {"ticket_id": report["id"], "actor": {"id": people.of(role, hub)},
            "opened": {"subject": report["title"], "body": report["text"],
                       "channel": "alert" if role == "monitoring" else "email"}}
    if hub:
        made["hub"] = hub
    return made


def read(path):
    """The reports of a file, one a line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        report = json.loads(line)
        missing = [key for key in REQUIRED if key not in report]
        if missing:
            sys.exit(f"{path}:{number}: no {' and no '.join(missing)}")
        yield report
