#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Limits: each is hit one above its bound, not hit at it, and can be moved; what a hit leaves behind."""
import gzip
import json
import os

from trawl import SOURCE, Case, main, run

RULE = """relations:
  - name: seen
    X: person
    Y: person
    phrases: [X see Y]
    tokens: ['{X:person} "and" {Y:person}']
"""
PIPELINE = "stages: [normalize: [], clean: [], tokenize: [], sentences: [], tag: [], gazetteer: [], entities: []," \
           " link: [], clauses: [], resolve: [], relations: []]\n"
MEET = "Anna Berg, Olga Lund and Rita Holm met Karl Falk, Nils Dahl and Otto Brink on Monday."
LONG = "The minister said that the old bridge over the wide river near the small town was closed on Monday morning."


def rules(pattern):
    return "mentions:\n  - {name: m, type: thing, tokens: ['%s']}\n" % pattern


def names(*entries):
    return "entities:\n" + "".join("  - {name: %s, type: person}\n" % name for name in entries)


# limit, text, what is one too few, what is enough, code; W42x: by the text
TEXTS = [
    ("doc-bytes", "He left. " * 20, 179, 180, "W420"),
    ("line-bytes", "He left. " * 20, 178, 179, "W421"),
    ("sentence-tokens", LONG, 20, 21, "W422"),
    ("sentence-mentions", MEET, 7, 8, "W423"),
    ("pairs", MEET, 8, 9, "W427"),
    ("sentence-triples", MEET, 8, 9, "W427"),
    ("doc-triples", "\n\n".join([MEET] * 3), 26, 27, "W428"),
    ("pattern-visits", MEET, 1, 4096, "W425"),
]
# limit, rules, what is too little, what is enough, code
RULES = [
    ("yaml-bytes", rules("[shape=Xx]") + "#" * 400, 460, 461, "E107"),
    ("yaml-nodes", rules("[shape=Xx]"), 35, 36, "E107"),
    ("yaml-depth", rules("[shape=Xx]"), 3, 4, "E105"),
    ("pattern-bytes", rules('"aaaaaaaaaa"'), 11, 12, "E214"),
    ("pattern-bytes", RULE[:RULE.index("    tokens")], 6, 7, "E223"),
    ("pattern-steps", rules('"a"{10}'), 9, 10, "E214"),
    ("pattern-edges", rules('("a" | "b" | "c" | "d")+ "e"'), 3, 4, "E214"),
    ("pattern-depth", rules('((("a")))'), 3, 4, "E214"),
    ("repeat", rules('"a"{10}'), 9, 10, "E214"),
    ("automaton-states", rules('"a" "b" "c"'), 2, 3, "E214"),
    ("gazetteer-entries", names("Aaa", "Bbb"), 1, 2, "E316"),
    ("name-bytes", names("a" * 20), 19, 20, "E308"),
    ("name-words", names("a b c d e f g h i j k l m n"), 13, 14, "E309"),
]


