#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Entities and relations of security and foreign-policy reports (re3d).

usage: re3d.py TRAWL DATAFOLDER [--list]
"""
import os
import re
import sys

import common

FILE = "re3d_dev.jsonl"
TYPES = {"Person": {"person"}, "Organisation": {"organization", "group", "country"}, "Location": {"place", "country"}}
RELATIONS = {
    "CommWith": {"met", "held_talks_with", "spoke_with", "told", "visited", "hosted", "invited", "agreed_with", "urged",
                 "warned"},
    "FightingAgainst": {"attacked", "killed", "threatened", "arrested", "opposed"},
    "AlliesOf": {"cooperates_with", "supported", "aided", "partnered_with", "agreed_with"},
    "InChargeOf": {"role_in", "owns", "founded"},
}
SYMMETRIC = {"CommWith", "AlliesOf", "FightingAgainst"}
CAPITAL = re.compile(r"[A-Z]")


# ---- entities --------------------------------------------------------------------------------------
def gold_mentions(record, names_only):
    """(start, end, type) without article; pronouns are left out, and where names are asked for, what has no capital."""
    result = set()
    for entity in record["entities"]:
        start, end = common.trim(record["text"], entity["begin"], entity["end"])
        words = record["text"][start:end]
        if entity["type"] in TYPES and not common.is_pronoun(words) and (not names_only or CAPITAL.search(words)):
            result.add((start, end, entity["type"]))
    return result


def score_entities(records, found, kinds, names_only, exact):
    counts = {name: common.Count() for name in TYPES}
    same = (lambda a, b: a[:2] == b[:2]) if exact else common.overlap
    for record, rows in zip(records, found):
        gold = gold_mentions(record, names_only)
        got = {common.trim(record["text"], r["start"], r["end"]) + (r["type"],) for r in rows if r["kind"] in kinds}
        for start, end, kind in got:
            fits = [name for name in TYPES if kind in TYPES[name]]
            right = [name for name in fits if any(g[2] == name and same(g, (start, end)) for g in gold)]
            if fits:
                counts[(right or fits)[0]].found += 1
                counts[(right or fits)[0]].right += bool(right)
        for mention in gold:
            counts[mention[2]].gold += 1
            counts[mention[2]].hit += any(r[2] in TYPES[mention[2]] and same(mention, r) for r in got)
    return common.total(counts.values()), counts


# ---- relations -------------------------------------------------------------------------------------
def agrees(triple, relation):
    """A gold relation of re3d and a triple that may stand for it."""
    source = (relation["source"], (relation["source_begin"], relation["source_end"]))
    target = (relation["target"], (relation["target_begin"], relation["target_end"]))
    pairs = [(source, target)] + ([(target, source)] if relation["type"] in SYMMETRIC else [])
    return triple["relation"] in RELATIONS.get(relation["type"], ()) and any(
        common.argument_matches(triple["subject"], *a) and common.argument_matches(triple["object"], *b)
        for a, b in pairs)


def score_relations(records, found, listing=None):
    counts = {name: common.Count() for name in RELATIONS}
    for record, triples in zip(records, found):
        triples = [t for t in triples if t["polarity"] == "positive"]
        gold = [r for r in record["relations"] if r["type"] in RELATIONS]
        for relation in gold:
            count = counts[relation["type"]]
            count.gold += 1
            if any(agrees(t, relation) for t in triples):
                count.hit += 1
            elif listing:
                listing("missed %s: %s – %s – %s" % (relation["type"], relation["source"], relation["trigger"],
                                                     relation["target"]))
        for triple in triples:
            fits = [name for name in RELATIONS if triple["relation"] in RELATIONS[name]]
            right = [r["type"] for r in gold if agrees(triple, r)]
            if fits:
                count = counts[(right or fits)[0]]
                count.found += 1
                count.right += bool(right)
            if fits and not right and listing:
                listing("wrong  %s: %s – %s – %s: %s" % (
                    fits[0], triple["subject"]["name"], triple["relation"], triple["object"]["name"],
                    common.around(record["text"], triple["trigger"]["start"], triple["trigger"]["end"])))
    return counts


def main(argv):
    program, folder, listing = common.arguments(argv, FILE)
    records = common.read_jsonl(os.path.join(folder, FILE))
    texts = [record["text"] for record in records]
    found = common.extract(program, texts, "entities")
    rows = []
    for name, kinds, only in (("names", {"name"}, True), ("names and nominals", {"name", "nominal"}, False)):
        for how, exact in (("exact", True), ("overlap", False)):
            whole, parts = score_entities(records, found, kinds, only, exact)
            rows += [("%s %s, %s" % (kind, name, how), count) for kind, count in parts.items()]
            rows.append(("all %s, %s" % (name, how), whole))
    counts = score_relations(records, common.extract(program, texts, "triples"), print if listing else None)
    common.table(rows, "re3d")
    print()
    common.table(list(counts.items()) + [("all", common.total(counts.values()))], "re3d relations")


if __name__ == "__main__":
    main(sys.argv[1:])
