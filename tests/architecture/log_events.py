#!/usr/bin/python3
"""Does docs/operating.md explain every line of the log? Compares its table of events with the names in src/.

    log_events.py [--root PROJECT]

It refuses: an event that the table does not list, one that it lists and nothing writes, one listed twice, another level
than the source gives, and an event whose name cannot be read where it is written. Prints what is wrong; exit 1.
"""
import argparse
import pathlib
import re
import sys

from layers import without_comments

DOCUMENT = "docs/operating.md"
CHAPTER = "## What a line of the log means"
# write(Level::info, "name", {…}), also with one level and name for each case; and the daemon's fail(exit, "name", why).
WRITE = re.compile(r"\bwrite\(([^{;]*\bLevel::[^{;]*)")
FAIL = re.compile(r'\bfail\([^;"{]*"(\w+)"')
PASSES_ON = re.compile(r"Level::error,\s*event,")  # in fail() itself


def written(root):
    """{event: levels} of src/, and what could not be read."""
    events, faults = {}, []
    for path in sorted((root / "src").rglob("*.cpp")):
        text = without_comments(path.read_text(encoding="utf-8"))
        for call in WRITE.finditer(text):
            levels, names = re.findall(r"\bLevel::(\w+)", call[1]), re.findall(r'"(\w+)"', call[1])
            if len(levels) == 1:
                levels *= len(names)
            if len(levels) != len(names) or not names and not PASSES_ON.search(call[1]):
                line = text.count("\n", 0, call.start()) + 1
                faults.append(f"{path.relative_to(root)}:{line}: write the event's name, and its level, where it is logged")
            for name, level in zip(names, levels):
                events.setdefault(name, set()).add(level)
        for name in FAIL.findall(text):
            events.setdefault(name, set()).add("error")
    return events, faults


def listed(root):
    """[(event, level)] of the table."""
    _, found, rest = (root / DOCUMENT).read_text(encoding="utf-8").partition(CHAPTER + "\n")
    if not found:
        sys.exit(f"{DOCUMENT} has no chapter '{CHAPTER}'")
    rows = [line.split("|")[1:3] for line in rest.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    return [(name, level.strip()) for names, level in rows for name in re.findall(r"`(\w+)`", names)]


def compare(root):
    in_source, faults = written(root)
    table = listed(root)
    names = [name for name, _ in table]
    faults += [f"{DOCUMENT}: `{name}` is listed twice" for name in sorted(set(names)) if names.count(name) > 1]
    faults += [f"{DOCUMENT}: `{name}` is not in the table" for name in sorted(set(in_source) - set(names))]
    faults += [f"{DOCUMENT}: nothing in src/ writes `{name}`" for name in sorted(set(names) - set(in_source))]
    faults += [f"{DOCUMENT}: `{name}` is of level {', '.join(sorted(in_source[name]))}, not {level}"
               for name, level in table if name in in_source and in_source[name] != {level}]
    return faults


def main():
    arguments = argparse.ArgumentParser(description="compares the documented log events with those of the sources")
    arguments.add_argument("--root", default=pathlib.Path(__file__).resolve().parents[2], type=pathlib.Path)
    root = arguments.parse_args().root.resolve()
    if not written(root)[0]:
        sys.exit("no event was found in src/: this check no longer knows how they are written")
    faults = compare(root)
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(f"{len(faults)} fault(s) in the table of log events")


if __name__ == "__main__":
    main()
