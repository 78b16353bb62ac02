#!/usr/bin/python3
"""The third net that keeps the arrows one-way: reads the #include lines and some calls of src/ and include/triaged/.

    layers.py --layers BUILD/layers.txt [--root PROJECT]

CMake refuses a wrong arrow between libraries, but Debian's headers, and all of ours under include/, can be seen from
every target; so what is included is checked here. It refuses: a library above or beside the includer, another
library's private headers, an outside library where the table below does not allow it, an outside header that the
table does not know, and calls that hide a clock, chance or an error. Prints file:line: what is wrong; exit 1.
"""
import argparse
import pathlib
import re
import sys

# Outside headers: a pattern, and the libraries that may include it. docs/ARCHITECTURE.md prints the same.
OUTSIDE = [
    (r"amqp\w*\.h", {"amqp"}),
    (r"sqlite3\.h", {"persist"}),
    (r"yaml-cpp/.*", {"document"}),
    (r"(google/protobuf|triaged/v1)/.*", {"codec"}),
    (r"boost/json(\.hpp|/.*)", {"codec", "telemetry", "http", "app"}),
    (r"boost/(asio|system)(\.hpp|/.*)", {"amqp", "app", "http", "bridges"}),
    (r"boost/beast(\.hpp|/.*)", {"http", "bridges"}),
    (r"boost/url(s)?(\.hpp|/.*)", {"amqp", "http", "bridges", "config"}),
    (r"re2/.*", {"rules"}),
    (r"hs/.*|hs\.h", {"rules"}),
    (r"(spdlog|prometheus)/.*", {"telemetry"}),
    (r"libxml/.*|utf8proc\.h", {"codec"}),
    (r"openssl/.*", {"document", "codec", "amqp", "http", "bridges"}),
    (r"date/.*", {"decide"}),
    (r"CLI/.*|boost/version\.hpp", {"app"}),
    (r"systemd/.*", {"app"}),
    # The operating system: where files, sockets, signals and descriptors are the subject.
    (r"(sys/|net/|netinet/|arpa/|linux/).*|(unistd|fcntl|signal|poll|pthread|dirent|termios)\.h",
     {"persist", "telemetry", "amqp", "http", "bridges", "app"}),
]
# What a library's users see of the outside; everything else stays out of include/triaged/.
PUBLIC_OUTSIDE = [(r"boost/(asio|system)(\.hpp|/.*)", {"amqp", "http", "bridges"})]
STANDARD = re.compile(r"[a-z_0-9]+")

# Below this level everything is a function of what goes in: no clock, no chance, no environment, no waiting.
FIRST_IMPURE_LEVEL = 6
IMPURE = [
    (r"\b(system|steady|high_resolution|utc)_clock::now\b", "reads a clock; `now` is a parameter below level 6"),
    (r"\bstd::random_device\b", "draws chance; below level 6 it is handed in"),
    (r"\b(std::)?s?rand\s*\(", "draws chance; below level 6 it is handed in"),
    (r"\b(secure_)?getenv\s*\(", "reads the environment; only the app does"),
    (r"\bsleep_(for|until)\b", "sleeps; below level 6 nothing waits"),
]
NOWHERE = [
    (r"\basio::detached\b", "detached swallows errors and cannot be waited for"),
    (r"\bcatch\s*\([^)]*\)\s*\{\s*\}", "an empty catch hides an error"),
]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
SOURCES = {".cpp", ".hpp", ".h", ".cc", ".ipp"}


def read_layers(path):
    """name -> (level, everything it may see: itself, what it uses, and so on down)."""
    levels, uses, current = {}, {}, None
    for words in map(str.split, pathlib.Path(path).read_text(encoding="utf-8").replace(";", " ").splitlines()):
        if len(words) >= 2 and words[1].isdigit():
            current, levels[words[0]], words = words[0], int(words[1]), words[2:]
            uses[current] = set()
        uses[current].update(words)

    def reach(name):
        return {name}.union(*(reach(used) for used in uses[name]))

    return {name: (level, reach(name)) for name, level in levels.items()}


def blank(text, pattern):
    """Blanks out what matches, keeping the lines."""
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.DOTALL)


def without_comments(text):
    text = re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", "_", text)  # digit separators (1'000) are no quotes
    token = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)
    return token.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)) if m.group(0)[0] == "/" else m.group(0), text)


