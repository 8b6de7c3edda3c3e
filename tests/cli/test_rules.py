# SPDX-License-Identifier: MIT
"""Folders of rules that the user names: a copy of all that ships, lexicon files, files named as shipped ones are."""
import os
import shutil

from trawl import SAMPLES, SOURCE, TRIPLE, Case, main, run

SHIPPED = os.path.join(SOURCE, "rules")


class Rules(Case):
    def triples(self, *args):
        done = run("extract", "-f", "tsv", *args, "-", stdin=TRIPLE.encode())
        self.status(done, 0)
        return done.stdout.decode().splitlines()

    def lexicon(self, first, rest=""):
        return self.write("own/own.tsv", first + "\n" + rest)

    def test_a_copy_of_all_rules_says_what_they_say(self):
        copy = self.path("copy")
        shutil.copytree(SHIPPED, copy)
        ours = run("extract", "-r", copy, "-f", "jsonl", SAMPLES)
        self.status(ours, 0)
        self.assertEqual(ours.stdout, run("extract", "-f", "jsonl", SAMPLES).stdout)
        self.status(run("extract", "-r", SHIPPED, "-", stdin=TRIPLE.encode()), 0)

    def test_a_copy_of_all_rules_is_sound(self):
        copy = self.path("copy")
        shutil.copytree(SHIPPED, copy)
        done = run("check", copy)
        self.assertNotIn(" error ", done.stderr)
        self.assertIn(" W220:", done.stderr)  # all is said twice now
        done = run("check", SHIPPED)
        self.status(done, 0)
        self.assertNotIn(" W220:", done.stderr)

    def test_own_lemmas_stand_for_the_shipped_ones(self):
        self.assertTrue(any("\tmet\t" in row for row in self.triples()))
        for option in ("-r", "-g"):
            for sign in ("", "+"):
                own = sign + self.lexicon("#trawl-lemmas 1", "visit\tnv\n")
                self.assertFalse(any("\tmet\t" in row for row in self.triples(option, own)))
                own = sign + self.lexicon("#trawl-lemmas 1", "meet\tv\nmet\tv\tmeet\n")
                self.assertTrue(any("\tmet\t" in row for row in self.triples(option, own)))
                own = sign + self.lexicon("#trawl-frequent 1", "met\n")
                self.assertEqual(self.triples(option, own), self.triples())

    def test_broken_lexicon_files(self):
        for first, rest, said in (("#trawl-lemmas 2", "", ":1:1: error E234"), ("#trawl-lemma 1", "", ":1:1: error E110"),
                                  ("#trawl-lemmas", "", ":1:1: error E110"), ("#trawl-lemmas 1", "meet\tx\n", ":2:1: error E232"),
                                  ("#trawl-tagger 9", "", ":1:1: error E234")):
            path = self.lexicon(first, rest)
            done = run("extract", "-r", path, "-", stdin=TRIPLE.encode())
            self.status(done, 3)
            self.says(done, path + said)
            self.assertEqual(done.stdout, b"")

    def test_a_file_named_as_a_shipped_one_extends_it(self):
        path = self.write("own/diplomacy.yaml", "relations:\n  - name: visited\n    phrases: [X outfox Y]\n")
        done = run("check", path)
        self.status(done, 0)
        self.assertEqual(done.stdout, b"")
        text = b"Emmanuel Macron outfoxed Germany on Monday.\n"
        self.assertNotIn(b"visited", run("extract", "-", stdin=text).stdout)
        self.assertIn(b"visited", run("extract", "-r", "+" + path, "-", stdin=text).stdout)

    def test_a_relation_twice_in_such_a_file(self):
        block = "  - name: outfoxed\n    X: person\n    Y: person\n    phrases: [X outfox Y]\n"
        path = self.write("own/diplomacy.yaml", "relations:\n" + block + block)
        done = run("check", path)
        self.status(done, 1)
        self.says(done, path + ":6:11: error E225")


if __name__ == "__main__":
    main()
