#!/usr/bin/python3
"""What clocks cost: a restart with many open tickets, and many clocks that run out at once.

    ladder.py --work DIR --broker DIR --programs DIR [--tickets N] [--burst N] [--rounds N] [--json FILE]

Called by scripts/bench, which builds the programs and starts the broker. Restart: from the start of the process until the
daemon consumes its intake, with N open tickets of the shipped example and their clocks in the store; beside it the same with
an empty store. Burst: N tickets whose first response ran out while the daemon was away; from the first decision about one
until the broker has confirmed every notice, each ticket reminded or climbed once. Nothing is asserted about speed; a run in
which a clock fired twice or not at all has no result.
"""
import argparse
import json
import pathlib
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import time

import pump

LIMIT = 120  # seconds for whatever is waited for
BURST_POLICY = "notify_requesters: false\nrequesters_queue: triaged.requesters\nunrouted_queue: triaged.unrouted\n" \
               "deadlines: [{clock: wall, first_response: 30s}]\n"


def until(condition, what, every=0.01):
    end = time.monotonic() + LIMIT
    while not (value := condition()):
        if time.monotonic() > end:
            sys.exit(f"waited {LIMIT} s in vain for {what}: no result")
        time.sleep(every)
    return value


class Daemon:
    def __init__(self, bench, url, store, config):
        self.url, self.store = url, store
        self.began = time.monotonic()
        self.process = subprocess.Popen([bench.daemon, "run", "--config", config], env=bench.environment(url, store))

    def ready(self):
        """Seconds from the start of the process until it consumes."""
        with pump.pika.BlockingConnection(pump.pika.URLParameters(self.url)) as connection:
            channel = connection.channel()
            until(lambda: channel.queue_declare(pump.INTAKE, passive=True).method.consumer_count, "the daemon", every=0.005)
        return time.monotonic() - self.began

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(LIMIT)


def counters(store):
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as file:
        row = file.execute("SELECT received, applied, notices, confirmed FROM meta").fetchone()
    return dict(zip(("received", "applied", "notices", "confirmed"), row))


def preload(bench, url, tickets):
    """Tickets of all kinds, some of which nobody has to answer."""
    subprocess.run([bench.programs / "bench_preload", url, bench.hubs, str(tickets), str(pump.SEED), *pump.OUT], check=True)


def send_questions(bench, url, config, store, tickets):
    """Tickets that a hub's administrators have to answer, each one."""
    file = bench.given.work / "questions.jsonl"
    file.write_text("".join(json.dumps({
        "event_id": f"q{n}", "ticket_id": f"Q{n}", "actor": {"id": "user@utoronto.example"}, "hub": "utoronto/prod",
        "opened": {"subject": "How do I open a file?", "body": "I am new here.", "channel": "email"}}) + "\n"
        for n in range(tickets)))
    subprocess.run([bench.daemon, "send", file, "--config", config], env=bench.environment(url, store), check=True,
                   stdout=subprocess.DEVNULL)


def filled(bench, url, store, config, tickets):
    """A daemon that has opened so many tickets from its intake, and every notice about them is confirmed."""
    daemon = Daemon(bench, url, store, config)
    daemon.ready()
    until(lambda: (c := counters(store))["received"] == tickets and c["notices"] == c["confirmed"], "all to be opened", 0.2)
    return daemon


def restart(bench, number, tickets):
    url = bench.broker.add_vhost(f"restart-{number}")
    bench.lay_out(url)
    folder = bench.given.work / "restart"
    folder.mkdir()
    result = {}
    for name, count in (("empty", 0), ("full", tickets)):
        store = folder / name
        if count:
            preload(bench, url, count)
            filled(bench, url, store, bench.quiet, count).stop()
        else:
            daemon = Daemon(bench, url, store, bench.quiet)  # compiles the rules' patterns, which the others find
            daemon.ready()
            daemon.stop()
        daemon = Daemon(bench, url, store, bench.quiet)
        result[name] = daemon.ready()
        daemon.stop()
    shutil.rmtree(folder)
    bench.broker.ctl("delete_vhost", f"restart-{number}")
    return result


def burst(bench, number, tickets):
    url = bench.broker.add_vhost(f"burst-{number}")
    config = bench.given.work / f"burst-config-{number}"
    shutil.copytree(bench.quiet, config)
    (config / "policy.yaml").write_text(BURST_POLICY)
    bench.lay_out(url)
    folder = bench.given.work / "burst"
    folder.mkdir()
    store = folder / "state.db"
    send_questions(bench, url, config, store, tickets)
    daemon = filled(bench, url, store, config, tickets)
    daemon.stop()
    before = counters(store)
    time.sleep(31)  # until every clock has run out
    daemon = Daemon(bench, url, store, config)
    until(lambda: counters(store)["notices"] > before["notices"], "the first clock", every=0.005)
    first = time.monotonic()
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as file:
        until(lambda: file.execute("SELECT count(*) FROM history WHERE version = 2").fetchone()[0] == tickets, "all clocks")
        until(lambda: (c := counters(store))["notices"] == c["confirmed"], "all confirms")
        took = time.monotonic() - first
        twice = file.execute("SELECT count(*) FROM history WHERE version > 2").fetchone()[0]
    daemon.stop()
    if twice:
        sys.exit(f"{twice} clocks fired twice: no result")
    notices = counters(store)["notices"] - before["notices"]
    shutil.rmtree(folder)
    bench.broker.ctl("delete_vhost", f"burst-{number}")
    return {"seconds": took, "notices": notices}


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench ladder")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--burst", type=int, default=6_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    for folder in ("work", "broker", "programs"):
        parser.add_argument(f"--{folder}", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    given = parser.parse_args()
    bench = pump.Bench(given)
    rounds = []
    for number in range(1, given.rounds + 1):
        one = {"calibration_ms": pump.calibrate(), "restart": restart(bench, number, given.tickets),
               "burst": burst(bench, number, given.burst)}
        rounds.append(one)
        print(f"  {number} restart: {one['restart']['full']:.2f} s with {given.tickets:,} open tickets, {one['restart']['empty']:.2f} s"
              f" with none; burst: {one['burst']['notices']:,} notices of {given.burst:,} clocks in {one['burst']['seconds']:.2f} s",
              flush=True)
    full = statistics.median(one["restart"]["full"] for one in rounds)
    empty = statistics.median(one["restart"]["empty"] for one in rounds)
    seconds = statistics.median(one["burst"]["seconds"] for one in rounds)
    print(f"\nMedians: restart {full:.2f} s ({full / empty:.1f} x an empty store; goal: under 2 s with 100,000);"
          f" burst {seconds:.2f} s (goal: 6,000 under 1 s)")
    print("Calibration loop, each round: " + ", ".join(f"{one['calibration_ms']} ms" for one in rounds))
    if given.json:
        given.json.write_text(json.dumps({"tickets": given.tickets, "burst": given.burst, "rounds": rounds}, indent=2) + "\n")


if __name__ == "__main__":
    main()
