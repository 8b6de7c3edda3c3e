#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Names in Wikipedia text (WikiGold): persons, places and organizations, exact spans.

usage: wikigold.py TRAWL DATAFOLDER [--list]
"""
import os
import sys

import common

TYPES = {"person": "PER", "place": "LOC", "country": "LOC", "organization": "ORG"}


def gold_spans(tags, offsets):
    """(start, end, type) of what B-X I-X ... tags say."""
    spans, open_at, open_type = [], None, None
    for number, tag in enumerate(list(tags) + ["O"]):
        inside = tag.startswith("I-") and tag[2:] == open_type
        if open_type and not inside:
            spans.append((offsets[open_at][0], offsets[number - 1][1], open_type))
            open_type = None
        if tag != "O" and not inside:
            open_at, open_type = number, tag[2:]
    return spans


def found_spans(records):
    """Names alone: a demonym is none, and what is neither person, place nor organization is not judged."""
    return [(r["start"], r["end"], TYPES[r["type"]]) for r in records if r["kind"] == "name" and r["type"] in TYPES]


def score(texts, gold, found, listing=None):
    counts = {name: common.Count() for name in ("PER", "LOC", "ORG")}
    for text, said, got in zip(texts, gold, found):
        for name, count in counts.items():
            missed, wrong = common.score_sets([s for s in said if s[2] == name], [s for s in got if s[2] == name], count)
            for kind, spans in (("missed", missed), ("wrong ", wrong)) if listing else ():
                for start, end, _ in spans:
                    listing("%s %s %s" % (kind, name, common.around(text, start, end)))
    return counts


def main(argv):
    program, folder, listing = common.arguments(argv, "wikigold.jsonl")
    records = common.read_jsonl(os.path.join(folder, "wikigold.jsonl"))
    texts = [record["text"] for record in records]
    gold = [gold_spans(record["tags"], record["offsets"]) for record in records]
    found = [found_spans(rows) for rows in common.extract(program, texts, "entities")]
    counts = score(texts, gold, found, print if listing else None)
    common.table(list(counts.items()) + [("all", common.total(counts.values()))], "WikiGold")


if __name__ == "__main__":
    main(sys.argv[1:])
