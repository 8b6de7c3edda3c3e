#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tags on gold tokens of EWT and GUM, lemmas on those of GUM.

usage: tags.py TRAWL DATAFOLDER [--list]

`tageval` is looked for beside TRAWL (`make eval` builds it): the command itself takes no tokens.
"""
import collections
import os
import subprocess
import sys
import tempfile

import common

GUM, EWT = "gum_news_dev.jsonl", "ewt_dev_tags.tsv"
LEXICON = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "rules", "en", "lexicon")


class Part:
    """right of all tokens"""

    def __init__(self):
        self.right = self.all = 0

    def add(self, right):
        self.right, self.all = self.right + bool(right), self.all + 1

    def __str__(self):
        return "%5.2f %%  %6d of %d" % (100.0 * self.right / (self.all or 1), self.right, self.all)


def fold(lemma):
    """Case and the kind of apostrophe make no other lemma."""
    return lemma.lower().replace("’", "'")


def read_tsv(path):
    """(form, tag, None) for a token, None between sentences."""
    with open(path, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [(row[0], row[1], None) if len(row) > 1 else None for row in rows]


def gum_rows(records):
    """Tokens of GUM in the same form, with their lemmas; sentences lie one behind the other."""
    rows = []
    for record in records:
        ends = [sentence["end"] for sentence in record["sentences"]]
        for token in record["tokens"]:
            while ends and token["s"] >= ends[0]:
                ends.pop(0)
                rows.append(None)
            rows.append((token["f"], token["x"], token["l"]))
        rows.append(None)
    return rows


def run(program, rows):
    """What tageval says of each row: {row number: (tag, unknown, lemma, lemma under the gold tag)}"""
    with tempfile.TemporaryDirectory(prefix="trawl-eval-") as folder:
        path = os.path.join(folder, "gold.tsv")
        with open(path, "w", encoding="utf-8") as out:
            for row in rows:  # apostrophes are straight by the time the chain looks at words
                out.write("%s\t%s\n" % (row[0].replace("’", "'"), row[1]) if row else "\n")
        done = subprocess.run([program, LEXICON, path, "--tokens"], stdout=subprocess.PIPE, check=True)
    said = {}
    for line in done.stdout.decode().splitlines():
        number, tag, unknown, lemma, under_gold = line.split("\t")
        said[int(number) - 1] = (tag, unknown == "1", lemma, under_gold)
    return said


def score(rows, said, wrong=None):
    """Figures by name; wrong (a Counter) gets the mistakes in lemmas."""
    parts = collections.OrderedDict((name, Part()) for name in ("tags", "tags of unknown words", "lemmas",
                                                                "lemmas, case counting", "lemmas under gold tags"))
    for number, row in enumerate(rows):
        if not row or number not in said:  # not a tag of the Penn Treebank
            continue
        form, gold, lemma = row
        tag, unknown, own, under_gold = said[number]
        parts["tags"].add(tag == gold)
        if unknown:
            parts["tags of unknown words"].add(tag == gold)
        if lemma in (None, "_", ""):
            continue
        parts["lemmas"].add(fold(own) == fold(lemma))
        parts["lemmas, case counting"].add(own == lemma)
        parts["lemmas under gold tags"].add(fold(under_gold) == fold(lemma))
        if wrong is not None and fold(own) != fold(lemma):
            wrong[(form, gold, tag, lemma, own)] += 1
    return parts


def main(argv):
    program, folder, listing = common.arguments(argv, GUM)
    program = os.path.join(os.path.dirname(program), "tageval")
    if not os.path.exists(program):
        print("skipped: %s is not built" % os.path.basename(program))
        return
    wrong = collections.Counter()
    for name, rows in (("EWT dev", read_tsv(os.path.join(folder, EWT))),
                       ("GUM news", gum_rows(common.read_jsonl(os.path.join(folder, GUM))))):
        for part, figure in score(rows, run(program, rows), wrong).items():
            if figure.all:
                print("%-10s%-24s%s" % (name, part, figure))
    for (form, gold, tag, lemma, own), times in wrong.most_common() if listing else ():
        print("%4d  %s (%s, tagged %s): %s, not %s" % (times, form, gold, tag, own, lemma))


if __name__ == "__main__":
    main(sys.argv[1:])
