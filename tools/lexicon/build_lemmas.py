#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes rules/en/lexicon/lemmas.tsv from a WordNet 3.0 database folder.

    build_lemmas.py WORDNET_FOLDER > rules/en/lexicon/lemmas.tsv

Two kinds of lines, told apart by their columns:

    visit TAB nv             a base form and its parts of speech (n noun, v verb, a adjective, r adverb)
    went TAB v TAB go        an irregular form: form, part of speech, lemma

Base forms are the single lower-case words of the database; names are the gazetteers' business.
Irregular forms are those of the exception lists that the ending rules of the lexicon would not find
or would get wrong, the clitics, and British spellings of verbs whose lemma is the American one.
Deterministic: the output depends on the database alone."""
import os
import re
import sys

PARTS = (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r"))
WORD = re.compile(r"[a-z][a-z'-]*\Z")
ROMAN = re.compile(r"x{0,4}(ix|iv|v?i{0,3})\Z")

# Forms that no exception list has: clitics, auxiliaries, short forms.
EXTRA = {
    ("'s", "v"): "be", ("'re", "v"): "be", ("'m", "v"): "be", ("'ve", "v"): "have",
    ("'ll", "v"): "will", ("'d", "v"): "would", ("ca", "v"): "can", ("wo", "v"): "will",
    ("sha", "v"): "shall", ("n't", "a"): "not", ("an", "a"): "a", ("am", "v"): "be",
    ("are", "v"): "be", ("is", "v"): "be", ("was", "v"): "be", ("were", "v"): "be",
    ("been", "v"): "be", ("being", "v"): "be", ("has", "v"): "have", ("had", "v"): "have",
    ("having", "v"): "have", ("does", "v"): "do", ("did", "v"): "do", ("done", "v"): "do",
    ("people", "n"): "people", ("media", "n"): "media", ("data", "n"): "data",
    ("men", "n"): "man", ("women", "n"): "woman", ("children", "n"): "child",
    ("left", "v"): "leave", ("found", "v"): "find", ("ground", "v"): "grind",
    ("wound", "v"): "wound", ("wounded", "v"): "wound", ("bound", "v"): "bind",
    ("founded", "v"): "found", ("founding", "v"): "found", ("founds", "v"): "found",
    ("felt", "v"): "feel", ("fell", "v"): "fall", ("saw", "v"): "see", ("lay", "v"): "lie",
    ("laid", "v"): "lay", ("lies", "v"): "lie", ("lying", "v"): "lie", ("born", "v"): "bear",
    ("borne", "v"): "bear", ("shot", "v"): "shoot", ("met", "v"): "meet", ("led", "v"): "lead",
    ("fled", "v"): "flee", ("bought", "v"): "buy", ("axed", "v"): "axe", ("axing", "v"): "axe",
    ("dying", "v"): "die", ("tying", "v"): "tie", ("premises", "n"): "premises",
    ("forces", "n"): "force", ("troops", "n"): "troop", ("talks", "n"): "talk",
    ("headquarters", "n"): "headquarters", ("series", "n"): "series", ("news", "n"): "news",
    ("politics", "n"): "politics", ("united", "v"): "unite", ("axes", "v"): "axe",
    ("bases", "v"): "base", ("leaves", "v"): "leave", ("lives", "v"): "live",
    ("lives", "n"): "life", ("leaves", "n"): "leaf", ("does", "n"): "doe",
    ("further", "a"): "far", ("farther", "a"): "far", ("furthest", "a"): "far",
    ("better", "a"): "good", ("best", "a"): "good", ("worse", "a"): "bad", ("worst", "a"): "bad",
    ("more", "a"): "much", ("most", "a"): "much", ("less", "a"): "little", ("least", "a"): "little",
    ("tweeted", "v"): "tweet", ("tweeting", "v"): "tweet", ("tweets", "v"): "tweet",
    ("installed", "v"): "install", ("installing", "v"): "install", ("species", "n"): "species",
    ("means", "n"): "means", ("targeted", "v"): "target", ("targeting", "v"): "target",
}
# Verbs whose past tense is the base form.
UNCHANGED = (
    "beat bet broadcast burst cast cost cut forecast hit hurt let offset outbid overcast overbid put quit read "
    "recast reset rid set shed shut slit split spread sublet telecast thrust undercut upset wed bid").split()
EXTRA.update({(verb, "v"): verb for verb in UNCHANGED})
# Base words of today's news that the database of 2006 lacks.
NEW = {
    "tweet": "nv", "retweet": "nv", "google": "v", "app": "n", "blog": "nv", "blogger": "n",
    "podcast": "nv", "crowdfund": "v", "smartphone": "n", "drone": "n", "startup": "n",
    "cryptocurrency": "n", "bitcoin": "n", "cyberattack": "n", "cybersecurity": "n",
    "ransomware": "n", "malware": "n", "lockdown": "n", "livestream": "nv", "hashtag": "n",
    "selfie": "n", "jihadist": "na", "islamist": "na", "separatist": "na", "militia": "n",
    "paramilitary": "na", "ceasefire": "n", "airstrike": "n", "counteroffensive": "n",
    "counterterrorism": "n", "nonproliferation": "n", "denuclearization": "n", "denuclearize": "v",
    "denuclearise": "v", "warhead": "n", "frontline": "na", "checkpoint": "n", "spokesperson": "n",
    "chairperson": "n", "lawmaker": "n", "policymaker": "n", "peacekeeper": "n", "trilateral": "na",
    "headquarter": "v", "webpage": "n", "website": "n", "online": "ar", "offline": "ar",
    "healthcare": "n", "childcare": "n", "pre-trial": "a", "pretrial": "a", "midfielder": "n",
    "goalkeeper": "n", "offshore": "ar", "reelect": "v", "re-elect": "v", "deescalate": "v",
    "de-escalate": "v", "decarbonize": "v", "decarbonise": "v", "outsource": "v", "relaunch": "nv",
    "takeover": "n", "shareholder": "n", "stakeholder": "n", "co-found": "v", "cofound": "v",
    "co-founder": "n", "cofounder": "n", "co-author": "nv", "co-chair": "nv", "co-host": "nv",
    "spearhead": "nv", "greenlight": "v", "repost": "nv", "reiterate": "v", "liaise": "v",
    "premier": "nav", "ex-president": "n", "ex-minister": "n", "whistleblower": "n",
    "negotiator": "n", "mediate": "v", "defence": "n", "offence": "n", "licence": "n",
    "centre": "nv", "programme": "nv", "labour": "nv", "neighbour": "n", "favour": "nv",
    "honour": "nv", "colour": "nv", "harbour": "nv", "behaviour": "n", "endeavour": "nv",
    "not": "r", "detainee": "n", "returnee": "n", "evacuee": "n", "gunman": "n",
}


def spelled(folder, name):
    """Words of data.* as they are spelled there; the index files have lower case only."""
    with open(os.path.join(folder, "data." + name), encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split(" ")
            for i in range(int(fields[3], 16)):
                yield re.sub(r"\([a-z]+\)\Z", "", fields[4 + 2 * i])


def base_forms(folder):
    base = {}
    for name, letter in PARTS:
        for word in spelled(folder, name):
            if WORD.match(word) and len(word) > 1 and not ROMAN.match(word) or word == "a":
                if letter not in base.setdefault(word, ""):
                    base[word] += letter
    for word, letters in NEW.items():
        for letter in letters:
            if letter not in base.setdefault(word, ""):
                base[word] += letter
    return base


def twins(base):
    """British verbs in -ise, -yse, -our and their American twins."""
    table = {}
    for word, letters in sorted(base.items()):
        if "v" not in letters:
            continue
        for us, gb in (("ize", "ise"), ("yze", "yse"), ("or", "our")):
            if word.endswith(us):
                other = word[: -len(us)] + gb
                # "prize" and "prise", "size" and "sise" are no twins; short stems are words of their own.
                if len(word) - len(us) < 3 or us == "or" and other not in base:
                    continue
                if us == "or" and word not in US_OR:
                    continue
                table[other] = word
    return table


US_OR = {"favor", "honor", "labor", "color", "harbor", "endeavor", "rumor", "armor", "tumor", "vapor",
         "flavor", "savor", "parlor", "discolor", "dishonor", "belabor", "neighbor", "clamor"}


def exceptions(folder, base):
    table = {}
    for name, letter in PARTS[:3]:
        with open(os.path.join(folder, name + ".exc"), encoding="utf-8") as lines:
            for line in lines:
                form, lemma = line.split()[:2]
                if WORD.match(form) and WORD.match(lemma) and letter in base.get(lemma, ""):
                    table[form, letter] = lemma
    table.update(EXTRA)
    return table


def main():
    folder = sys.argv[1]
    base = base_forms(folder)
    table = exceptions(folder, base)
    for british, american in twins(base).items():
        letters = base.get(british, "")
        base[british] = letters if "v" in letters else letters + "v"
        table[british, "v"] = american
    print("#trawl-lemmas 1")
    print("# From WordNet 3.0, Copyright 2006 by Princeton University; see LICENSE.wordnet.")
    for word in sorted(base):
        print(word, base[word], sep="\t")
    for (form, letter), lemma in sorted(table.items()):
        print(form, letter, lemma, sep="\t")


if __name__ == "__main__":
    main()
