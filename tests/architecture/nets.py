#!/usr/bin/python3
"""Do the nets catch? Plants wrong arrows, and log events without a word, in copies; each must be told with the right words.

    nets.py --root PROJECT --layers BUILD/layers.txt --cmake CMAKE
"""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

GIVEN = argparse.Namespace()


class TheIncludeCheck(unittest.TestCase):
    """The third net: a small tree of our libraries, clean at first, then one fault at a time."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        for library in ("domain", "document", "directory", "rules", "decide", "engine", "persist", "amqp", "app"):
            self.write(f"src/{library}/some.cpp", f'#include "{library}/some.hpp"\n#include <string>\n')
            self.write(f"src/{library}/some.hpp", f"#include <triaged/{library}/{library}.hpp>\n")
            self.write(f"include/triaged/{library}/{library}.hpp", "#include <vector>\n")
        self.write("src/main.cpp", "#include <triaged/app/app.hpp>\n")

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def plant(self, path, line):
        """Appends a line; line 3 of a .cpp, line 2 of a .hpp."""
        with open(self.root / path, "a", encoding="utf-8") as f:
            f.write(line + "\n")

    def check(self):
        script = GIVEN.root / "tests/architecture/layers.py"
        return subprocess.run([sys.executable, script, "--root", self.root, "--layers", GIVEN.layers],
                              capture_output=True, text=True, timeout=60)

    def assert_clean(self):
        told = self.check()
        self.assertEqual((told.returncode, told.stdout, told.stderr), (0, "", ""))

    def assert_refused(self, *words):
        told = self.check()
        self.assertEqual(told.returncode, 1, told.stdout + told.stderr)
        for word in words:
            self.assertIn(word, told.stdout)
        self.assertEqual(len(told.stdout.splitlines()), 1, "one fault was planted, so one is told: " + told.stdout)

    def test_a_clean_tree_passes(self):
        self.assert_clean()

    def test_lower_levels_may_be_included_directly_and_through_others(self):
        self.plant("src/engine/some.cpp", "#include <triaged/rules/rules.hpp>")
        self.plant("src/engine/some.cpp", "#include <triaged/domain/domain.hpp>")
        self.assert_clean()

    def test_a_higher_level_is_refused(self):
        self.plant("src/decide/some.cpp", "#include <triaged/engine/engine.hpp>")
        self.assert_refused("src/decide/some.cpp:3:", "decide (level 3) must not include engine (level 5): it is above")

    def test_a_sibling_is_refused(self):
        self.plant("include/triaged/directory/directory.hpp", "#include <triaged/rules/rules.hpp>")
        self.assert_refused("include/triaged/directory/directory.hpp:2:", "it is beside")

    def test_a_lower_level_that_is_not_used_is_refused(self):
        self.plant("src/persist/some.cpp", "#include <triaged/rules/rules.hpp>")
        self.assert_refused("persist (level 6) must not include rules (level 2): it is below, but not among")

    def test_another_librarys_private_header_is_refused(self):
        self.plant("src/app/some.cpp", '#include "engine/some.hpp"')
        self.assert_refused("engine/some.hpp is a private header of engine")

    def test_another_librarys_private_header_by_a_path_is_refused(self):
        self.plant("src/engine/some.cpp", '#include "../decide/some.hpp"')
        self.assert_refused("lies outside of src/engine")

    def test_a_librarys_own_private_header_does_not_belong_into_its_public_ones(self):
        self.plant("include/triaged/engine/engine.hpp", '#include "engine/some.hpp"')
        self.assert_refused("engine/some.hpp is a private header of engine")

    def test_an_outside_library_in_the_wrong_place_is_refused(self):
        for library, header, allowed in (("engine", "sqlite3.h", "persist"), ("persist", "amqp.h", "amqp"),
                                         ("rules", "yaml-cpp/yaml.h", "document"), ("decide", "re2/re2.h", "rules"),
                                         ("engine", "triaged/v1/event.pb.h", "codec"), ("app", "spdlog/spdlog.h", "telemetry"),
                                         ("amqp", "CLI/CLI.hpp", "app"), ("amqp", "boost/json.hpp", "codec"),
                                         ("persist", "boost/asio.hpp", "amqp"), ("rules", "boost/asio/post.hpp", "amqp")):
            with self.subTest(header=header, library=library):
                path = f"src/{library}/planted.cpp"
                self.write(path, f"#include <{header}>\n")
                self.assert_refused(f"{path}:1: {library} must not include <{header}>", allowed)
                (self.root / path).unlink()

    def test_a_private_dependency_stays_out_of_public_headers(self):
        self.plant("include/triaged/persist/persist.hpp", "#include <sqlite3.h>")
        self.assert_refused("<sqlite3.h> is private to persist")

    def test_an_outside_header_that_nobody_has_thought_of_is_refused(self):
        self.plant("src/engine/some.cpp", "#include <boost/algorithm/string.hpp>")
        self.assert_refused("<boost/algorithm/string.hpp> is not in the table")

    def test_a_folder_that_is_no_library_is_refused(self):
        self.write("src/misc/some.cpp", "#include <string>\n")
        self.assert_refused("'misc' is not declared in CMakeLists.txt")

    def test_main_sees_the_app_alone(self):
        self.plant("src/main.cpp", "#include <triaged/engine/engine.hpp>")
        self.assert_refused("src/main.cpp:2:", "main.cpp sees the app alone")

    def test_hidden_inputs_are_refused_below_level_six(self):
        for call, word in (("std::chrono::system_clock::now();", "reads a clock"), ("steady_clock::now();", "reads a clock"),
                           ("std::random_device seed;", "draws chance"), ("int x = std::rand();", "draws chance"),
                           ('auto home = std::getenv("HOME");', "reads the environment"),
                           ("std::this_thread::sleep_for(1s);", "nothing waits")):
            with self.subTest(call=call):
                self.write("src/decide/planted.cpp", f"#include <chrono>\nvoid f() {{\n  {call}\n}}\n")
                self.assert_refused("src/decide/planted.cpp:3:", word)

    def test_the_same_calls_are_allowed_above(self):
        self.plant("src/app/some.cpp", 'auto t = std::chrono::system_clock::now(); auto h = std::getenv("HOME");')
        self.assert_clean()

    def test_detached_work_and_empty_catches_are_refused_everywhere(self):
        self.plant("src/app/some.cpp", "void f() { co_spawn(io, g(), boost::asio::detached); }")
        self.assert_refused("asio::detached` detached swallows errors")
        self.write("src/app/some.cpp", "void f() {\n  try { g(); } catch (const std::exception&) {\n    // never mind\n  }\n}\n")
        self.assert_refused("src/app/some.cpp:2:", "an empty catch hides an error")

    def test_what_stands_in_comments_and_texts_is_no_code(self):
        self.plant("src/decide/some.cpp", '// system_clock::now() is not called here\n/* #include <sqlite3.h> */\n'
                                          'const char* text = "std::rand() or steady_clock::now()";\nint n = 1\'000\'000;')
        self.assert_clean()


class TheTableOfLogEvents(unittest.TestCase):
    """A daemon that logs two events, and the page that explains them."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for part in ("src/app", "docs"):
            (self.root / part).mkdir(parents=True)

    def check(self, source, *rows):
        (self.root / "src/app/some.cpp").write_text(f"void f() {{\n  {source}\n}}\n", encoding="utf-8")
        (self.root / "docs/operating.md").write_text("\n".join(
            ["# P", "## What a line of the log means", "", "| event | level |", "| --- | --- |", *rows, "", "## Else",
             "| `other` | info |", ""]), encoding="utf-8")
        script = GIVEN.root / "tests/architecture/log_events.py"
        told = subprocess.run([sys.executable, script, "--root", self.root], capture_output=True, text=True, timeout=60)
        return told.returncode, told.stdout.splitlines()

    def test_a_table_that_is_right_passes(self):
        self.assertEqual(self.check('fail(exit_for(fault.kind), "lost", why);\n log.write(Level::info, "up", {{"why", "x"}});',
                                    "| `lost` | error |", "| `up` | info |"), (0, []))

    def test_each_case_of_a_choice_has_its_own_level(self):
        source = 'log.write(held ? Level::warning : Level::info, held ? "held" : "resumed", {});'
        self.assertEqual(self.check(source, "| `held` | warning |", "| `resumed` | info |")[0], 0)
        self.assertEqual(self.check(source, "| `held`, `resumed` | info |"),
                         (1, ["docs/operating.md: `held` is of level warning, not info"]))

    def test_an_event_that_is_not_listed_or_listed_and_not_written_or_listed_twice_is_told(self):
        self.assertEqual(self.check('log.write(Level::info, "up", {});', "| `up` | info |", "| `up`, `gone` | info |"),
                         (1, ["docs/operating.md: `up` is listed twice", "docs/operating.md: nothing in src/ writes `gone`"]))
        self.assertEqual(self.check('log.write(Level::info, "up", {});\n log.write(Level::info, "down", {});', "| `up` | info |"),
                         (1, ["docs/operating.md: `down` is not in the table"]))

    def test_a_name_that_cannot_be_read_where_it_is_logged_is_told(self):
        self.assertEqual(self.check('log.write(Level::info, "up", {});\n  log.write(Level::info, name, {});', "| `up` | info |"),
                         (1, ["src/app/some.cpp:3: write the event's name, and its level, where it is logged"]))


