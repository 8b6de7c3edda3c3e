# SPDX-License-Identifier: MIT
"""`trawl discover`: phrases that no rule has, names that no list has, and YAML that `trawl check` accepts."""
import json

from trawl import SAMPLES, Case, main, run

SENTENCES = ("Olaf Scholz outfoxed Joe Biden in Berlin.", "Xi Jinping outfoxed Narendra Modi on Monday.",
             "Poland paid heed to Lech Walesa.", "Germany paid heed to Angela Merkel.")
NAMES = ("Vladimir Putin met Oskar Tymbrowski in Moscow. Tymbrowski left.", "Wang Yi met Oskar Tymbrowski on Friday.")


class Discover(Case):
    def setUp(self):
        super().setUp()
        for i, text in enumerate(SENTENCES + NAMES):
            self.write("in/%d.txt" % i, text + "\n")
        self.folder_in = self.path("in")

    def found(self, *args):
        done = run("discover", "-f", "json", *args)
        self.status(done, 0)
        return {row.get("phrase", row.get("name")): row for row in json.loads(done.stdout)}

    def test_verbs(self):
        row = self.found("--kind", "verbs", self.folder_in)["X outfox Y"]
        self.assertEqual((row["kind"], row["count"], row["documents"]), ("verb", 2, 2))
        self.assertEqual((row["X"], row["Y"]), ({"person": 2}, {"person": 2}))
        self.assertEqual([(e["X"], e["Y"]) for e in row["examples"]],
                         [("Olaf Scholz", "Joe Biden"), ("Xi Jinping", "Narendra Modi")])
        self.assertEqual(row["examples"][0]["sentence"], SENTENCES[0])
        self.assertEqual(row["yaml"], "relations:\n  - name: outfox\n    X: person\n    Y: person\n    phrases: ['X outfox Y']\n")

    def test_verb_with_a_noun(self):
        row = self.found("--kind", "verbs", self.folder_in)["X pay heed to Y"]
        self.assertEqual((row["count"], row["X"], row["Y"]), (2, {"country": 2}, {"person": 2}))
        self.assertIn("name: pay_heed_to\n", row["yaml"])

    def test_names(self):
        row = self.found("--kind", "names", self.folder_in)["Oskar Tymbrowski"]
        self.assertEqual((row["kind"], row["count"], row["documents"], row["types"]), ("name", 3, 2, {"person": 3}))
        self.assertEqual(row["aliases"], ["Tymbrowski"])
        self.assertGreaterEqual(row["beside"], 2)

    def test_what_rules_know_is_no_news(self):
        everything = self.found("--min-count", "1", self.folder_in)
        self.assertFalse([key for key in everything if " meet " in key])
        self.assertNotIn("Vladimir Putin", everything)
        self.assertNotIn("Joe Biden", everything)

    def test_a_pair_that_has_a_triple_by_another_word_is_no_news(self):
        text = self.write("talks.txt", "Vladimir Putin held talks with Wang Yi. Joe Biden held talks with Xi Jinping.\n")
        self.assertEqual(self.found("--kind", "verbs", text), {})

    def test_an_added_rule_settles_it(self):
        rules = self.write("own.yaml", "relations:\n  - name: outfoxed\n    X: actor\n    Y: actor\n    phrases: [X outfox Y]\n")
        self.assertNotIn("X outfox Y", self.found("-r", "+" + rules, self.folder_in))

    def test_an_added_name_settles_it(self):
        names = self.write("own.yaml", "entities:\n  - {name: Oskar Tymbrowski, type: person}\n")
        self.assertNotIn("Oskar Tymbrowski", self.found("-g", "+" + names, self.folder_in))

    def test_wrong_types_are_told(self):
        rules = self.write("own.yaml", "relations:\n  - name: outfoxed\n    X: country\n    Y: actor\n    phrases: [X outfox Y]\n")
        self.assertEqual(self.found("-r", "+" + rules, self.folder_in)["X outfox Y"]["near"],
                         {"relation": "outfoxed", "reason": "R02"})

    def test_min_count_and_top(self):
        self.assertEqual(self.found("--min-count", "3", "--kind", "phrases", self.folder_in), {})
        self.assertEqual(len(self.found("--top", "1", "--kind", "verbs", self.folder_in)), 1)
        self.assertEqual(run("discover", "--min-count", "9", self.folder_in).stdout,
                         b"nothing was seen 9 times or more that the rules do not know\n")

    def test_yaml_is_sound_and_does_what_it_says(self):
        for kind in ("phrases", "names", "verbs", "nouns"):
            path = self.path(kind + ".yaml")
            self.status(run("discover", "-f", "yaml", "--kind", kind, "--min-count", "1", "-o", path, self.folder_in, SAMPLES), 0)
            self.status(run("check", "--strict", path), 0)
        done = run("extract", "-r", "+" + self.path("verbs.yaml"), self.path("in/0.txt"))
        self.assertIn("Olaf Scholz – outfox – Joe Biden", done.stdout.decode())

    def test_yaml_of_nothing(self):
        empty = self.write("empty.txt", "")
        for kind, top in (("phrases", "relations"), ("names", "entities")):
            done = run("discover", "-f", "yaml", "--kind", kind, empty)
            self.assertEqual(done.stdout.decode(), top + ": []\n")

    def test_text(self):
        out = run("discover", "--kind", "verbs", self.folder_in).stdout.decode()
        self.assertIn("# verbs between names that no phrase covers\n", out)
        self.assertIn("\nX outfox Y\n  2 times in 2 documents\n  > %s  [" % SENTENCES[0], out)
        self.assertIn("      relations:\n        - name: outfox\n", out)

    def test_hostile_names_are_escaped(self):
        text = self.write("odd.txt", "Putin met Jim 'Ke: # {O}' O'Neillski. Putin met Sean O'Neillski, and Wang Yi met Sean O'Neillski.\n")
        path = self.path("odd.yaml")
        self.status(run("discover", "-f", "yaml", "--kind", "names", "--min-count", "1", "-o", path, text), 0)
        self.status(run("check", "--strict", path), 0)
        with open(path, encoding="utf-8") as file:
            self.assertIn("O''Neillski", file.read())

    def test_jsonl_and_standard_input(self):
        lines = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(SENTENCES))
        done = run("discover", "--from", "jsonl", "--kind", "verbs", "-", stdin=lines.encode())
        self.status(done, 0)
        self.assertIn("X outfox Y", done.stdout.decode())

    def test_usage(self):
        for args in ((), ("--kind", "adverbs", self.folder_in), ("--kind", "", self.folder_in), ("--top", "0", self.folder_in),
                     ("--min-count", "-1", self.folder_in), ("--min-count", "1x", self.folder_in),
                     ("-f", "yaml", "--kind", "all", self.folder_in), ("-f", "html", self.folder_in),
                     ("--date", "2020", self.folder_in)):
            self.status(run("discover", *args), 2)

    def test_faults(self):
        self.status(run("discover", self.path("none.txt")), 1)
        self.status(run("discover", "-r", self.write("bad.yaml", "relations: 5\n"), self.folder_in), 3)
        self.status(run("discover", "-o", self.path("no/such/folder"), self.folder_in), 4)


if __name__ == "__main__":
    main()
