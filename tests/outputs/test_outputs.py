# SPDX-License-Identifier: MIT
"""What is written is read back by foreign programs: every format, over plain and over hostile texts.

A program that is missing is said to be missing: the test skips, it does not pass."""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))

from trawl import SAMPLES, Case, main, run  # noqa: E402

NASTY = os.path.join(HERE, "nasty.jsonl")
INPUTS = {"samples": [SAMPLES], "nasty": ["--from", "jsonl", NASTY]}


def decoded(text):
    """As the program reads a JSON text: half a surrogate pair is U+FFFD."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def nasty_texts():
    with open(NASTY, encoding="utf-8") as lines:
        return {decoded(r["id"]): decoded(r["text"]) for r in map(json.loads, lines)}


class Outputs(Case):
    def extract(self, *args, status=0):
        done = run("extract", "-q", *args)
        self.status(done, status)
        return done.stdout.decode("utf-8")  # which fails on what is not UTF-8

    def rows(self, *args):
        return [json.loads(line) for line in self.extract("-f", "jsonl", *args).split("\n")[:-1]]

    def foreign(self, *command, stdin=None, status=0):
        if not shutil.which(command[0]):
            self.skipTest(f"{command[0]} is not installed")
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=120)
        self.assertEqual(done.returncode, status, done.stderr.decode("utf-8", "replace")[-2000:])
        return done.stdout.decode("utf-8")

    def each_input(self):
        for name, args in INPUTS.items():
            with self.subTest(name):
                yield name, args


class Lines(Outputs):
    def test_jsonl_by_jq(self):
        for _, args in self.each_input():
            text = self.extract("-f", "jsonl", *args)
            names = self.foreign("jq", "-r", "[.subject.name,.relation,.object.name]|@json", stdin=text.encode())
            wanted = [json.loads(line) for line in text.split("\n")[:-1]]
            self.assertGreater(len(wanted), 10)
            self.assertEqual([json.loads(n) for n in names.split("\n")[:-1]],
                             [[w["subject"]["name"], w["relation"], w["object"]["name"]] for w in wanted])

    def test_slices_are_the_words(self):
        texts = nasty_texts()
        for unit, cut in (("chars", lambda t, a, b: t[a:b]),
                          ("bytes", lambda t, a, b: t.encode()[a:b].decode()),
                          ("utf16", lambda t, a, b: t.encode("utf-16-le")[2 * a:2 * b].decode("utf-16-le"))):
            rows = self.rows("--offsets", unit, *INPUTS["nasty"])
            for row in rows:
                for part in (row["subject"], row["object"], row["trigger"]):
                    self.assertEqual(cut(texts[row["doc"]], part["start"], part["end"]), part["text"])

    def test_tables_by_python(self):
        for layer in ("triples", "entities", "sentences", "tokens"):
            for _, args in self.each_input():
                rows = self.rows("--emit", layer, *args)
                comma = list(csv.DictReader(io.StringIO(self.extract("-f", "csv", "--emit", layer, *args), newline="")))
                tab = self.extract("-f", "tsv", "--emit", layer, *args).split("\n")[:-1]
                self.assertEqual([len(comma), len(tab)], [len(rows), len(rows) + 1])
                self.assertEqual({line.count("\t") for line in tab}, {tab[0].count("\t")})
                for row, fields, line in zip(rows, comma, tab[1:]):
                    doc = line.split("\t")[0]
                    for escape, char in (("\\t", "\t"), ("\\n", "\n"), ("\\r", "\r"), ("\\\\", "\\")):
                        doc = doc.replace(escape, char)
                    self.assertEqual([fields["doc"], doc], [row["doc"]] * 2)
                    if layer != "triples":
                        self.assertEqual(fields["text"], row["text"].replace("\0", "\ufffd"))
        self.assertGreater(len(rows), 0)

    def test_text_is_a_line_each(self):
        for _, args in self.each_input():
            text = self.extract("-f", "text", *args)
            self.assertEqual(len(text.split("\n")) - 1, len(self.rows(*args)))
            self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class Filters(Outputs):
    rows_of = {
        ("--relations", "met,visited"): lambda r: r["relation"] in ("met", "visited"),
        ("--relations", "met", "--relations", "visited"): lambda r: r["relation"] in ("met", "visited"),
        ("--min-confidence", "0.9"): lambda r: r["confidence"] >= 0.9,
        ("--min-confidence", "0.955"): lambda r: r["confidence"] >= 0.955,
        ("--types", "person"): lambda r: {r["subject"]["type"], r["object"]["type"]} == {"person"},
        ("--types", "person,country"): lambda r: {r["subject"]["type"], r["object"]["type"]} <= {"person", "country"},
        ("--types", "actor", "--relations", "met"): lambda r: r["relation"] == "met",
        (): lambda r: True,
    }

    def test_filters(self):
        whole = self.rows(SAMPLES)
        for args, keeps in self.rows_of.items():
            with self.subTest(args):
                wanted = [row for row in whole if keeps(row)]
                self.assertEqual(self.rows(*args, SAMPLES), wanted)
                self.assertTrue(wanted)
                self.assertTrue(not args or len(wanted) < len(whole))

    def test_mentions_are_filtered_by_type(self):
        whole = self.rows("--emit", "entities", SAMPLES)
        self.assertEqual(self.rows("--emit", "entities", "--types", "country", SAMPLES),
                         [row for row in whole if row["type"] == "country"])

    def test_what_the_rules_do_not_know(self):
        for args, says in ((("--relations", "mett"), "did you mean 'met'?"), (("--types", "persn"), "'person'?"),
                           (("--relations", ""), "know no ''"), (("--types", "person,"), "know no ''"),
                           (("--min-confidence", "2"), "from 0 to 1"), (("--min-confidence", "x"), "from 0 to 1"),
                           (("--min-confidence", "nan"), "from 0 to 1"),
                           (("--merge", "--emit", "tokens"), "--merge")):
            with self.subTest(args):
                done = run("extract", *args, SAMPLES)
                self.status(done, 2)
                self.says(done, says)


class Merged(Outputs):
    def test_counts_and_sources(self):
        for _, args in self.each_input():
            merged, rows = self.rows("--merge", *args), self.rows(*args)
            self.assertEqual(sum(m["count"] for m in merged), len(rows))
            self.assertLess(len(merged), len(rows))
            for m in merged:
                self.assertEqual(len(m["sources"]), m["count"])
                self.assertEqual(len({s["doc"] for s in m["sources"]}), m["documents"])
                self.assertEqual(max(s["confidence"] for s in m["sources"]), m["confidence"])
                self.assertLessEqual(m["first"] or "", m["last"] or "")
            table = list(csv.DictReader(io.StringIO(self.extract("--merge", "-f", "csv", *args), newline="")))
            self.assertEqual([int(t["count"]) for t in table], [m["count"] for m in merged])
            self.assertEqual(len(self.extract("--merge", *args).split("\n")) - 1, len(merged))
            self.assertEqual(len(self.extract("--merge", "-f", "tsv", *args).split("\n")) - 2, len(merged))

    def test_what_is_the_same(self):
        rows = {"a": "Vladimir Putin met Wang Yi on 5 May 2023.", "b": "Wang Yi met Vladimir Putin.",
                "c": "Vladimir Putin did not meet Wang Yi.", "d": "Vladimir Putin will meet Wang Yi.",
                "e": "Xi Jinping visited Russia.", "f": "Vladimir Putin visited China."}
        text = "".join(json.dumps({"id": i, "text": t, "date": "2024-01-0" + str(n + 1)}) + "\n"
                       for n, (i, t) in enumerate(rows.items()))
        merged = self.rows("--merge", "--from", "jsonl", self.write("in.jsonl", text))
        self.assertEqual([("".join(s["doc"] for s in m["sources"]), m["polarity"], m["modality"]) for m in merged],
                         [("ab", "positive", "actual"), ("c", "negative", "actual"), ("d", "positive", "planned"),
                          ("e", "positive", "actual"), ("f", "positive", "actual")])
        self.assertEqual([(m["first"], m["last"]) for m in merged[:2]],
                         [("2023-05-05", "2024-01-02"), ("2024-01-03", "2024-01-03")])


if __name__ == "__main__":
    main()
