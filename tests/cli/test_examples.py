# SPDX-License-Identifier: MIT
"""trawl test: what fails and how it is shown, filters, TAP and JUnit as other programs read them."""
import re
import time
import xml.etree.ElementTree as ET

from trawl import WRAP, Case, main, run

RULES = """\
relations:
  - name: coached
    X: person
    Y: person
    phrases: [X coach Y]
    examples:
      - "Angela Merkel coached Wang Yi.": "Angela Merkel – coached – Wang Yi"
  - name: greeted
    X: person
    Y: person
    phrases: [X greet Y]
    examples:
      - "Wang Yi was greeted by Angela Merkel.": []
"""
TESTS = """\
tests:
  - text: "Angela Merkel met Wang Yi. Xi Jinping visited Russia."
    triples: ["Angela Merkel – met – Wang Yi", "Xi Jinping – visited – Russia"]
  - text: "It rained <hard> & long #1."
    triples: "Angela Merkel – met – Wang Yi"
  - text: "It rained."
    triples: nothing
  - text: "Angela Merkel met Wang Yi. Xi Jinping visited Russia."
    triples: "Wang Yi – met – Angela Merkel"
    relations: [met]
  - text: "Angela Merkel will meet Wang Yi."
    triples: "Angela Merkel – met – Wang Yi"
  - text: "Angela Merkel met Wang Yi on Monday."
    triples: "Angela Merkel – met – Wang Yi [2024-04-29]"
    date: 2024-05-01
"""
RESULTS = [True, False, True, True, False, True]


def read_tap(text):
    """[(passed, description, lines of its block)] of a TAP stream, strictly."""
    lines = text.splitlines()
    assert lines[0] == "TAP version 13", lines[0]
    count = int(re.fullmatch(r"1\.\.(\d+)", lines[1])[1])
    found, block = [], None
    for line in lines[2:]:
        if block is not None:
            if line == "  ...":
                block = None
            else:
                assert line.startswith("  "), line
                block.append(line[4:])
            continue
        if line == "  ---":
            block = found[-1][2]
            continue
        made = re.fullmatch(r"(not )?ok (\d+) - ((?:[^#\\]|\\[#\\])*)", line)
        assert made and int(made[2]) == len(found) + 1, line
        found.append((not made[1], made[3].replace("\\#", "#"), []))
    assert len(found) == count and block is None
    return found


class Examples(Case):
    def setUp(self):
        super().setUp()
        self.rules = self.write("rules.yaml", RULES)
        self.tests = self.write("tests.yaml", TESTS)

    def test_a_failure_shows_the_difference(self):
        done = run("test", self.rules)
        self.status(done, 1)
        self.assertEqual(done.stdout, b"")
        self.assertEqual(done.stderr, f"""\
{self.rules}:13:9: example of greeted fails: Wang Yi was greeted by Angela Merkel.
    + Angela Merkel – greeted – Wang Yi
        by rules.yaml:greeted: X greet Y
trawl: 2 examples, 1 failed
""")

    def test_files_of_tests(self):
        done = run("test", self.tests)
        self.status(done, 1)
        self.assertEqual(done.stderr, f"""\
{self.tests}:4:5: test fails: It rained <hard> & long #1.
    - Angela Merkel – met – Wang Yi
{self.tests}:11:5: test fails: Angela Merkel will meet Wang Yi.
    - Angela Merkel – met – Wang Yi
        nearest: Angela Merkel – met – Wang Yi [planned]
    + Angela Merkel – met – Wang Yi [planned]
        by diplomacy.yaml:met: X meet Y
trawl: 6 examples, 2 failed
""")

    def test_tests_use_the_rules_beside_them(self):
        other = self.write("coached.yaml", 'tests:\n  - text: "Wang Yi coached Xi Jinping."\n'
                           '    triples: "Wang Yi – coached – Xi Jinping"\n    relations: [coached]\n')
        self.status(run("test", self.rules, other, "--rule", "coached"), 0)
        self.status(run("test", other), 1)

    def test_filters(self):
        for name, count in (("coached", 1), ("rules.yaml", 2), ("rules.yaml:greeted", 1), ("met", 5),
                            ("tests.yaml", 6), ("visited", 1)):
            done = run("test", self.folder, "--rule", name)
            self.assertIn(f" {count} example", done.stderr, name)
        done = run("test", self.folder, "--rule", "nothing-has-this-name")
        self.status(done, 1)
        self.says(done, "no example was run")

    def test_tap(self):
        done = run("test", "-q", "--format", "tap", self.tests)
        self.status(done, 1)
        self.assertEqual(done.stderr, "")
        found = read_tap(done.stdout.decode())
        self.assertEqual([passed for passed, _, _ in found], RESULTS)
        self.assertTrue(found[1][1].endswith("It rained <hard> & long #1."), found[1][1])
        self.assertIn("    nearest: Angela Merkel – met – Wang Yi [planned]", found[4][2][1:][1])

    def test_junit(self):
        done = run("test", "-q", "--format", "junit", self.tests)
        self.status(done, 1)
        root = ET.fromstring(done.stdout)
        self.assertEqual((root.tag, root.get("tests"), root.get("failures")), ("testsuites", "6", "2"))
        cases = root.findall("testsuite/testcase")
        self.assertEqual([case.find("failure") is None for case in cases], RESULTS)
        self.assertEqual(cases[1].get("name"), "It rained <hard> & long #1.")
        self.assertEqual((cases[1].get("file"), cases[1].get("line")), (self.tests, "4"))
        self.assertEqual(cases[1].find("failure").text, "- Angela Merkel – met – Wang Yi\n")

    def test_odd_characters_do_not_break_the_formats(self):
        odd = self.write("odd.yaml", 'tests:\n  - text: "a \\x01 \\uFFFE ]]> \\"\\t\\n --> \\e[31m"\n    triples: "A – \\x02 – B"\n')
        root = ET.fromstring(run("test", "--format", "junit", odd).stdout)
        self.assertIn("]]>", root.find(".//testcase").get("name"))
        self.assertEqual(len(read_tap(run("test", "--format", "tap", odd).stdout.decode())), 1)

    def test_rules_that_do_not_compile(self):
        broken = self.write("broken.yaml", "relations:\n  - {name: a, X: persn, Y: person, phrases: [X a Y]}\n")
        for form in ("text", "tap", "junit"):
            done = run("test", "--format", form, broken)
            self.status(done, 3)
            self.assertEqual(done.stdout, b"")
            self.says(done, "E207")

    def test_the_shipped_rules_take_no_time(self):
        for args in (("test",), ("check",)):
            start = time.monotonic()
            self.status(run(*args), 0)
            if not WRAP:
                self.assertLess(time.monotonic() - start, 2.0)  # half a second on a machine that does nothing else


if __name__ == "__main__":
    main()
