#!/usr/bin/python3
"""A bad day of monitoring: many alerts of many hubs at once, and how long it takes until somebody is paged.

    alerts.py --work DIR --broker DIR --programs DIR [--alerts N] [--hubs N] [--seconds N] [--rounds N] [--json FILE]

Called by scripts/bench, which builds the daemon and starts the broker. Hubs of the shipped example fire alerts of five names,
most of them for several pods, in an order that a seed gives: once spread evenly over the time, once as fast as they go. A page
is timed from the publish of the first alert of its hub that calls for one until the page is consumed. Beside it, in the same
run, the plain round trip: whenever such an alert is published, a message of its size goes to a quorum queue and is consumed by
the same consumer. Nothing is asserted about speed; a run in which an alert, a ticket, an incident or a page is missing, or
somebody is paged twice for one incident and level, has no result.
"""
import argparse
import collections
import itertools
import json
import multiprocessing
import pathlib
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time

import pika

import ladder
import pump

EXCHANGE, PAGES, PLAIN = "triaged.events", "incidents.on_call", "bench.plain"
NOW, TODAY, WEEK = "take immediate action", "same day action needed", "action needed this week"
NAMES = [("Server Startup Failed", NOW), ("Hub does not answer", NOW), ("Pod stuck in Pending", TODAY),
         ("home-nfs has 10% of space left", TODAY), ("grafana pod has restarted", WEEK)]
LIMIT = 300        # seconds until everything is done after the last alert
LINGER = 2         # seconds after that, for pages that nobody expects


def spread(hubs, count):
    """As many clusters as there are: each one's first hub, then each one's second, …; those out of service come last."""
    ordered = []
    for retired in (False, True):
        clusters = collections.defaultdict(list)
        for hub in hubs:
            if hub["retired"] == retired:
                clusters[hub["cluster"]].append(hub["id"])
        ordered += [hub for turn in itertools.zip_longest(*clusters.values()) for hub in turn if hub]
    if len(ordered) < count:
        sys.exit(f"the example has {len(ordered)} hubs, not {count}")
    return ordered[:count]


