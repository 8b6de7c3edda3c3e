#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The words that texts have most, most frequent first: rules/en/lexicon/frequent.tsv.

usage: count_words.py TRAIN.tsv ...     each with a token, a tab and its tag on a line; - for standard input
"""
import collections
import re
import sys

WORD = re.compile(r"[A-Za-z]+(?:[-'.][A-Za-z]+)*\.?|'[a-z]+|[0-9]{1,4}|[^A-Za-z0-9\s]{1,3}")
LEAST = 2  # what occurs once is chance

HEAD = """#trawl-frequent 1
# Counted in the training part of UD English-EWT, CC BY-SA 4.0; see LICENSE.tagger. Most frequent first; written by
# tools/lexicon/count_words.py.
"""


def main(paths):
    counts = collections.Counter()
    for path in paths:
        with open(0 if path == "-" else path, encoding="utf-8") as file:
            counts.update(line.split("\t")[0] for line in file if line.strip())
    words = [word for word, count in counts.items()
             if count >= LEAST and len(word) <= 24 and not word.startswith("#") and WORD.fullmatch(word)]
    sys.stdout.write(HEAD)
    sys.stdout.writelines(word + "\n" for word in sorted(words, key=lambda word: (-counts[word], word)))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
