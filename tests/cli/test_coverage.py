# SPDX-License-Identifier: MIT
"""`trawl coverage`: what fires, how often it is right, what says the same, what never fires, what it costs."""
import json

from trawl import SAMPLES, Case, main, run

RULES = """relations:
  - name: praised
    X: actor
    Y: actor
    phrases: [X praise Y, X applaud Y]
    except: [X praise Y to moon]
    tokens: ['{X:person} "praised" {Y:person}']
  - name: lauded
    also: [praised]
    X: actor
    Y: actor
    phrases: [X praise Y]
  - name: off
    enabled: no
    X: actor
    Y: actor
    phrases: [X scold Y]
"""
TEXT = "Olaf Scholz praised Joe Biden in Berlin. Emmanuel Macron did not praise Viktor Orban. Xi Jinping slept.\n"


def gold(subject, relation, thing, polarity="positive"):
    return json.dumps({"doc": "a.txt", "subject": [subject], "relation": [relation], "object": [thing],
                       "polarity": polarity, "modality": "actual", "required": True}) + "\n"


class Coverage(Case):
    def setUp(self):
        super().setUp()
        self.text = self.write("a.txt", TEXT)
        self.rules = self.write("own.yaml", RULES)

    def cover(self, *args, **more):
        return run("coverage", "-r", self.rules, *args, **more)

    def rows(self, *args):
        done = self.cover("-f", "json", *args)
        self.status(done, 0)
        everything = json.loads(done.stdout)
        return {(row["kind"], row["relation"], row["phrase"]): row for row in everything["rules"]}, everything

    def test_counts(self):
        rows, everything = self.rows("--rule", "praised", "--rule", "lauded", "--rule", "off", self.text)
        praise = rows["phrase", "praised", "X praise Y"]
        self.assertEqual((praise["fired"], praise["file"], praise["line"]), (2, self.rules, 5))
        self.assertGreaterEqual(praise["tried"], 2)
        self.assertGreater(praise["seconds"], 0)
        self.assertEqual(rows["phrase", "lauded", "X praise Y"]["triples"], 2)
        self.assertEqual(rows["phrase", "praised", "X applaud Y"]["fired"], 0)
        self.assertEqual(rows["tokens", "praised", '{X:person} "praised" {Y:person}']["fired"], 1)
        self.assertFalse(rows["phrase", "off", "X scold Y"]["enabled"])
        self.assertTrue(rows["phrase", "praised", "X praise Y to moon"]["except"])
        self.assertEqual((everything["documents"], everything["sentences"], everything["triples"]), (1, 3, 4))
        self.assertEqual(len(rows), 6)

    def test_triples_are_those_of_extract(self):
        rows, everything = self.rows(self.text)
        extracted = run("extract", "-f", "jsonl", "-r", self.rules, self.text).stdout.splitlines()
        self.assertEqual(everything["triples"], len(extracted))
        self.assertEqual(sum(row["triples"] for row in rows.values() if row["kind"] != "mention"), len(extracted))

    def test_overlaps(self):
        _, everything = self.rows(self.text)
        pairs = {(o["first"]["relation"], o["first"]["kind"], o["second"]["relation"], o["second"]["kind"]):
                 (o["count"], o["same_relation"], o["sentence"]) for o in everything["overlaps"]}
        self.assertEqual(pairs, {
            ("praised", "phrase", "praised", "tokens"): (1, True, "Olaf Scholz praised Joe Biden in Berlin."),
            ("praised", "phrase", "lauded", "phrase"): (2, False, "Olaf Scholz praised Joe Biden in Berlin."),
            ("lauded", "phrase", "praised", "tokens"): (1, False, "Olaf Scholz praised Joe Biden in Berlin.")})

    def test_rules_that_lost(self):
        longer = self.write("long.yaml", """relations:
  - {name: called_on, X: actor, Y: actor, phrases: [X pay visit to Y]}
  - {name: paid, X: actor, Y: actor, phrases: [X pay to Y]}
""")
        text = self.write("b.txt", "Olaf Scholz paid a visit to Joe Biden.\n")
        done = run("coverage", "-f", "json", "-r", longer, "--rule", "paid", text)
        row, = json.loads(done.stdout)["rules"]
        self.assertEqual((row["fired"], row["lost"], row["triples"]), (0, 1, 0))

    def test_never(self):
        done = self.cover("--never", "--rule", "own.yaml", self.text)
        self.status(done, 0)
        self.assertEqual(done.stdout.decode(),
                         "%s:5: own.yaml:praised  X applaud Y\n"
                         "%s:17: own.yaml:off  X scold Y  (turned off)\n"
                         "3 of 5 rules fired\n" % (self.rules, self.rules))

    def test_gold(self):
        right = self.write("gold.jsonl", gold("Olaf Scholz", "praised", "Joe Biden"))
        for args in ((self.text,), ()):  # without texts: beside the gold
            rows, _ = self.rows("--gold", right, *args)
            praise = rows["phrase", "praised", "X praise Y"]
            self.assertEqual((praise["right"], praise["judged"]), (1, 2))
            self.assertEqual(rows["phrase", "lauded", "X praise Y"]["right"], 0)
        self.assertIn("1/2", self.cover("--gold", right, self.text).stdout.decode())

    def test_without_gold_nothing_is_right(self):
        rows, _ = self.rows(self.text)
        self.assertNotIn("right", rows["phrase", "praised", "X praise Y"])
        self.assertNotIn("right", self.cover(self.text).stdout.decode())

    def test_text(self):
        out = self.cover("--rule", "praised", self.text).stdout.decode()
        self.assertRegex(out, r"^  fired  triples  rule\n +2 +\d  own.yaml:praised  X praise Y  \(.*own.yaml:5\)\n")
        self.assertNotIn("applaud", out)
        self.assertTrue(out.endswith("\n1 document, 3 sentences, 4 triples\n2 of 3 rules fired; --never lists the others\n"))

    def test_time(self):
        out = self.cover("--time", SAMPLES).stdout.decode()
        self.assertIn("ms      %", out.splitlines()[0])
        shares = [float(line.split("%")[0].split()[-1]) for line in out.split("\n\n")[0].splitlines()[1:]]
        self.assertEqual(shares, sorted(shares, reverse=True))
        self.assertGreater(sum(shares), 98)
        self.assertLess(sum(shares), 102)

    def test_tsv_and_top(self):
        done = self.cover("-f", "tsv", "--top", "3", self.text)
        lines = [line.split("\t") for line in done.stdout.decode().splitlines()]
        self.assertEqual([len(line) for line in lines], [13] * 4)
        self.assertEqual(lines[0][0], "fired")
        self.assertEqual(len(self.cover("--top", "1", self.text).stdout.decode().split("\n\n")[0].splitlines()), 2)

    def test_nothing_fires(self):
        empty = self.write("empty.txt", "")
        done = self.cover("--rule", "praised", empty)
        self.status(done, 0)
        self.assertEqual(done.stdout.decode(), "  fired  triples  rule\n\n1 document, 0 sentences, 0 triples\n"
                                               "0 of 3 rules fired; --never lists the others\n")

    def test_no_such_rule(self):
        done = self.cover("--rule", "praised", "--rule", "nonsense", self.text)
        self.status(done, 2)
        self.says(done, "no relation, file or rule is called 'nonsense'")

    def test_jsonl_and_standard_input(self):
        line = json.dumps({"id": "1", "text": TEXT}) + "\n"
        done = self.cover("--from", "jsonl", "-f", "json", "-", stdin=line.encode())
        self.status(done, 0)
        self.assertEqual(json.loads(done.stdout)["triples"], 4)

    def test_output(self):
        out = self.path("out.json")
        self.status(self.cover("-f", "json", "-o", out, self.text), 0)
        with open(out, encoding="utf-8") as file:
            self.assertIn("rules", json.load(file))

    def test_usage(self):
        for args in ((), ("--top", "0", self.text), ("--top", "x", self.text), ("--top", "-1", self.text),
                     ("-f", "html", self.text), ("--date", "yesterday", self.text), ("--map", "x", self.text)):
            self.status(self.cover(*args), 2)

    def test_faults(self):
        self.status(self.cover(self.path("none.txt")), 1)
        self.status(self.cover("--gold", self.path("none.jsonl"), self.text), 1)
        self.status(run("coverage", "-r", self.write("bad.yaml", "relations: 5\n"), self.text), 3)
        self.status(self.cover("-o", self.path("no/such/folder"), self.text), 4)
        done = self.cover("--gold", self.write("bad.jsonl", "{}\n" + gold("Olaf Scholz", "praised", "Joe Biden")), self.text)
        self.status(done, 1)
        self.says(done, "bad.jsonl:1")


if __name__ == "__main__":
    main()