def only_code(text):
    """Neither comments nor literals."""
    return blank(without_comments(text), r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'')


class Check:
    def __init__(self, root, layers):
        self.root, self.layers, self.faults = root, layers, []

    def fault(self, path, text, offset, message):
        self.faults.append(f"{path.relative_to(self.root)}:{text.count(chr(10), 0, offset) + 1}: {message}")

    def ours(self, path, text, offset, library, name):
        """An include of triaged's own: public headers of what it may see."""
        if name not in self.layers:
            self.fault(path, text, offset, f"there is no library '{name}' in CMakeLists.txt")
        elif name not in self.layers[library][1]:
            mine, theirs = self.layers[library][0], self.layers[name][0]
            where = "above" if theirs > mine else "beside" if theirs == mine else "below, but not among what it uses"
            self.fault(path, text, offset, f"{library} (level {mine}) must not include {name} (level {theirs}): it is {where}")

    def outside(self, path, text, offset, library, header, public):
        for pattern, allowed in OUTSIDE:
            if not re.fullmatch(pattern, header):
                continue
            if library not in allowed:
                self.fault(path, text, offset, f"{library} must not include <{header}>; only {', '.join(sorted(allowed))} may")
            elif public and not any(re.fullmatch(p, header) and library in a for p, a in PUBLIC_OUTSIDE):
                self.fault(path, text, offset, f"<{header}> is private to {library}; it must not appear in include/triaged/")
            return
        if not STANDARD.fullmatch(header):
            self.fault(path, text, offset, f"<{header}> is not in the table of tests/architecture/layers.py")

    def include(self, path, text, found, library, public):
        quoted, header, offset = found.group(1) == '"', found.group(2), found.start(1)
        parts = header.split("/")
        if parts[0] == "triaged" and parts[1:2] != ["v1"]:
            self.ours(path, text, offset, library, parts[1])
        elif parts[0] in self.layers and len(parts) > 1:
            if parts[0] != library or public:
                self.fault(path, text, offset, f"{header} is a private header of {parts[0]}")
        elif quoted and (path.parent / header).is_file():
            if self.root / "src" / library not in (path.parent / header).resolve().parents:
                self.fault(path, text, offset, f'"{header}" lies outside of src/{library}')
        else:
            self.outside(path, text, offset, library, header, public)

    def calls(self, path, code, library):
        banned = list(NOWHERE)
        if library is not None and self.layers[library][0] < FIRST_IMPURE_LEVEL:
            banned += IMPURE
        for pattern, why in banned:
            for found in re.finditer(pattern, code):
                self.fault(path, code, found.start(), f"`{' '.join(found.group(0).split())}` {why}")

    def file(self, path, library, public):
        raw = path.read_text(encoding="utf-8")
        text = without_comments(raw)
        for found in INCLUDE.finditer(text):
            self.include(path, text, found, library, public)
        self.calls(path, only_code(raw), library)

    def main_file(self, path):
        raw = path.read_text(encoding="utf-8")
        text = without_comments(raw)
        for found in INCLUDE.finditer(text):
            if not re.fullmatch(r"triaged/app/.*|[a-z_0-9]+", found.group(2)):
                self.fault(path, text, found.start(1), f"main.cpp sees the app alone, not {found.group(2)}")
        self.calls(path, only_code(raw), None)

    def run(self):
        for top, public in ((self.root / "src", False), (self.root / "include/triaged", True)):
            for path in sorted(p for p in top.rglob("*") if p.suffix in SOURCES):
                library = path.relative_to(top).parts[0]
                if path == self.root / "src/main.cpp":
                    self.main_file(path)
                elif library not in self.layers:
                    self.faults.append(f"{path.relative_to(self.root)}: '{library}' is not declared in CMakeLists.txt")
                else:
                    self.file(path, library, public)
        return self.faults


def main():
    arguments = argparse.ArgumentParser(description="checks the arrows between libraries")
    arguments.add_argument("--layers", required=True)
    arguments.add_argument("--root", default=pathlib.Path(__file__).resolve().parents[2], type=pathlib.Path)
    given = arguments.parse_args()
    layers = read_layers(given.layers)
    if not layers:
        sys.exit(f"{given.layers} names no library")
    faults = Check(given.root.resolve(), layers).run()
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(f"{len(faults)} fault(s) against the architecture; see docs/ARCHITECTURE.md")


if __name__ == "__main__":
    main()
