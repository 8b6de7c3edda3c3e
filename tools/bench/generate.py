# SPDX-License-Identifier: MIT
"""What the bench runs on: news with a vocabulary as wide as that of real news, rules, names, worst cases.

Everything comes out of the samples, the shipped lexicon and a seed: the same call gives the same bytes.
"""
import bisect
import itertools
import json
import os
import random
import re
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "..", "..")
SAMPLES = os.path.join(SOURCE, "samples")


def samples():
    """The texts of the samples, in order."""
    texts = []
    for name in sorted(os.listdir(SAMPLES)):
        if name.endswith(".txt"):
            with open(os.path.join(SAMPLES, name), encoding="utf-8") as file:
                texts.append(file.read())
    return texts


def lemmas():
    """{part of speech: words} of the shipped lexicon, plain ones."""
    words = {}
    with open(os.path.join(SOURCE, "rules", "en", "lexicon", "lemmas.tsv"), encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 1 and re.fullmatch("[a-z]{3,12}", cells[0]):
                for kind in cells[1]:
                    words.setdefault(kind, []).append(cells[0])
    return words


def common(words):
    """Those that the tagger was trained on: the most frequent thousands of English."""
    with open(os.path.join(SOURCE, "rules", "en", "lexicon", "tagger.tsv"), encoding="utf-8") as file:
        known = {line.split("\t")[0] for line in file if re.match("[a-z]+\t", line)}
    return [word for word in words if word in known]


class Zipf:
    """Draws words so that the n-th is drawn 1/n times as often as the first."""

    def __init__(self, words, dice):
        self.words = list(words)
        dice.shuffle(self.words)
        self.sums = list(itertools.accumulate(1 / (i + 8) for i in range(len(self.words))))

    def draw(self, dice):
        return self.words[bisect.bisect(self.sums, dice.random() * self.sums[-1])]


SYLLABLES = ["ba", "bel", "bor", "chi", "da", "dor", "el", "fa", "gar", "go", "hal", "ich", "in", "jan", "ka", "kov", "lan",
             "li", "ma", "mer", "mon", "na", "nik", "nov", "or", "pa", "per", "ra", "ros", "sa", "sen", "ska", "ta", "ter",
             "to", "ul", "va", "ver", "wald", "wi", "ya", "zen", "zi", "zo"]


def surname(dice):
    return "".join(dice.choice(SYLLABLES) for _ in range(dice.choice((2, 2, 3, 3, 4)))).capitalize()


def news(trawl, size, seed=1, texts=None):
    """Texts of `size` bytes in all: the samples, with other nouns, adjectives and surnames in them. About one word in
    five is changed, so that the sentences stay sentences and the vocabulary grows as that of news does."""
    dice = random.Random(seed)
    known = lemmas()
    draw = {"NN": Zipf(known["n"], dice), "JJ": Zipf(known["a"], dice)}
    names = Zipf({surname(dice) for _ in range(60000)}, dice)
    patterns = []
    for text in texts or samples():
        done = subprocess.run([trawl, "extract", "-q", "-f", "jsonl", "--emit", "tokens", "--until", "tag", "--lang", "any"],
                              input=text, stdout=subprocess.PIPE, check=True, encoding="utf-8")
        patterns.append((text, [json.loads(line) for line in done.stdout.splitlines()]))
    made, total = [], 0
    for number in itertools.count():
        text, tokens = patterns[number % len(patterns)]
        out, at, again = [], 0, {}
        for token in tokens:
            word, tag = token["text"], token["tag"]
            if dice.random() < 0.5 or len(word) < 4 or not word.isalpha():
                continue
            if tag in ("NN", "JJ") and word.islower():
                new = draw[tag].draw(dice)
            elif tag == "NNS" and word.islower():
                new = draw["NN"].draw(dice) + "s"
            elif tag == "NNP" and word.istitle() and dice.random() < 0.5:
                new = again.setdefault(word, names.draw(dice))  # a name stays the same within a text
            else:
                continue
            out += [text[at:token["start"]], new]
            at = token["end"]
        out.append(text[at:])
        made.append("".join(out).strip() + "\n\n")
        total += len(made[-1].encode())
        if total >= size:
            return made


def rules(count, seed=2):
    """A relation file of `count` phrases and token patterns, thirty to a relation, as different as those of a desk that
    follows many subjects: half of them ask for frequent verbs and nouns, so that thousands are tried in any text."""
    dice = random.Random(seed)
    known = lemmas()
    verbs, nouns = ([word for pair in zip(itertools.cycle(dice.sample(often, len(often))), dice.sample(all_, len(all_)))
                     for word in pair] for all_, often in ((known[kind], common(known[kind])) for kind in "vn"))
    types = ["person", "organization", "country", "place", "actor"]
    lines = ["relations:"]
    for i in range(count):
        if i % 30 == 0:
            lines += ["  - name: made_%u" % (i // 30), "    X: %s" % dice.choice(types[:3]), "    Y: [actor, place]"]
            section = None
        verb, noun = verbs[i * 7 % len(verbs)], nouns[i * 11 % len(nouns)]
        prep = dice.choice(["in", "to", "with", "from", "on", "against", "for", "at"])
        kind = "phrases" if i % 30 < 24 else "tokens"
        if kind != section:
            lines.append("    %s:" % kind)
            section = kind
        if kind == "phrases":
            lines.append("      - " + ["X %s Y" % verb, "X %s %s Y" % (verb, prep), "X %s %s %s Y" % (verb, noun, prep),
                                       "%s of X %s Y" % (noun, prep)][i % 4])
        else:
            lines.append("      - '" + ['{X:person} "," "the"? %s "of" {Y:organization}' % noun,
                                        '{X} [is=speech_verb]? (%s | %s) "%s" {Y}' % (verb, verbs[i * 13 % len(verbs)], prep),
                                        '{Y:country} "\'\'s" %s {X:person}' % noun][i % 3] + "'")
    return "\n".join(lines) + "\n"


def names(count, path, seed=3):
    """A gazetteer of `count` names, as wide as that of a press archive: three in four persons, the rest organizations."""
    dice = random.Random(seed)
    words = [surname(dice) for _ in range(max(1000, count // 6))]
    heads = ["Group", "Bank", "Institute", "Ministry", "Council", "Foundation", "Holding", "University", "Agency", "Union"]
    seen = set()
    with open(path, "w", encoding="utf-8") as out:
        out.write("#trawl-gazetteer 1\n")
        while len(seen) < count:
            kind = "organization" if len(seen) % 4 == 3 else "person"
            last = dice.choice(heads) if kind == "organization" else dice.choice(words)
            name = " ".join([dice.choice(words) for _ in range(2 - len(seen) % 3 // 2 * (kind == "person"))] + [last])
            if name not in seen:
                seen.add(name)
                out.write("%s\t%s\n" % (name, kind))


def fill(piece):
    return lambda n: piece * (n // len(piece))


SENTENCE = "Norway condemned the attack and Jonas Berg met Anna Novak in Oslo on Tuesday"


def worst():
    """{name: f(n)}: texts of about n bytes that ask as much as a text can of one step or operator."""
    dice = random.Random(4)
    text = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"
    base64 = "".join(dice.choice(text) for _ in range(76))
    return {
        "news": fill(" ".join(samples()[0].split()) + "\n\n"),
        "no full stop": fill(SENTENCE + " and "),
        "one word": fill("a"),
        "one name": fill("Anna Novak met "),
        "capitals": fill("ANNA NOVAK MET JONAS BERG IN OSLO. "),
        "names in a row": fill("Anna Novak, "),
        "a list": fill("Norway, Sweden and "),
        "of of of": fill("president of the company of "),
        "clauses in clauses": fill("who said that Norway said that "),
        "relative clauses": fill("the man who met the woman who knew "),
        "brackets": fill("("),
        "nested brackets": lambda n: "Norway (" * (n // 16) + ")" * (n // 2),
        "open quotes": fill('"Norway said. '),
        "odd apostrophes": fill("'tis the '90s 'n' "),
        "full stops": fill(". "),
        "dots": fill("."),
        "commas": fill(", "),
        "hyphens": fill("well-"),
        "digits": fill("1"),
        "numbers": fill("1,000.5 "),
        "a table": fill("12.5\t33\t0.1\t2023-01-02\t77 %\n"),
        "dates": fill("on 3 May 2023, "),
        "base64": fill(base64 + "\n"),
        "web addresses": fill("http://example.org/a?b=c "),
        "initials": fill("J. "),
        "abbreviations": fill("Inc. "),
        "pronouns": fill("He met him and his. "),
        "she said": fill('"Yes," she said. '),
        "the company": fill("The company bought the company. "),
        "titles": fill("President Prime Minister "),
        "companies": fill("Novak Bank Group Inc "),
        "prefixes of names": fill("New York Times of New York "),
        "short lines": fill("Oslo\n"),
        "empty lines": fill("\n"),
        "bad bytes": fill("\u00e9\u0301\u200b"),
        "verbs": fill("met visited said "),
        "modals": fill("would not have been able to "),
    }


def worst_rules():
    """{name: (rules, f(n))}: token patterns and phrases that ask as much as they can, on texts that go along with them."""
    def tokens(*patterns):
        return "relations:\n  - name: made\n    X: [actor, place]\n    Y: [actor, place]\n    tokens:\n" + "".join(
            "      - '%s'\n" % pattern for pattern in patterns)

    def phrases(*made):
        return "relations:\n  - name: made\n    X: [actor, place]\n    Y: [actor, place]\n    phrases:\n" + "".join("      - %s\n" % p for p in made)

    short, long = fill("word " * 20 + ". "), fill("Norway word word word and Sweden, ")
    ways = "let:\n  ways: [%s]\n" % ", ".join("w%d" % i for i in range(5000))
    return {
        "rule: nested ? * +": (tokens('{X} (((.?)* .)+ (.?)*)+ {Y}'), long),
        "rule: nested {n,m}": (tokens('{X} ((. .?){1,8} .{0,8}){1,4} "never" {Y}'), long),
        "rule: lazy": (tokens('{X} .*? .*? "word" .*? {Y}'), long),
        "rule: any start": (tokens('.{0,20} "never" {X} {Y}'), short),
        "rule: 5,000 ways": (ways + tokens("{X} $ways {Y}"), fill("Norway w7 Sweden w1999 . ")),
        "rule: 2,000 patterns": (tokens(*('{X} "w%d" {Y}' % i for i in range(2000))), fill("Norway w7 Sweden w1999 . ")),
        "rule: expression": (tokens("{X} [/^(a+)+$/] {Y}"), fill("Norway " + "a" * 40 + "b Sweden. ")),
        "rule: 2,000 phrases": (phrases(*("X meet|see w%d Y" % i for i in range(2000))), fill("Norway met Sweden. ")),
        "rule: slots": (phrases("X meet Y", "X meet _ in Y", "_ meet X in Y", "X meet with Y"),
                        fill("Norway, Sweden, Chad, Peru and Iran met Cuba, Mali, Fiji, Oman and Iraq. ")),
    }


def worst_names():
    """{name: (gazetteer, f(n))}: names that share what they can."""
    head = "#trawl-gazetteer 1\n"
    prefix = "Alpha " * 30
    deep = "".join("%sBeta%d\torganization\n" % (prefix[:6 * (i % 30 + 1)], i) for i in range(600))
    return {
        "names: shared prefixes": (head + deep, fill("Alpha ")),
        "names: prefix, no end": (head + deep, fill(prefix + "Gamma ")),
        "names: 20,000 alike": (head + "".join("Jonas Berg\tperson\tberg-%d\n" % i for i in range(20000)), fill("Jonas Berg said. ")),
    }
