#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pronouns and nominals that were resolved, against the chains of coreference in the news articles of GUM.

usage: coref.py TRAWL DATAFOLDER [--list]

Right is a resolved mention whose chain has a mention with a word of the name it was resolved to. The gold are the pronouns
of the third person whose chain has a proper name. See docs/measuring.md.
"""
import sys

import common

FILE = "gum_news_dev.jsonl"
HOW = ("pronoun", "nominal", "role")
THIRD = set("he him his himself she her hers herself it its itself they them their theirs themselves".split())
PROPER = {"NNP", "NNPS"}


def head_end(tokens, mention):
    """Where the noun phrase at the start of a mention ends: before its first preposition, comma, verb or relative."""
    stop = {"IN", ",", "WDT", "WP", "-LRB-", ":", "VBG", "VBN", "VBD", "VBZ", "TO"}
    end = mention["end"]
    for token in tokens[mention["tok"]:mention["tok_end"]]:
        if token["s"] > mention["start"] and token["x"] in stop:
            return end
        end = token["e"]
    return end


def chains(record):
    """Chain -> the proper nouns of its mentions, in lower case."""
    names = {}
    for mention in record["entities"]:
        tokens = record["tokens"][mention["tok"]:mention["tok_end"]]
        end = head_end(record["tokens"], mention)
        proper = {t["f"].lower() for t in tokens if t["x"] in PROPER and t["e"] <= end}
        names.setdefault(mention["id"], set()).update(proper)
    return names


def chain_at(record, start, end):
    """The chain of the smallest mention that begins where the words begin (with or without an article) and has them."""
    fits = [m for m in record["entities"]
            if m["start"] == start and (m["end"] == end or head_end(record["tokens"], m) >= end)]
    return min(fits, key=lambda m: (m["end"] != end, m["end"] - m["start"]))["id"] if fits else None


def score(records, found, listing=None):
    counts = {how: common.Count() for how in HOW}
    for record, rows in zip(records, found):
        names, resolved = chains(record), set()
        for row in rows:
            if row["how"] not in HOW or row["kind"] not in ("pronoun", "nominal"):
                continue
            chain = chain_at(record, row["start"], row["end"])
            if chain is None or row["text"].lower() in ("i", "we", "me", "my", "our", "us"):
                continue
            count, right = counts[row["how"]], bool(names[chain] & set(common.words(row["name"])))
            count.found += 1
            count.right += right
            resolved.add((row["start"], right))
            if listing and not right:
                listing("wrong  %s = %s (%s) %s" % (row["text"], row["name"], " ".join(sorted(names[chain])) or "no name",
                                                    common.around(record["text"], row["start"], row["end"], 150)))
        for mention in record["entities"]:
            if mention["text"].lower() in THIRD and names[mention["id"]]:
                counts["pronoun"].gold += 1
                counts["pronoun"].hit += (mention["start"], True) in resolved
                if listing and mention["start"] not in {start for start, _ in resolved}:
                    listing("missed %s (%s) %s" % (mention["text"], " ".join(sorted(names[mention["id"]])),
                                                   common.around(record["text"], mention["start"], mention["end"], 150)))
    return counts


if __name__ == "__main__":
    common.measure(sys.argv[1:], FILE, "entities", score, "resolved in GUM news")
