#!/usr/bin/python3
"""`triaged test` as a build server calls it: exit codes, the JUnit report, JSON lines, coverage.

    command_test.py TRIAGED [UNITTEST OPTIONS]
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

TRIAGED = None
HERE = pathlib.Path(__file__).parent

SERVICE = """
directory:
  ladder: [user, support, engineering]
  teams:
    support: {members: [support@service.example]}
    engineering: {members: [engineer@service.example]}
  communities:
    - {id: north, representatives: [], hubs: [{id: north/prod, admins: []}]}
rules:
  classify:
    - {name: outages, when: {text: [is down, unreachable], hub.kind: {not: staging}}, set: {severity: critical}}
  route:
    - {name: urgent, when: {severity: critical, source: person}, to: engineering}
    - {name: disks, when: {text: disk}, to: engineering}
    - {name: rest, to: next_rung}
"""
TESTS = """
tests:
  - name: %s
    steps:
      - at: 2026-03-02T09:00:00Z
        event: {ticket_id: T1, actor: {id: ada@north.example}, hub: north/prod, opened: {subject: %s}}
        expect: [%s]
"""


def scenario(name="it goes to support", subject="help", expect="{team: support}"):
    return SERVICE + TESTS % (name, subject, expect)


class Command(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, text, name="a.yaml"):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run_test(self, *arguments):
        return subprocess.run([TRIAGED, "test", *map(str, arguments)], capture_output=True, text=True, timeout=60)


class ExitCodes(Command):
    def test_what_holds_is_0_and_what_does_not_is_1(self):
        self.assertEqual(self.run_test(self.write(scenario())).returncode, 0)
        self.assertEqual(self.run_test(self.write(scenario(expect="{team: engineering}"))).returncode, 1)

    def test_a_bad_scenario_file_is_65_and_the_good_ones_are_played(self):
        bad = self.write(scenario(expect="{tean: support}"), "bad.yaml")
        good = self.write(scenario(), "good.yaml")
        done = self.run_test(bad, good)
        self.assertEqual(done.returncode, 65)
        self.assertIn("bad.yaml:22:19: error: unknown key `tean`", done.stdout)
        self.assertIn("did you mean `team`?", done.stdout)
        self.assertIn("ok    it goes to support", done.stdout)
        self.assertIn("1 test, 0 failed; 1 file could not be played", done.stdout)

    def test_a_broken_configuration_is_78(self):
        done = self.run_test(self.write(scenario().replace("to: next_rung", "to: nowhere")))
        self.assertEqual(done.returncode, 78, done.stdout)
        self.assertIn("a.yaml:15:", done.stdout)

    def test_a_folder_that_is_not_there_is_78_and_a_file_that_is_not_there_65(self):
        done = self.run_test(self.write("config: nowhere\n" + TESTS % ("a", "b", "")))
        self.assertEqual(done.returncode, 78)
        self.assertIn("a.yaml:1:9: error: there is no folder", done.stdout)
        self.assertEqual(self.run_test(self.folder / "missing.yaml").returncode, 65)

    def test_no_file_at_all_is_a_usage_error(self):
        self.assertEqual(self.run_test().returncode, 64)

    def test_an_empty_folder_is_no_success(self):
        self.assertEqual(self.run_test(self.folder).returncode, 65)


class Output(Command):
    def test_a_failure_names_place_expectation_what_came_and_why(self):
        done = self.run_test(self.write(scenario(expect="{kind: assigned, team: engineering}")))
        self.assertIn("FAIL  it goes to support", done.stdout)
        self.assertIn("a.yaml:22: step 1, at 2026-03-02T09:00:00Z", done.stdout)
        self.assertIn("expected  {kind: assigned, team: engineering}", done.stdout)
        self.assertIn("got       {kind: assigned, team: support, reason: next_rung}", done.stdout)
        self.assertIn("rule `rest` won", done.stdout)
        self.assertRegex(done.stdout, r"`urgent` .* `severity: critical` does not hold; it saw: normal")

    def test_json_is_one_object_a_line_and_the_sum_comes_last(self):
        done = self.run_test(self.write(scenario(expect="{team: engineering}")), "--json", "--coverage")
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(lines[0]["test"], "it goes to support")
        self.assertFalse(lines[0]["ok"])
        self.assertEqual(lines[0]["differences"][0]["expected"], "{team: engineering}")
        self.assertEqual(lines[-1], {"tests": 1, "failed": 1, "files_not_played": 0})
        rules = {line["rule"]: line for line in lines if "rule" in line}
        self.assertEqual(rules["rest"]["matched"], 1)
        self.assertEqual(rules["urgent"]["asked"], 1)

    def test_coverage_names_rules_and_conditions_that_no_test_puts_to_use(self):
        only_outage = self.run_test(self.write(scenario(subject="the hub is down", expect="{team: engineering}")), "--coverage")
        self.assertEqual(only_outage.returncode, 0, only_outage.stdout)
        text = only_outage.stdout
        self.assertIn("2 of 4 rules matched at least once, on 1 ticket", text)
        never_asked = text[text.index("never asked"):]
        self.assertIn("disks", never_asked)
        self.assertIn("rest", never_asked)
        self.assertIn("urgent: severity: critical", text[text.index("never seen false"):])
        both = self.run_test(self.write(scenario(subject="the hub is down", expect="{team: engineering}")),
                             self.write(scenario(), "b.yaml"), "--coverage").stdout
        self.assertNotIn("urgent: severity: critical", both, "seen true in one file, false in the other")
        self.assertIn("disks", both[both.index("never matched"):])
        self.assertNotIn("disks: text: disk", both, "said once is enough")


class JUnit(Command):
    def report(self, *arguments):
        path = self.folder / "report.xml"
        self.run_test(*arguments, "--junit", path)
        return ElementTree.parse(path).getroot()

    def test_it_is_well_formed_whatever_a_test_is_called(self):
        name = "a <b> & \"c\" 'd' ]]> é \\u0001\\t"
        root = self.report(self.write(scenario(name='"' + name.replace('"', '\\"') + '"', expect="{team: engineering}")))
        self.assertEqual(root.attrib, {"name": "triaged test", "tests": "1", "failures": "1", "errors": "0"})
        case = root.find("testsuite/testcase")
        self.assertEqual(case.get("name"), "a <b> & \"c\" 'd' ]]> é \ufffd\t")
        self.assertEqual(case.get("line"), "18")
        self.assertIn("expected  {team: engineering}\n", case.find("failure").text)

    def test_a_file_that_cannot_be_played_is_an_error(self):
        root = self.report(self.write("tests: &anchor []"), self.write(scenario(), "good.yaml"))
        self.assertEqual((root.get("tests"), root.get("errors"), root.get("failures")), ("2", "1", "0"))
        bad, good = root.findall("testsuite")
        self.assertIsNotNone(bad.find("testcase/error"))
        self.assertIsNone(good.find("testcase/error"))

    def test_a_report_that_cannot_be_written_is_not_passed_over(self):
        done = self.run_test(self.write(scenario()), "--junit", self.folder / "no" / "such" / "folder.xml")
        self.assertEqual(done.returncode, 74)
        self.assertIn("cannot be written", done.stderr)


if __name__ == "__main__":
    TRIAGED = sys.argv.pop(1)
    unittest.main()
