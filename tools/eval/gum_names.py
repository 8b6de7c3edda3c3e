#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Names of persons, organizations and places in the news articles of GUM.

usage: gum_names.py TRAWL DATAFOLDER [--list]

GUM marks whole noun phrases, not names, and says which of them have an article in Wikipedia. See docs/measuring.md for
what counts.
"""
import re
import sys
import urllib.parse

import common

FILE = "gum_news_dev.jsonl"
TYPES = {"person": "person", "organization": "organization", "place": "place", "country": "place"}
PROPER = {"NNP", "NNPS"}


def title_words(wiki):
    """The words of an article's title, without what stands in brackets."""
    title = urllib.parse.unquote(wiki or "").replace("_", " ")
    return set(common.words(re.sub(r"\(.*?\)", "", title)))


def name_of(tokens, mention):
    """The name in a mention that has an article: from the first to the last proper noun that its title has; else the
    whole mention, when it is proper nouns alone. (start, end) or None."""
    inside = tokens[mention["tok"]:mention["tok_end"]]
    title = title_words(mention["wiki"])
    hits = [t for t in inside if t["x"] in PROPER and set(common.words(t["f"])) & title]
    if hits:
        return hits[0]["s"], hits[-1]["e"]
    rest = [t for t in inside if t["x"] not in ("DT", "POS")]
    if rest and all(t["x"] in PROPER for t in rest):
        return rest[0]["s"], rest[-1]["e"]
    return None


def gold_names(record):
    names = set()
    for mention in record["entities"]:
        if mention["wiki"] and mention["type"] in ("person", "organization", "place"):
            span = name_of(record["tokens"], mention)
            if span:
                names.add((span[0], span[1], mention["type"]))
    return sorted(names)


def type_at(record, span):
    """The type of the smallest mention of GUM around a place in the text."""
    around = [m for m in record["entities"] if m["start"] <= span[0] and span[1] <= m["end"]]
    return min(around, key=lambda m: m["end"] - m["start"])["type"] if around else None


def score(records, found, listing=None):
    counts = {name: common.Count() for name in ("person", "organization", "place")}
    for record, rows in zip(records, found):
        got = {common.trim(record["text"], r["start"], r["end"]) + (TYPES[r["type"]],)
               for r in rows if r["kind"] == "name" and r["type"] in TYPES}
        for start, end, kind in sorted(got):
            counts[kind].found += 1
            if type_at(record, (start, end)) == kind:
                counts[kind].right += 1
            elif listing:
                listing("wrong  %s (%s) %s" % (kind, type_at(record, (start, end)),
                                               common.around(record["text"], start, end)))
        for start, end, kind in gold_names(record):
            counts[kind].gold += 1
            if any(k == kind and common.overlap((s, e), (start, end)) for s, e, k in got):
                counts[kind].hit += 1
            elif listing:
                listing("missed %s %s" % (kind, common.around(record["text"], start, end)))
    return counts


if __name__ == "__main__":
    common.measure(sys.argv[1:], FILE, "entities", score, "names in GUM news")
