#!/usr/bin/python3
"""Our evaluation of rules beside RE2 one after the other, RE2::Set and json-rules-engine, on the same rules and texts.

    rules.py --work DIR --programs DIR --modules DIR [--rounds N] [--sizes 10,100,1000,10000] [--json FILE]

Called by scripts/bench, which builds the programs and installs json-rules-engine. Rules and tickets are made here, the
same for everybody, from words that do not exist. All take turns, round by round, with tickets they have not seen. RE2
answers the patterns alone; the others decide whole rules, and must decide alike. Nothing is asserted about speed.
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SEED = 20260404
TICKETS = 12_000
CHECKED = 60  # tickets on which the engines must decide alike
RUNGS = ["user", "hub_admin", "community_representative", "support", "engineering"]
KINDS = [f"kind{n}" for n in range(40)]
BODY_WORDS = 85  # some 600 bytes
HIT_SHARE = 0.7  # of tickets get a text into them that some pattern is made for; others match by chance only
SECONDS = 0.4  # for each measurement; the slowest take a few tickets at least
GOALS = [
    "1,000 rules with text: at most 6 us a ticket, compiled in 1.5 s, from the cache in 50 ms",
    "10,000 rules with text: at most 25 us a ticket",
    "10 to 10,000 rules without text: grows to at most 5 times",
    "1,000 rules with text: at least 20 times the rate of json-rules-engine and of RE2 one after the other",
]

WORDS, CHOICE, GAP = range(3)  # shapes of patterns


def calibrate():
    """Milliseconds for a fixed piece of work on one core: tells a slow hour from a slow program."""
    begin, value = time.perf_counter(), 1
    for _ in range(1_000_000):
        value = (value * 1103515245 + 12345) & 0x7FFFFFFF
    return round((time.perf_counter() - begin) * 1000, 1)


class Maker:
    """Rules and tickets by chance. Frequent words are short, rare ones long, as in a language."""

    def __init__(self, folder, size, with_text):
        self.chance = random.Random(SEED + size + with_text)
        self.folder, self.size, self.with_text = folder, size, with_text
        self.words = self.vocabulary(6_000)
        self.examples = []  # texts in which the patterns occur
        self.hubs = [f"cluster{n % 60}/hub{n}" for n in range(max(50, size // 4))]

    def vocabulary(self, count):
        syllables = [c + v for c in "bdfgklmnprstvwz" for v in ("a", "e", "i", "o", "u", "en", "ar", "il")]
        words = set()
        while len(words) < count:
            words.add("".join(self.chance.choices(syllables, k=1 + min(3, len(words) // 80))))
        return sorted(words, key=lambda word: (len(word), word))

    def word(self):
        return self.words[min(int(self.chance.expovariate(1 / 700)), len(self.words) - 1)]

    def rare(self):
        return self.chance.choice(self.words[400:])

    def pattern(self):
        """A pattern, and a text in which it occurs. Four in ten have a gap, as in the shipped example."""
        shape = self.chance.choices((WORDS, CHOICE, GAP), (3, 3, 4))[0]
        one, two, more, word = self.rare(), self.rare(), self.rare(), self.word()
        if shape == WORDS:
            return rf"\b{one} {two}\b", f"{one} {two}"
        if shape == CHOICE:
            return rf"\b({one}|{two}|{more}) ?(is |was )?{word}", f"{two} was {word}"
        return rf"\b{one} (\w+ ){{0,2}}{two}", f"{one} {word} {two}"

    def rules(self):
        for _ in range(self.size):
            rung, kind = self.chance.randrange(1, 4), self.chance.choice(KINDS)
            if self.with_text:
                pattern, example = self.pattern()
                self.examples.append(example)
                yield {"text": pattern, **({"standing": rung} if self.chance.random() < 0.3 else {})}
            elif self.chance.random() < 0.7:
                yield {"hub": self.chance.choice(self.hubs), "standing": rung}
            else:
                yield {"kind": kind, "hub": self.chance.choice(self.hubs), "percent": self.chance.randrange(100)}

    def write(self):
        ours, theirs, patterns = ["route:"], [], []
        for number, rule in enumerate(self.rules()):
            when, conditions = [], []
            if "text" in rule:
                patterns.append(rule["text"])
                when.append(f"text: '{rule['text']}'")
                conditions.append({"fact": "text", "operator": "matches", "value": rule["text"]})
            if "hub" in rule:
                when.append(f"hub: {rule['hub']}")
                conditions.append({"fact": "hub", "operator": "equal", "value": rule["hub"]})
            if "kind" in rule:
                when.append(f"labels.kind: {rule['kind']}")
                conditions.append({"fact": "kind", "operator": "equal", "value": rule["kind"]})
            if "standing" in rule:
                when.append(f"requester.standing: {{at_least: {RUNGS[rule['standing']]}}}")
                conditions.append({"fact": "standing", "operator": "greaterThanInclusive", "value": rule["standing"]})
            if "percent" in rule:
                when.append(f"labels.percent: {{below: {rule['percent']}}}")
                conditions.append({"fact": "percent", "operator": "lessThan", "value": rule["percent"]})
            ours.append(f"  - {{name: r{number}, when: {{{', '.join(when)}}}, to: support}}")
            theirs.append({"name": f"r{number}", "all": conditions})
        ours.append("  - {name: rest, to: next_rung}")
        (self.folder / "rules.yaml").write_text("\n".join(ours) + "\n")
        (self.folder / "rules.json").write_text(json.dumps(theirs))
        (self.folder / "patterns.txt").write_text("".join(pattern + "\n" for pattern in patterns))
        (self.folder / "tickets.tsv").write_text("".join(self.ticket() for _ in range(TICKETS)))

    def ticket(self):
        chance = self.chance
        words = [self.word() for _ in range(BODY_WORDS)]
        if self.examples and chance.random() < HIT_SHARE:
            words.insert(chance.randrange(BODY_WORDS), chance.choice(self.examples))
        text = [" ".join(self.word() for _ in range(6)), " ".join(words)]
        return "\t".join([chance.choice(self.hubs), chance.choice(RUNGS), chance.choice(KINDS), str(chance.randrange(100)),
                          *text]) + "\n"


class Program:
    """A program that obeys orders; leaves with the block."""

    def __init__(self, *words):
        self.process = subprocess.Popen([str(word) for word in words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(60)

    def order(self, words):
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.process.args[0]} ended at `{words}`")
        return json.loads(answer)


def measure(given, size, with_text):
    folder = given.work / f"{size}-{'text' if with_text else 'plain'}"
    folder.mkdir()
    Maker(folder, size, with_text).write()
    names = ["triaged", *(["re2", "re2_set"] if with_text else []), "json-rules-engine"]
    with Program(given.programs / "tests/bench/bench_rules", folder) as ours, \
            Program("node", HERE / "rules/engine.mjs", given.modules, folder) as theirs:
        result = {"rules": size, "text": with_text, "load": ours.order("load"), "load_theirs": theirs.order("load"),
                  "calibration_ms": [], "us": {name: [] for name in names}, "tickets": {}}
        checked = CHECKED if size <= 1_000 else CHECKED // 4
        answers = ours.order(f"answers {checked}")
        if answers != theirs.order(f"answers {checked}"):
            sys.exit(f"{size} rules: json-rules-engine decides differently; there is nothing to compare")
        result["matched"] = sum(answer != "rest" for answer in answers) / checked
        if not result["matched"]:
            sys.exit(f"{size} rules: no rule matched any of {checked} tickets; agreeing on that proves nothing")
        for name in names:  # memory is mapped and code is warm before anything counts
            (theirs if name == "json-rules-engine" else ours).order(f"run {name} 0.1")
        for _ in range(given.rounds):
            result["calibration_ms"].append(calibrate())
            for name in names:
                run = (theirs if name == "json-rules-engine" else ours).order(f"run {name} {SECONDS}")
                result["us"][name].append(run["us"])
                result["tickets"][name] = run["tickets"]
    result["median_us"] = {name: statistics.median(values) for name, values in result["us"].items()}
    return result


def number(value, digits=1):
    return "-" if value is None else f"{value:,.{digits}f}"


def table(results):
    columns = ["rules", "text", "matched", "triaged us", "re2 us", "re2_set us", "json-r-e us", "re2 x", "re2_set x", "json-r-e x",
               "read ms", "compile ms", "cached ms", "MiB", "json-r-e MiB"]
    lines = ["".join(f"{column:>13}" for column in columns)]
    for result in results:
        us = result["median_us"]
        ratios = [us[name] / us["triaged"] if name in us else None for name in ("re2", "re2_set", "json-rules-engine")]
        cells = [number(result["rules"], 0), "yes" if result["text"] else "no", f"{result['matched']:.0%}",
                 number(us["triaged"], 2),
                 *(number(us.get(name)) for name in ("re2", "re2_set", "json-rules-engine")), *map(number, ratios),
                 number(result["load"]["read_ms"], 0), number(result["load"]["compile_ms"], 0),
                 number(result["load"]["cached_ms"], 0), number(result["load"]["mib"]), number(result["load_theirs"]["mib"])]
        lines.append("".join(f"{cell:>13}" for cell in cells))
    plain = {result["rules"]: result["median_us"]["triaged"] for result in results if not result["text"]}
    if len(plain) > 1:
        least, most = min(plain), max(plain)
        lines += ["", f"Growth from {least} to {most:,} rules without text: {plain[most] / plain[least]:.1f} times"]
    lines += ["", "Goals: " + "\n       ".join(GOALS), "",
              "Calibration loop, ms: " + ", ".join(str(ms) for result in results for ms in result["calibration_ms"]),
              "matched: share of the checked tickets that a rule but the last took. us: microseconds a ticket, medians of the rounds; x: times the time of triaged. A shared machine is noisy:",
              "only the ratios of one run count. `re2` and `re2_set` search the patterns and decide no rules."]
    return "\n".join(lines)


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--work", type=pathlib.Path, required=True)
    words.add_argument("--programs", type=pathlib.Path, required=True)
    words.add_argument("--modules", type=pathlib.Path, required=True)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--sizes", default="10,100,1000,10000")
    words.add_argument("--json", type=pathlib.Path)
    given = words.parse_args()
    load = os.getloadavg()[0]
    results = []
    for size in map(int, given.sizes.split(",")):
        for with_text in (False, True):
            print(f"bench: {size:,} rules with{'' if with_text else 'out'} text …", file=sys.stderr)
            results.append(measure(given, size, with_text))
    print(table(results) + f"\nLoad before the first: {load:.1f}")
    if given.json:
        given.json.write_text(json.dumps({"load": load, "goals": GOALS, "results": results}, indent=2) + "\n")


if __name__ == "__main__":
    main()