def make_alerts(hubs, count):
    """[(hub, does it call for a page, body)]; the pods of a name differ, hub by hub alike."""
    made = []
    for number in range(count):
        hub = hubs[number % len(hubs)]
        name, severity = NAMES[number // len(hubs) % len(NAMES)]
        cluster, _, namespace = hub.partition("/")
        made.append((hub, severity == NOW, {
            "event_id": f"a{number}", "actor": {"id": "alertmanager@monitoring.example"},
            "alert_fired": {"source": "alertmanager.example", "fingerprint": f"{number:016x}", "name": name,
                            "starts_at": "2026-03-02T09:00:00Z",
                            "labels": {"alertname": name, "cluster": cluster, "namespace": namespace, "severity": severity,
                                       "pod": f"pod-{number}"},
                            "annotations": {"summary": f"[FIRING:1] {name} {cluster} {namespace} ({severity})"}}}))
    random.Random(pump.SEED).shuffle(made)
    return [(hub, calls, json.dumps(event).encode()) for hub, calls, event in made]


def send(url, alerts, seconds, answer):
    """In a process of its own, so that reading pages does not hold it up. Puts {hub: when}, {plain message: when}, and how
    long it took, all by the monotonic clock that the two processes share."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    called, plain = {}, {}
    begin = time.monotonic()
    persistent = pika.BasicProperties(content_type="application/json", delivery_mode=2, user_id="guest")
    for number, (hub, calls, body) in enumerate(alerts):
        wait = begin + seconds * number / len(alerts) - time.monotonic()
        if wait > 0:
            connection.process_data_events(0)
            time.sleep(wait)
        if calls and hub not in called:
            key = f"p{number}"
            plain[key] = time.monotonic()
            channel.basic_publish("", PLAIN, body, pika.BasicProperties(delivery_mode=2, message_id=key))
            called[hub] = time.monotonic()
        channel.basic_publish(EXCHANGE, "monitoring.alerts", body, persistent)
    took = time.monotonic() - begin
    connection.close()
    answer.put((called, plain, took))


class Pages:
    """Whatever is paged, and the plain messages, with the moments at which they were consumed."""

    def __init__(self, url):
        self.connection = pika.BlockingConnection(pika.URLParameters(url))
        channel = self.connection.channel()
        channel.queue_declare(PLAIN, durable=True, arguments={"x-queue-type": "quorum"})
        channel.basic_qos(prefetch_count=1000)
        self.notices, self.plain = [], {}
        channel.basic_consume(PAGES, self.take_page)
        channel.basic_consume(PLAIN, self.take_plain)

    def take_page(self, channel, method, properties, body):
        at = time.monotonic()
        channel.basic_ack(method.delivery_tag)
        if properties.type == "incident.paged":
            self.notices.append((at, json.loads(body)))

    def take_plain(self, channel, method, properties, _):
        self.plain[properties.message_id] = time.monotonic()
        channel.basic_ack(method.delivery_tag)

    def go_on_until(self, condition, what, seconds=LIMIT):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                sys.exit(f"waited {seconds} s in vain for {what}: no result")
            self.connection.process_data_events(time_limit=0.05)

    def go_on_for(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.connection.process_data_events(time_limit=0.05)


def stored(store):
    """What became of the alerts: counters, ids of their tickets, and how many of them fire in those tickets."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as file:
        row = file.execute("SELECT received, applied, refused, parked, duplicate, notices, confirmed FROM meta").fetchone()
    return dict(zip(("received", "applied", "refused", "parked", "duplicate", "notices", "confirmed"), row))


def asked(bench, config, environment, *words):
    done = subprocess.run([bench.daemon, "--json", "--config", config, *words], env=environment, check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    return [json.loads(line) for line in done.splitlines()]


def count_lost(bench, config, environment, alerts, store):
    """(alerts, tickets, incidents) that are not there and should be."""
    counters = stored(store)
    lost = len(alerts) - counters["applied"]
    tickets = {(hub, json.loads(body)["alert_fired"]["name"]) for hub, _, body in alerts}
    shown = asked(bench, config, environment, "tickets", "--limit", str(len(alerts)))
    found = sum(one["ticket_id"].startswith("ALERT-") for one in shown)
    firing = sum(len(one["firing"]) for one in shown)
    hubs = {hub for hub, calls, _ in alerts if calls}
    incidents = asked(bench, config, environment, "incidents")
    return (max(lost, len(alerts) - firing), abs(len(tickets) - found),
            len(hubs ^ {one["hub"] for one in incidents if one["hub"]})), incidents


def by_incident_and_level(notices):
    """{(incident, level): [(when, hub)]} of what was paged."""
    pages = collections.defaultdict(list)
    for at, notice in notices:
        pages[notice["incident"]["incident_id"], notice["level"]].append((at, notice["incident"]["hub"]))
    return pages


def quantiles(times):
    ordered = sorted(times)
    return {"p50_ms": 1000 * statistics.median(ordered), "p99_ms": 1000 * ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]}


def run(bench, config, name, alerts, seconds):
    url = bench.broker.add_vhost(name)
    bench.lay_out(url)
    folder = bench.given.work / name
    folder.mkdir()
    store = folder / "state.db"
    environment = bench.environment(url, store)
    daemon = ladder.Daemon(bench, url, store, config)
    daemon.ready()
    pages = Pages(url)
    answer = multiprocessing.Queue()
    sender = multiprocessing.get_context("fork").Process(target=send, args=(url, alerts, seconds, answer))
    sender.start()
    pages.go_on_until(lambda: not answer.empty() or sender.exitcode, "the sender", seconds + LIMIT)
    if sender.exitcode:
        sys.exit("the sender failed: no result")
    called, plain, took = answer.get()
    sender.join()
    pages.go_on_until(lambda: (c := stored(store))["received"] >= len(alerts) and c["notices"] == c["confirmed"], "the alerts")
    pages.go_on_until(lambda: len(pages.plain) == len(plain), "the plain messages")
    pages.go_on_for(LINGER)
    lost, incidents = count_lost(bench, config, environment, alerts, store)
    pages.connection.close()
    daemon.stop()
    if any(lost):
        sys.exit(f"lost: {lost[0]} alerts, {lost[1]} tickets, incidents of {lost[2]} hubs: no result")
    paged = by_incident_and_level(pages.notices)
    most = max(map(len, paged.values()), default=0)
    unpaged = [one["incident_id"] for one in incidents if not one["parent"] and (one["incident_id"], 1) not in paged]
    if most > 1 or unpaged:
        sys.exit(f"{most} pages for one incident and level, {len(unpaged)} incidents without any: no result")
    first = [(level, *each[0]) for (_, level), each in paged.items()]
    times = [at - called[hub] for level, at, hub in first if hub and level == 1]
    plain_times = [pages.plain[key] - at for key, at in plain.items()]
    shutil.rmtree(folder)
    bench.broker.ctl("delete_vhost", name)
    return {"alerts": len(alerts), "sent_in_s": took, "incidents": len(incidents), "pages": len(first), "timed": len(times),
            "most_pages_per_incident_and_level": most, "lost_alerts": lost[0], "lost_tickets": lost[1],
            "page": quantiles(times), "plain": quantiles(plain_times)}


def ratio(one):
    return one["page"]["p50_ms"] / one["plain"]["p50_ms"]


def line(label, one):
    return (f"  {label:<14}{one['alerts'] / one['sent_in_s']:>9,.0f}{one['incidents']:>11,}{one['pages']:>8,}"
            f"{one['most_pages_per_incident_and_level']:>6}{one['lost_alerts'] + one['lost_tickets']:>6}"
            f"{one['page']['p50_ms']:>11.1f}{one['page']['p99_ms']:>10.1f}{one['plain']['p50_ms']:>11.1f}{one['plain']['p99_ms']:>10.1f}"
            f"{ratio(one):>8.1f}")


HEAD = f"  {'':<14}{'alerts/s':>9}{'incidents':>11}{'pages':>8}{'most':>6}{'lost':>6}{'page p50':>11}{'p99 ms':>10}{'plain p50':>11}{'p99 ms':>10}{'ratio':>8}"


def medians(runs):
    def median(*path):
        values = []
        for one in runs:
            for key in path:
                one = one[key]
            values.append(one)
        return statistics.median(values)

    return {"alerts": runs[0]["alerts"], "sent_in_s": median("sent_in_s"), "incidents": round(median("incidents")),
            "pages": round(median("pages")),
            **{key: max(one[key] for one in runs) for key in ("most_pages_per_incident_and_level", "lost_alerts", "lost_tickets")},
            **{kind: {key: median(kind, key) for key in ("p50_ms", "p99_ms")} for kind in ("page", "plain")}}


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench alerts")
    parser.add_argument("--alerts", type=int, default=5_000)
    parser.add_argument("--hubs", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60, help="in which the alerts of the even run are sent")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    for folder in ("work", "broker", "programs"):
        parser.add_argument(f"--{folder}", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    given = parser.parse_args()
    bench = pump.Bench(given)
    config = bench.given.work / "alerts-config"
    shutil.copytree(bench.quiet, config)
    bench.edit(config / "policy.yaml", "\n      only: working_day\n", "\n")  # or weekends page two levels at once
    directory = json.loads(subprocess.run([bench.daemon, "--json", "--config", config, "directory"], check=True, text=True,
                                          stdout=subprocess.PIPE).stdout)
    alerts = make_alerts(spread(directory["hubs"], given.hubs), given.alerts)
    runs = {"even": [], "at once": []}
    calibrations = []
    print(HEAD)
    for number in range(1, given.rounds + 1):
        calibrations.append(pump.calibrate())
        for kind, seconds in (("even", given.seconds), ("at once", 0)):
            one = run(bench, config, f"alerts-{kind.replace(' ', '-')}-{number}", alerts, seconds)
            runs[kind].append(one)
            print(line(f"{number} {kind}", one), flush=True)
    summary = {kind: medians(each) for kind, each in runs.items()}
    print("\nMedians")
    print(HEAD)
    for kind, one in summary.items():
        print(line(kind, one))
    print("\nmost: pages of one incident and level; lost: alerts and tickets. Calibration loop, each round: "
          + ", ".join(f"{ms} ms" for ms in calibrations))
    print("A shared machine is noisy: only the ratio of a page to the plain round trip of the same run says much.")
    if given.json:
        given.json.write_text(json.dumps({"alerts": given.alerts, "hubs": given.hubs, "seconds": given.seconds,
                                          "calibration_ms": calibrations, "rounds": runs, "medians": summary}, indent=2) + "\n")


if __name__ == "__main__":
    main()
