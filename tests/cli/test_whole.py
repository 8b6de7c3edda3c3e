# SPDX-License-Identifier: MIT
"""Cut and whole chain alike: documents put together at random from the example sentences of the shipped rules give the
same records however the chain is cut, on one thread or several, from a pack or from the rules themselves, behind other
documents or alone.

TRAWL_LONG=1: ten times as many documents. TRAWL_SEED: other ones."""
import glob
import json
import os
import random
import re
import unittest

import yaml

from trawl import SOURCE, Case, run

LONG = os.environ.get("TRAWL_LONG") == "1"
DOCUMENTS = 1500 if LONG else 150
SEED = int(os.environ.get("TRAWL_SEED", "1"))
STAGES = "normalize clean tokenize sentences tag gazetteer entities link clauses resolve relations".split()
LAYERS = ("triples", "entities", "sentences", "tokens")


def examples():
    """The sentences that the shipped relations are tried on."""
    for path in sorted(glob.glob(os.path.join(SOURCE, "rules/en/relations/*.yaml"))):
        with open(path, encoding="utf-8") as file:
            for relation in yaml.load(file, Loader=yaml.BaseLoader).get("relations", []):
                for example in relation.get("examples", []):
                    yield from example


def documents():
    chance, sentences = random.Random(SEED), list(examples())
    for i in range(DOCUMENTS):
        paragraphs = []
        for _ in range(chance.randint(1, 5)):
            paragraphs.append(" ".join(chance.choice(sentences) for _ in range(chance.randint(1, 4))))
        if chance.random() < 0.3:
            paragraphs[0] = paragraphs[0].upper() if chance.random() < 0.2 else paragraphs[0].rstrip(".")
        if chance.random() < 0.3:
            paragraphs.insert(0, "PARIS, May %d, 2024 (Reuters) - " % chance.randint(1, 31) + chance.choice(sentences))
        document = {"id": "d%d" % i, "text": chance.choice(("\n\n", "\n\n", "\r\n\r\n")).join(paragraphs)}
        if chance.random() < 0.5:
            document["date"] = "2023-%02d-%02d" % (chance.randint(1, 12), chance.randint(1, 28))
        yield document


class Whole(Case):
    @classmethod
    def setUpClass(cls):
        cls.documents = list(documents())
        cls.lines = "".join(json.dumps(document) + "\n" for document in cls.documents).encode()

    def extract(self, *args, stdin=None):
        done = run("extract", "-q", *args, stdin=self.lines if stdin is None else stdin)
        self.status(done, 0)
        return done.stdout

    def layer(self, name, *args, stdin=None):
        kind = () if "--from" in args else ("--from", "jsonl")
        return self.extract("-f", "jsonl", "--emit", name, *kind, *args, stdin=stdin)

    def test_it_is_about_something(self):
        triples = self.layer("triples").splitlines()
        self.assertGreater(len(triples), DOCUMENTS)
        self.assertGreater(len({json.loads(line)["relation"] for line in triples}), 20)

    def test_cut_behind_any_stage(self):
        whole = self.layer("triples")
        for stage in STAGES:
            cut = self.extract("--from", "jsonl", "--until", stage, "--emit", "doc")
            self.assertEqual(self.layer("triples", "--from", "doc", stdin=cut), whole, stage)

    def test_layers_alone_are_those_of_the_whole(self):
        whole = self.extract("--from", "jsonl", "--emit", "doc")
        for layer in LAYERS:
            self.assertEqual(self.layer(layer, "--from", "doc", stdin=whole), self.layer(layer, "--until", "relations"), layer)

    def test_stages_that_a_layer_does_without(self):
        last = {"entities": "resolve", "sentences": "sentences", "tokens": "tag"}
        for layer, stage in last.items():
            cut = self.extract("--from", "jsonl", "--until", stage, "--emit", "doc")
            self.assertEqual(self.layer(layer, "--from", "doc", stdin=cut), self.layer(layer), layer)
            if layer != "entities":  # relations name some more, by the place they stand in
                self.assertEqual(self.layer(layer, "--until", "relations"), self.layer(layer), layer)

    def test_threads_and_packs(self):
        for layer in LAYERS:
            one = self.layer(layer, "-j", "1")
            self.assertEqual(self.layer(layer, "-j", "4"), one, layer)
            self.assertEqual(self.layer(layer, "-j", "3", "-p", "none"), one, layer)

    def test_alone_and_behind_others(self):
        together = [json.loads(line) for line in self.layer("triples", "-j", "1").splitlines()]
        chance = random.Random(SEED)
        for document in chance.sample(self.documents, DOCUMENTS // 15):
            alone = [json.loads(line) for line in self.layer("triples", stdin=json.dumps(document).encode() + b"\n").splitlines()]
            self.assertEqual(alone, [triple for triple in together if triple["doc"] == document["id"]])
        backwards = b"".join(reversed(self.lines.splitlines(True)))
        there = sorted(json.dumps(triple) for triple in together)
        back = sorted(json.dumps(json.loads(line)) for line in self.layer("triples", "-j", "1", stdin=backwards).splitlines())
        self.assertEqual(back, there)

    def test_from_lines_and_from_files(self):
        paths = [self.write(document["id"], document["text"]) for document in self.documents if "date" not in document]
        texts = [json.loads(line) for line in self.layer("triples", "--from", "text", *paths).splitlines()]
        for triple in texts:
            triple["doc"] = os.path.basename(triple["doc"])
        undated = {os.path.basename(path) for path in paths}
        lines = [json.loads(line) for line in self.layer("triples").splitlines()]
        self.assertEqual(texts, [triple for triple in lines if triple["doc"] in undated])

    def test_names_from_a_list_and_from_a_pack(self):
        chance = random.Random(SEED)
        words = sorted(set(re.findall(r"[A-Z][a-z]{2,}", self.lines.decode())))
        rows = ["#trawl-gazetteer 1"]
        for i in range(300):
            names = [" ".join(chance.choice(words) for _ in range(chance.randint(1, 3))) for _ in range(chance.randint(1, 3))]
            kind = chance.choice(("person", "organization", "country", "place", "event"))
            more = ["population=%d" % chance.randint(1, 10**7)] * chance.randint(0, 1)
            more += ["ambiguous=yes"] * (chance.random() < 0.2) + ["case=any"] * (chance.random() < 0.1)
            rows.append("\t".join((names[0], kind, "random-%d" % i, "|".join(names[1:]), ";".join(more))))
        listed, pack = self.write("names.tsv", "\n".join(rows) + "\n"), self.path("names.pack")
        self.status(run("compile", "-g", "+" + listed, "-o", pack), 0)
        for layer in ("entities", "triples"):
            wanted = self.layer(layer, "-g", "+" + listed)
            self.assertIn(b'"random-', wanted)
            self.assertEqual(self.layer(layer, "-p", pack), wanted, layer)

    def test_tokens_of_pieces(self):
        """What is split is one text: tokens and sentences are what they are in the whole, and stand where they stand there."""
        text = "\n\n".join(document["text"].replace("\r", "") for document in self.documents if "Reuters" not in document["text"])
        for layer in ("sentences", "tokens"):
            whole = self.layer(layer, "--from", "text", "--max-bytes", "64M", stdin=text.encode())
            for size in ("1k", "5000", "64k"):
                self.assertEqual(self.layer(layer, "--from", "text", "--max-bytes", size, stdin=text.encode()), whole, size)


if __name__ == "__main__":
    unittest.main()
