"""`triaged schema rules` against real rule files: every rule file of the shipped example and of the sound base is
valid, files that use the whole language are, and each of the files of mistakes that a schema can see is refused."""

import argparse
import json
import pathlib
import subprocess
import sys
import unittest

import jsonschema
import yaml

ARGUMENTS = argparse.Namespace()

SOUND = """
patterns: {fire: ['on fire', 'smoke'], one: flame}
classify:
  - name: a
    when:
      text: [$fire, 'x']
      all: [{hub.kind: production}, {any: [{source: alert}, {not: {labels.percent: {below: 20.5, present: true}}}]}]
      requester.standing: {at_least: hub_admin}
      severity: [low, {}]
    set: {category: outage, severity: high, symptom: login, incident: true, labels.node: "${node}"}
route:
  - {name: b, when: {time: {during: office}, needed_by: {within: 3d, above: '2026-03-02T09:00:00Z'}}, to: support}
  - {name: c, when: {hub: {not: [a/b], prefix: [a, b], matches: $fire}}, to: x, needs: community_representative, silence: refuse}
  - {name: d, when: {alert.name: Down, alert.labels.pod: {suffix: -1}, incident: false}, to: nobody, because: noise}
  - {name: e, to: next_rung, set: {severity: low, labels.n: 5}}
""".replace("[low, {}]", "[low, normal]")

# One mistake each; the text in place of RULE.
WRONG = {
    "an unknown section": "routes: []",
    "an unknown key of a rule": "route: [{name: a, to: b, priority: 1}]",
    "a rule without a name": "route: [{to: b}]",
    "a name with a blank": "route: [{name: 'a b', to: b}]",
    "a route rule without `to`": "route: [{name: a}]",
    "the rung of requesters": "route: [{name: a, to: user}]",
    "nobody without a reason": "route: [{name: a, to: nobody}]",
    "a reason without nobody": "route: [{name: a, to: b, because: c}]",
    "silence without needs": "route: [{name: a, to: b, silence: refuse}]",
    "a say that cannot be asked": "route: [{name: a, to: b, needs: support}]",
    "a classify rule that sets nothing": "classify: [{name: a, when: {text: x}}]",
    "a classify rule with `to`": "classify: [{name: a, when: {text: x}, set: {category: b}, to: c}]",
    "an unknown severity": "classify: [{name: a, when: {text: x}, set: {severity: urgent}}]",
    "an unknown symptom": "classify: [{name: a, when: {text: x}, set: {symptom: headache}}]",
    "a category set by a route rule": "route: [{name: a, to: b, set: {category: c}}]",
    "an unknown field": "route: [{name: a, when: {txt: x}, to: b}]",
    "an empty condition": "route: [{name: a, when: {}, to: b}]",
    "a group that is no list": "route: [{name: a, when: {any: {text: x}}, to: b}]",
    "an unknown word": "route: [{name: a, when: {hub.kind: prod}, to: b}]",
    "an unknown comparison": "route: [{name: a, when: {severity: {min: high}}, to: b}]",
    "a comparison of another field": "route: [{name: a, when: {hub: {below: 3}}, to: b}]",
    "a label compared with a word": "route: [{name: a, when: {labels.n: {below: many}}, to: b}]",
    "a time without a comparison": "route: [{name: a, when: {time: office}, to: b}]",
    "a bad duration": "route: [{name: a, when: {needed_by: {within: soon}}, to: b}]",
    "an instant without a time": "route: [{name: a, when: {needed_by: {below: '2026-03-02'}}, to: b}]",
    "named patterns made of others": "patterns: {a: [x], b: [$a]}",
    "an empty list": "route: [{name: a, when: {hub: []}, to: b}]",
}


class Yaml12(yaml.SafeLoader):
    """Without YAML 1.1's timestamps and its `yes` and `no`: as the daemon and as editors read it."""


Yaml12.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers
            if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:null")
            or (tag == "tag:yaml.org,2002:bool" and first in "tTfF")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def read(text):
    return yaml.load(text, Loader=Yaml12) or {}


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        printed = subprocess.run([ARGUMENTS.triaged, "schema", "rules"], check=True, capture_output=True).stdout
        cls.validator = jsonschema.Draft202012Validator(json.loads(printed))

    def mistakes_in(self, text):
        return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in self.validator.iter_errors(read(text))]

    def test_it_is_a_schema_itself(self):
        jsonschema.Draft202012Validator.check_schema(self.validator.schema)

    def test_the_rules_that_are_shipped_are_valid(self):
        files = [*ARGUMENTS.root.glob("deploy/examples/*/rules/*.yaml"), *ARGUMENTS.root.glob("tests/golden/base/rules/*.yaml")]
        self.assertGreaterEqual(len(files), 5)
        for file in files:
            with self.subTest(file=str(file)):
                self.assertEqual(self.mistakes_in(file.read_text()), [])

    def test_the_whole_language_is_valid(self):
        self.assertEqual(self.mistakes_in(SOUND), [])

    def test_wrong_files_are_refused(self):
        for what, text in WRONG.items():
            with self.subTest(what=what):
                self.assertNotEqual(self.mistakes_in(text), [])

    def test_there_is_no_schema_of_anything_else(self):
        asked = subprocess.run([ARGUMENTS.triaged, "schema", "poems"], capture_output=True, text=True)
        self.assertEqual(asked.returncode, 64)
        self.assertIn("there is one of `rules`", asked.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--triaged", required=True)
    parser.add_argument("--root", required=True, type=pathlib.Path)
    ARGUMENTS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
