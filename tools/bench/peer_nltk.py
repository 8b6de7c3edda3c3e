#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: peer_nltk.py TAGGED TEXT: tokens, tags, chunks of names and verbs; prints how many chunks.

The tagger's model is none of NLTK's own (that is a download): it learns the tags that trawl gave the samples, which
makes it no slower.
"""
import json
import re
import sys

from nltk import RegexpParser
from nltk.tag import PerceptronTagger
from nltk.tokenize import TreebankWordTokenizer

with open(sys.argv[1], encoding="utf-8") as file:
    tagger = PerceptronTagger(load=False)
    tagger.train(json.load(file), nr_iter=1)
with open(sys.argv[2], encoding="utf-8") as file:
    text = file.read()
parser = RegexpParser("NE: {<NNP>+}\nREL: {<NE><VB.*><IN>?<DT>?<NE>}")
tokens, found = TreebankWordTokenizer(), 0
for sentence in re.split(r"(?<=[.!?])\s+", text):
    tree = parser.parse(tagger.tag(tokens.tokenize(sentence)))
    found += sum(1 for node in tree if hasattr(node, "label"))
print(found)
