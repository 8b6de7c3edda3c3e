#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: peer_spacy.py TAGGED NAMES TEXT: tokens, sentences, tags, entities, NAMES and a relation pattern; prints what was found.

The models are none of spaCy's own (those are downloads): layers as in its small English model, which learned one pass
over tags that trawl gave the samples. That makes them no slower; what the entity model finds is not counted.
"""
import json
import sys

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.training import Example

nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
nlp.add_pipe("tok2vec")
for pipe in ("tagger", "ner"):
    nlp.add_pipe(pipe, config={"model": {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}}})
with open(sys.argv[1], encoding="utf-8") as file:
    examples = []
    for sentence in json.load(file)[:500]:
        doc = Doc(nlp.vocab, words=[word for word, _ in sentence])
        names = ["U-NAME" if tag.startswith("NNP") else "O" for _, tag in sentence]
        examples.append(Example.from_dict(doc, {"tags": [tag for _, tag in sentence], "entities": names}))
nlp.initialize(lambda: examples)
nlp.update(examples, drop=0.1)
with open(sys.argv[2], encoding="utf-8") as file:
    nlp.add_pipe("span_ruler").add_patterns([{"label": "NAME", "pattern": line.rstrip("\n")} for line in file])
matcher = Matcher(nlp.vocab)
matcher.add("RELATION", [[{"TAG": "NNP", "OP": "+"}, {"TAG": {"REGEX": "^VB"}}, {"TAG": "NNP", "OP": "+"}]])
with open(sys.argv[3], encoding="utf-8") as file:
    paragraphs = file.read().split("\n\n")
print(sum(len(doc.spans["ruler"]) + len(matcher(doc)) for doc in nlp.pipe(paragraphs)))
