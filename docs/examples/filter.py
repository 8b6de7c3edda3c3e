#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A program of one's own in the middle of the chain: names out of a list become mentions.

    trawl extract --until entities --emit doc news/ |
      python3 docs/examples/filter.py names.tsv |
      trawl extract --from doc

names.tsv holds a name and its type on a line, with a tab between them; it might as well be a database, or
what another recogniser says.  Annotated documents come one a line and go on one a line.  Layers refer to
each other by index: who puts an item in between has to mend what refers to those behind it."""
import json
import sys


def read_names(path):
    names = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, kind = line.rstrip("\n").split("\t")
            names[tuple(name.split())] = kind
    return names


def find(document, names):
    """New mentions: where a name stands and no mention does."""
    layers = document["layers"]
    words = [token["text"] for token in layers["tokens"]]
    taken = {t for m in layers["mentions"] for t in range(m["start"], m["end"])}
    for number, sentence in enumerate(layers["sentences"]):
        for start in range(sentence["start"], sentence["end"]):
            for name, kind in names.items():
                end = start + len(name)
                if (end <= sentence["end"] and tuple(words[start:end]) == name
                        and not taken.intersection(range(start, end))):
                    yield {"start": start, "end": end, "head": end - 1, "sentence": number, "type": kind,
                           "kind": "name", "source": "filter.py"}


def add(document, mentions):
    """Mentions stand in order, longer ones first; "outer" is the index of the one around it."""
    layers = document["layers"]
    old = layers["mentions"]
    merged = sorted(old + mentions, key=lambda m: (m["start"], -m["end"]))
    place = {id(mention): i for i, mention in enumerate(merged)}
    for mention in old:
        if "outer" in mention:
            mention["outer"] = place[id(old[mention["outer"]])]
    layers["mentions"] = merged
    layers["sorted_mentions"] = len(merged)


def main():
    names = read_names(sys.argv[1])
    for line in sys.stdin:
        document = json.loads(line)
        add(document, list(find(document, names)))
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
