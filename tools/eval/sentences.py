#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sentences and tokens of raw text against the news articles of GUM.

usage: sentences.py TRAWL DATAFOLDER [--list]
"""
import os
import sys

import common

FILE = "gum_news_dev.jsonl"


def score(texts, gold, found, listing=None):
    """Spans of sentences; and their ends alone. The same in the place of tokens."""
    whole, ends = common.Count(), common.Count()
    for text, said, got in zip(texts, gold, found):
        missed, wrong = common.score_sets(said, got, whole)
        common.score_sets([end for _, end in said], [end for _, end in got], ends)
        for kind, spans in (("missed", missed), ("wrong ", wrong)) if listing else ():
            for start, end in spans:
                listing("%s %s" % (kind, common.around(text, start, end, 15)))
    return whole, ends


def main(argv):
    program, folder, listing = common.arguments(argv, FILE)
    records = common.read_jsonl(os.path.join(folder, FILE))
    texts = [record["text"] for record in records]
    spans = lambda rows: [(row["start"], row["end"]) for row in rows]
    tokens, _ = score(texts, [[(t["s"], t["e"]) for t in record["tokens"]] for record in records],
                      [spans(rows) for rows in common.extract(program, texts, "tokens", "--until", "tag")])
    whole, ends = score(texts, [spans(record["sentences"]) for record in records],
                        [spans(rows) for rows in common.extract(program, texts, "sentences", "--until", "tag")],
                        print if listing else None)
    common.table([("tokens", tokens), ("sentences", whole), ("ends of sentences", ends)], "GUM news")


if __name__ == "__main__":
    main(sys.argv[1:])