class ConfiguringAWrongArrow(unittest.TestCase):
    """The first net: cmake/Library.cmake itself, in a project of two lines."""

    def configure(self, *lines):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "cmake").mkdir()
            shutil.copy(GIVEN.root / "cmake/Library.cmake", root / "cmake")
            (root / "CMakeLists.txt").write_text("\n".join(
                ["cmake_minimum_required(VERSION 3.25)", "project(scratch LANGUAGES NONE)",
                 "include(cmake/Library.cmake)", *lines, "triaged_write_layers()", ""]), encoding="utf-8")
            told = subprocess.run([GIVEN.cmake, "-S", root, "-B", root / "build"], capture_output=True, text=True, timeout=120)
            layers = root / "build/layers.txt"
            return told.returncode, " ".join(told.stderr.split()), layers.read_text() if layers.exists() else ""

    def test_an_arrow_downwards_configures_and_is_written_down(self):
        code, errors, layers = self.configure("triaged_library(low LEVEL 1 INTERFACE)",
                                              "triaged_library(high LEVEL 2 USES low INTERFACE)")
        self.assertEqual((code, errors), (0, ""))
        self.assertEqual(layers.split(), ["low", "1", "high", "2", "low"])

    def test_an_arrow_upwards_stops_the_configuration(self):
        code, errors, _ = self.configure("triaged_library(high LEVEL 5 INTERFACE)",
                                         "triaged_library(low LEVEL 2 USES high INTERFACE)")
        self.assertNotEqual(code, 0)
        self.assertIn("layers: low (level 2) must not use high (level 5); use lower levels only", errors)

    def test_an_arrow_sideways_stops_the_configuration(self):
        code, errors, _ = self.configure("triaged_library(one LEVEL 2 INTERFACE)",
                                         "triaged_library(two LEVEL 2 USES one INTERFACE)")
        self.assertNotEqual(code, 0)
        self.assertIn("layers: two (level 2) must not use one (level 2)", errors)

    def test_a_library_declared_further_down_cannot_be_used(self):
        code, errors, _ = self.configure("triaged_library(one LEVEL 2 USES later INTERFACE)")
        self.assertNotEqual(code, 0)
        self.assertIn("layers: one uses later, which is not declared above it", errors)

    def test_a_library_without_a_level_stops_the_configuration(self):
        code, errors, _ = self.configure("triaged_library(one INTERFACE)")
        self.assertNotEqual(code, 0)
        self.assertIn("triaged_library(one): LEVEL is missing", errors)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--root", required=True, type=pathlib.Path)
    arguments.add_argument("--layers", required=True)
    arguments.add_argument("--cmake", default="cmake")
    GIVEN, rest = arguments.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
