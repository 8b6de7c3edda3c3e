# SPDX-License-Identifier: MIT
"""The figures of `trawl eval`, by hand and against the shared scorer where that is present."""
import json
import os
import re
import subprocess
import sys

from trawl import SAMPLES, SOURCE, Case, main, run


def gold(doc, subject, relation, obj, **more):
    return {"doc": doc, "subject": subject, "relation": [relation], "object": obj, **more}


def triple(doc, subject, relation, obj, **more):
    return {"doc": doc, "subject": {"name": subject, "text": subject}, "relation": relation,
            "object": {"name": obj, "text": obj}, "polarity": "positive", "modality": "actual", **more}


class Eval(Case):
    def lines(self, name, rows):
        return self.write(name, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))

    def run_eval(self, gold_rows, triples, *args):
        return run("eval", *args, self.lines("gold.jsonl", gold_rows), self.lines("t.jsonl", triples))

    def row(self, done, name):
        line = next(line for line in done.stdout.decode().splitlines() if line.startswith(name + " "))
        return re.split(r"\s+", line.strip())[1:]

    def test_figures_by_hand(self):
        rows = [gold("a.txt", ["Vladimir Putin", "Putin"], "met", ["Wang Yi"], modality="actual"),
                gold("a.txt", ["China"], "visited", ["The U.S."], modality="planned"),
                gold("a.txt", ["X"], "visited", ["Y"], required=False),
                gold("b.txt", ["A"], "left", ["B"], polarity="negative")]
        found = [triple("folder/a.txt", "Wang Yi", "met", "Putin"),           # symmetric
                 triple("a.txt", "Vladimir Putin", "met", "Wang Yi"),         # the same fact
                 triple("a.txt", "CHINA", "visited", "US", modality="planned"),
                 triple("a.txt", "US", "visited", "China"),                   # wrong
                 triple("a.txt", "us", "visited", "China’s"),                 # the same, once more
                 triple("a.txt", "X", "visited", "Y"),                        # not required
                 triple("b.txt", "A", "left", "B"),                           # wrong polarity
                 triple("c.txt", "A", "left", "B")]                           # no such document
        done = self.run_eval(rows, found, "--list")
        self.status(done, 0)
        self.assertEqual(self.row(done, "ALL"), ["0.600", "0.667", "0.632", "3/5", "2/3"])
        self.assertEqual(self.row(done, "visited"), ["0.667", "1.000", "0.800", "2/3", "1/1"])
        out = done.stdout.decode()
        self.assertIn("modality right on 1/1 of the correct triples that are actual", out)
        self.assertIn("modality right on 1/1 of the correct triples that are planned", out)
        self.assertIn("missed  b.txt: A – left – B [negative]", out)
        self.assertIn("wrong   a.txt: US – visited – China [positive]  rule None", out)

    def test_by_rule_and_confusion(self):
        rows = [gold("a", ["A"], "met", ["B"]), gold("a", ["C"], "left", ["D"]), gold("a", ["E"], "left", ["F"]),
                gold("a", ["G"], "left", ["H"], polarity="negative"), gold("a", ["K"], "sued", ["L"], required=False)]
        found = [triple("a", "A", "met", "B", rule="x.yaml:met"), triple("a", "C", "visited", "D", rule="x.yaml:visited"),
                 triple("a", "F", "left", "E", rule="y.yaml:left"), triple("a", "G", "left", "H", rule="y.yaml:left"),
                 triple("a", "Q", "left", "R")]
        out = self.run_eval(rows, found, "--by-rule", "--confusion").stdout.decode()
        self.assertRegex(out, r"\nx.yaml:met +1\.000 +1/1\n")
        self.assertRegex(out, r"\ny.yaml:left +0\.000 +0/2\n")
        for cells in ("left +visited", "left +left turned round", r"left \[not\] +left", r"\(nothing\) +left"):
            self.assertRegex(out, r"\n%s +1\n" % cells)
        self.assertNotIn("sued", out)
        self.assertIn("polarity right on 1/2", out)

    def test_json(self):
        rows = [gold("a", ["A"], "met", ["B"]), gold("a", ["C"], "left", ["D"])]
        done = self.run_eval(rows, [triple("a", "A", "met", "B", rule="x.yaml:met"), triple("a", "C", "sued", "D")],
                             "-f", "json", "--by-rule", "--confusion", "--list")
        data = json.loads(done.stdout)
        self.assertEqual((data["all"]["correct"], data["all"]["predicted"], data["all"]["f1"]), (1, 2, 0.5))
        self.assertEqual(data["rules"]["x.yaml:met"], {"correct": 1, "predicted": 1})
        self.assertEqual([(c["gold"], c["found"], c["count"]) for c in data["confusion"]], [("left", "sued", 1)])
        self.assertEqual((data["missed"][0]["subject"], data["wrong"][0]["relation"]), (["C"], "sued"))

    def test_compare(self):
        rows = [gold("a", ["A"], "met", ["B"]), gold("a", ["C"], "left", ["D"]), gold("a", ["E"], "sued", ["F"])]
        before = self.lines("before.jsonl", [triple("a", "A", "met", "B"), triple("a", "X", "left", "Y"),
                                             triple("a", "E", "sued", "F")])
        after = [triple("a", "C", "left", "D"), triple("a", "E", "sued", "F"), triple("a", "X", "left", "Z", rule="r")]
        out = self.run_eval(rows, after, "--compare", before, "--list").stdout.decode()
        self.assertRegex(out, r"\nmet +1\.000 > 0\.000 +1\.000 > 0\.000 +1\.000 > 0\.000 +-1\.000\n")
        self.assertNotRegex(out, r"\nsued ")  # has not changed
        for line in ("found now    a: C – left – D [positive]", "missed now   a: A – met – B [positive]",
                     "wrong now    a: X – left – Z  rule r", "no more      a: X – left – Y  rule ?"):
            self.assertIn(line, out)
        self.status(run("eval", "--compare", before, "-f", "json", before), 2)

    def test_brat(self):
        text = "Vladimir Putin met Wang Yi in Kazan. Xi Jinping never visited Kyiv.\n"
        self.write("gold/a.txt", text)
        self.write("gold/a.ann", "T1\tPer 0 14\tVladimir Putin\nT2\tPer 19 26\tWang Yi\nR1\tMet Arg1:T1 Arg2:T2\t\n"
                   "T3\tPer 37 47\tXi Jinping\nT4\tLoc 62 66\tKyiv\nR2\tvisited Arg1:T3 Arg2:T4\nA1\tNegated R2\n"
                   "#1\tAnnotatorNotes R2\tsure\n")
        for path in (self.path("gold"), self.path("gold/a.ann")):
            done = run("eval", "--map", "Met=met,held_talks_with", path)
            self.status(done, 0)
            self.assertEqual(self.row(done, "ALL")[:3], ["1.000", "1.000", "1.000"])
        self.status(run("eval", "--map", "Met", self.path("gold")), 2)
        self.write("gold/b.ann", "T1\tPer 0 1\tA\nR1\tMet Arg1:T1 Arg2:T9\n")
        self.write("gold/b.txt", "A.\n")
        done = run("eval", self.path("gold"))
        self.status(done, 1)
        self.says(done, "b.ann:2:1: error E420: a relation needs a type")

    def test_conll04(self):
        rows = [{"tokens": "Microsoft bought Kimeru Bank .".split(), "orig_id": 7,
                 "entities": [{"type": "Org", "start": 0, "end": 1}, {"type": "Org", "start": 2, "end": 4}],
                 "relations": [{"type": "Buy", "head": 0, "tail": 1}]},
                {"tokens": "It rained .".split(), "entities": [], "relations": []}]
        path = self.write("gold.json", json.dumps(rows))
        done = run("eval", "--map=Buy=acquired", "--list", path)
        self.status(done, 0)
        self.assertEqual(self.row(done, "acquired"), ["1.000", "1.000", "1.000", "1/1", "1/1"])
        rows[0]["relations"][0]["tail"] = 5
        rows[1]["tokens"] = 5
        done = run("eval", self.write("gold.json", json.dumps(rows)))
        self.status(done, 1)
        self.says(done, "a relation needs a \"type\"", "a sentence needs a list of words")
        for text in ("{}", "[", "[5]"):
            self.status(run("eval", self.write("gold.json", text)), 1)

    def test_bounds(self):
        rows, found = [gold("a", ["A"], "left", ["B"])], [triple("a", "A", "left", "B")]
        self.status(self.run_eval(rows, found, "--at-least", "F1=1"), 0)
        done = self.run_eval(rows, [], "--at-least", "f1=0.5", "--at-least=P=0")
        self.status(done, 1)
        self.says(done, "F1 is 0.000, below 0.5")

    def test_bad_gold_and_triples(self):
        path = self.write("gold.jsonl", '{"doc":"a"}\n{"doc":\n[]\n')
        done = run("eval", path, self.lines("t.jsonl", [{"doc": "a", "relation": 5}]))
        self.status(done, 1)
        self.says(done, "gold.jsonl:1:1: error E420", "gold.jsonl:2:", "gold.jsonl:3:", "t.jsonl:1:1: error E420")
        done = run("eval", self.path("none.jsonl"), path)
        self.status(done, 1)
        self.says(done, "none.jsonl: cannot be read")

    def test_other_aspects(self):
        rows = [gold("a", ["A"], "left", ["B"], attribution="the Kremlin", time="2023-09", place="Kazan",
                     qualifiers={"role": "head"})]
        found = [triple("a", "A", "left", "B", attribution={"name": "Kremlin", "text": "x"},
                        time={"value": "2023"}, place=None, qualifiers={"role": "Head"})]
        out = self.run_eval(rows, found).stdout.decode()
        for name, figures in (("attribution", "1/1"), ("time", "0/1"), ("place", "0/1"), ("qualifier", "1/1")):
            self.assertIn(f"{name} right on {figures} of the correct triples whose gold states it", out)

    def shared(self, *path):
        return os.path.join(SOURCE, os.environ.get("SHARED", "../shared"), *path)

    def test_same_as_the_shared_scorer(self):
        if not os.path.exists(self.shared("score.py")):
            self.skipTest("no shared scorer here")
        sets = [(os.path.join(SAMPLES, "gold.jsonl"), SAMPLES),
                (self.shared("gold", "seeds.jsonl"), self.shared("seeds"))]
        for gold_file, texts in sets:
            done = run("extract", "-q", "-f", "jsonl", texts)
            self.status(done, 0)
            triples = self.write("t.jsonl", done.stdout)
            wanted = subprocess.run([sys.executable, "-B", self.shared("score.py"), "--list", gold_file, triples],
                                    stdout=subprocess.PIPE, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
            got = run("eval", "--list", gold_file, triples)
            self.status(got, 0)
            lines = [line for line in got.stdout.decode().splitlines()
                     if not re.match("(polarity|attribution|time|place|qualifier) right|        ", line)]
            # The shared scorer prints the sentence of a missed triple on the same line.
            self.assertEqual(lines, [re.sub(r"^(missed .*? \[\w+\])  .*", r"\1", line)
                                     for line in wanted.stdout.decode().splitlines()])
            direct = run("eval", "-q", gold_file, texts)
            self.assertEqual(direct.stdout, run("eval", gold_file, triples).stdout)

    def test_texts_beside_the_gold(self):
        path = os.path.join(SAMPLES, "gold.jsonl")
        beside, named = run("eval", path), run("eval", path, SAMPLES)
        self.status(beside, 0)
        self.assertEqual(self.row(beside, "ALL"), self.row(named, "ALL"))


if __name__ == "__main__":
    main()