class Limits(Case):
    def extract(self, text, *args, name="in.txt"):
        path = self.write(name, text)
        return run("extract", "--emit", "doc", "--failures", self.path("failures"), *args, path)

    def failures(self):
        with open(self.path("failures"), encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def hits(self, done, code, status):
        """The document is there, marked, said and listed."""
        self.status(done, status)
        self.assertTrue(json.loads(done.stdout)["truncated"])
        self.says(done, "warning " + code)
        self.assertEqual([(line["code"], line["kind"]) for line in self.failures()], [(code, "truncated")])

    def misses(self, done):
        self.status(done, 0)
        self.assertFalse(json.loads(done.stdout)["truncated"])
        self.assertEqual(self.failures(), [])

    def test_texts(self):
        for limit, text, few, enough, code in TEXTS:
            with self.subTest(limit=limit):
                status = 0 if limit in ("sentence-tokens", "pairs", "sentence-triples") else 5
                self.hits(self.extract(text, "--limit", "%s=%d" % (limit, few)), code, status)
                self.misses(self.extract(text, "--limit", "%s=%d" % (limit, enough)))
                self.misses(self.extract(text))

    def test_rule_matches(self):
        rule = self.write("r.yaml", rules('"left"'))
        text = "He left and left and left."
        self.hits(self.extract(text, "-r", "+" + rule, "--limit", "rule-matches=2"), "W424", 5)
        self.misses(self.extract(text, "-r", "+" + rule, "--limit", "rule-matches=3"))

    def test_regex(self):
        rule = self.write("r.yaml", rules("[/(a|aa)+[bd]/]"))
        text = "He said %sc twice." % ("a" * 60)
        self.hits(self.extract(text, "-r", "+" + rule), "W426", 5)
        self.misses(self.extract("He said aaaab twice.", "-r", "+" + rule))

    def test_regex_steps(self):
        """The shorter word is given up as well when fewer steps are allowed."""
        rule = self.write("r.yaml", rules("[/(a|aa)+[bd]/]"))
        text = "He said %sc twice." % ("a" * 20)
        self.hits(self.extract(text, "-r", "+" + rule, "--limit", "regex-match=1000"), "W426", 5)
        self.misses(self.extract(text, "-r", "+" + rule, "--limit", "regex-match=10M"))

    def test_clause_phrases(self):
        rule = self.write("r.yaml", RULE.replace("[X see Y]", "[X see Y, X see Y on _]"))
        text = "Anna Berg saw Olga Lund on Monday."
        self.hits(self.extract(text, "-r", "+" + rule, "--limit", "clause-phrases=1"), "W427", 0)
        self.misses(self.extract(text, "-r", "+" + rule, "--limit", "clause-phrases=48"))

    def test_truncated_stays(self):
        """A document that was cut goes on as one, whatever runs over it later."""
        doc = self.write("a.doc", self.extract(MEET, "--until", "clauses", "--limit", "sentence-tokens=9").stdout)
        done = run("extract", "--from", "doc", "--emit", "doc", doc)
        self.status(done, 0)
        self.assertTrue(json.loads(done.stdout)["truncated"])

    def test_others_go_on(self):
        self.write("a.txt", MEET)
        self.write("b.txt", "Anna Berg met Olga Lund.")
        done = run("extract", "-f", "tsv", "--limit", "sentence-mentions=2", "--failures",
                              self.path("failures"), self.path("a.txt"), self.path("b.txt"))
        self.status(done, 5)
        self.assertEqual(len(self.failures()), 1)
        self.assertIn("b.txt", done.stdout.decode())

    def test_inputs(self):
        page = "<!doctype html><body>" + "<div>" * 20 + "He left."
        lines = '{"text": "He left.", "a": [[[[1]]]]}\n'
        zeros = gzip.compress(b"He left. " * 2000)
        folder = os.path.join(self.path("d"), "e", "f")
        os.makedirs(folder)
        for limit, few, enough, args, path, code in (
                ("html-depth", 10, 512, ["--from", "html"], self.write("a.html", page), "E402"),
                ("json-depth", 4, 5, ["--from", "jsonl"], self.write("a.jsonl", lines), "E416"),
                ("unpacked-ratio", 3, 250, ["--limit", "unpacked-free=1"], self.write("a.gz", zeros), "E402"),
                ("unpacked-free", 1, 1 << 20, ["--limit", "unpacked-ratio=3"], self.write("b.gz", zeros), "E402"),
                ("folder-depth", 1, 256, [], self.path("d"), "E402")):
            with self.subTest(limit=limit):
                self.write(os.path.join(folder, "x.txt"), "He left.")
                done = run("extract", *args, "--limit", "%s=%d" % (limit, few), path)
                self.status(done, 5)
                self.says(done, code)
                self.status(run("extract", *args, "--limit", "%s=%d" % (limit, enough), path), 0)

    def test_rules(self):
        """Without the shipped rules, which have names and patterns of their own."""
        self.write("data/rules/en/pipeline.yaml", PIPELINE)
        os.makedirs(self.path("data/gazetteers"))
        for file in ("lemmas.tsv", "tagger.tsv"):
            os.makedirs(self.path("data/rules/en/lexicon"), exist_ok=True)
            os.symlink(os.path.join(SOURCE, "rules/en/lexicon", file), self.path("data/rules/en/lexicon/" + file))
        env = dict(os.environ, TRAWL_DATA=self.path("data"))
        for limit, text, few, enough, code in RULES:
            with self.subTest(limit=limit, code=code):
                path = self.write("r.yaml", text)
                done = run("check", "--limit", "%s=%d" % (limit, few), path, env=env)
                self.status(done, 1)
                self.says(done, "error " + code)
                self.status(run("check", "--limit", "%s=%d" % (limit, enough), path, env=env), 0)
                self.status(run("check", path, env=env), 0)

    def test_aliases_have_no_limit(self):
        done = run("check", "--limit", "yaml-aliases=1", self.write("r.yaml", RULE))
        self.status(done, 2)

    def test_commands_say_it(self):
        """What is no batch says what it left out, too."""
        gold = self.write("gold.json", json.dumps([{"tokens": MEET.split(), "entities": [], "relations": []}]))
        tests = self.write("t.yaml", "tests:\n  - text: %s\n    triples: []\n" % MEET)
        for few, enough, code, args in ((1, 1000, "W429", ["explain", "--all", "--limit", "trace-attempts=%d", MEET]),
                                        (7, 8, "W423", ["explain", "--limit", "sentence-mentions=%d", MEET]),
                                        (7, 8, "W423", ["eval", "--limit", "sentence-mentions=%d", gold]),
                                        (7, 8, "W423", ["test", "--limit", "sentence-mentions=%d", tests])):
            with self.subTest(args=args):
                self.says(run(*(arg % few if "%d" in arg else arg for arg in args)), "warning " + code)
                done = run(*(arg % enough if "%d" in arg else arg for arg in args))
                self.assertNotIn("warning W42", done.stderr)

    def test_help_lists_all(self):
        done = run("extract", "--limit", "help")
        self.status(done, 0)
        for row in TEXTS + RULES:
            self.assertIn("  " + row[0] + " ", done.stdout.decode())

    def test_wrong_ones(self):
        for given, status, says in (("sentence-token=9", 2, "'sentence-tokens'"), ("pairs=0", 2, "from 1 to"),
                                    ("pairs", 2, "NAME=N"), ("pairs=x", 2, "pairs: 'x'"), ("=4", 2, "no limit ''"),
                                    ("sentence-tokens=6000", 2, "5000")):
            with self.subTest(given=given):
                done = run("extract", "--limit", given, self.write("a.txt", "He left."))
                self.status(done, status)
                self.says(done, says)


if __name__ == "__main__":
    main()
