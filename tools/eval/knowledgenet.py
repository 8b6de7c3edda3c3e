#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Facts about people and organizations in passages of the web (KnowledgeNet).

usage: knowledgenet.py TRAWL DATAFOLDER [--list]
"""
import sys

import common

FILE = "knowledgenet_dev.jsonl"
CHIEF = {"ceo", "chief executive", "chief executive officer"}
PARTY = {"party", "democrats", "republicans", "conservatives", "labour", "liberals", "greens", "front", "alliance",
         "congress", "league"}
SPOUSES = {"wife", "husband", "spouse", "widow", "widower", "ex-wife", "ex-husband", "bride", "groom"}
LINE = {"father", "mother", "parent", "son", "daughter", "child", "stepson", "stepdaughter", "stepfather", "stepmother"}
PLACES = {"PLACE_OF_RESIDENCE", "PLACE_OF_BIRTH", "HEADQUARTERS"}
EITHER_WAY = {"SPOUSE", "CHILD_OF"}
TURNED = {"CEO", "FOUNDED_BY", "SUBSIDIARY_OF"}  # what we call the object stands first


def properties(triple):
    """The properties of KnowledgeNet that a triple may state; none: it is not judged."""
    relation, kind = triple["relation"], triple["object"]["type"]
    qualifiers = triple["qualifiers"]
    if relation in ("role_in", "works_for", "member_of"):
        if triple["subject"]["type"] != "person" or kind != "organization":
            return []
        names = ["EMPLOYEE_OR_MEMBER_OF"]
        if any(chief in qualifiers.get("role", "").lower() for chief in CHIEF):
            names.append("CEO")
        if PARTY & set(common.words(triple["object"]["name"])):
            names.append("POLITICAL_AFFILIATION")
        if "founder" in qualifiers.get("role", ""):
            names.append("FOUNDED_BY")
        return names
    if relation == "lives_in":
        return ["PLACE_OF_RESIDENCE"]
    if relation == "born_in":
        return ["DATE_OF_BIRTH" if kind == "date" else "PLACE_OF_BIRTH"]
    if relation == "died_in":
        return ["DATE_OF_DEATH"] if kind == "date" else []
    if relation == "based_in":
        return ["HEADQUARTERS"]
    if relation == "founded":
        return ["FOUNDED_BY"] if triple["subject"]["type"] == "person" else []
    if relation == "owns":
        return ["SUBSIDIARY_OF"] if triple["subject"]["type"] == "organization" else []
    if relation == "family_of":
        kin = qualifiers.get("kin", "").lower().split()[-1:]
        names = ["SPOUSE"] if not kin or kin[0] in SPOUSES else []
        return names + (["CHILD_OF"] if not kin or kin[0] in LINE else [])
    return []


JUDGED = {"EMPLOYEE_OR_MEMBER_OF", "CEO", "POLITICAL_AFFILIATION", "FOUNDED_BY", "PLACE_OF_RESIDENCE", "DATE_OF_BIRTH",
          "PLACE_OF_BIRTH", "DATE_OF_DEATH", "HEADQUARTERS", "SUBSIDIARY_OF", "SPOUSE", "CHILD_OF"}


def agrees(triple, prop, fact):
    """Does a triple state this fact of the gold?"""
    if prop != fact["prop"]:
        return False
    first = (fact["subj"], (fact["ss"], fact["se"]))
    second = (fact["obj"], (fact["os"], fact["oe"]))
    pairs = [(second, first)] if prop in TURNED else [(first, second)]
    if prop in EITHER_WAY:
        pairs.append((second, first))
    if prop == "FOUNDED_BY" and triple["relation"] == "role_in":
        pairs = [(second, first)]
    return any(common.argument_matches(triple["subject"], *a) and common.argument_matches(triple["object"], *b)
               for a, b in pairs)


def one_address(text, a, b):
    """"Riverton, Northland": two places of which the second says where the first is."""
    first, second = sorted(((a["os"], a["oe"]), (b["os"], b["oe"])))
    return text[first[1]:second[0]] in (", ", ",")


def groups(facts, text=""):
    """Facts that say the same thing of the same people: the gold states one fact for every pair of mentions ("Keller",
    "she", "her"). Facts of one property and one side are the same when the other side is a pronoun in one of them or
    one name is in the other; a pronoun that could be two names belongs to neither. The parts of an address
    ("Riverton, Northland") are one place."""
    leader = list(range(len(facts)))

    def top(i):
        while leader[i] != i:
            i = leader[i]
        return i

    for mine, other in (("subj", "obj"), ("obj", "subj")):
        for i, fact in enumerate(facts):
            peers = [j for j, f in enumerate(facts) if f["prop"] == fact["prop"] and f[other] == fact[other]]
            names = {f[mine] for f in (facts[j] for j in peers) if not common.is_pronoun(f[mine])}
            longest = max(names, key=len) if names else ""
            one = all(common.same_name(longest, name) for name in names)
            for j in peers:
                a, b = fact[mine], facts[j][mine]
                pronouns = common.is_pronoun(a) + common.is_pronoun(b)
                if a == b or pronouns == 2 or (pronouns == 1 and one) or (not pronouns and common.same_name(a, b)):
                    leader[top(i)] = top(j)
    for i, fact in enumerate(facts):
        for j in range(i):
            if (fact["prop"] in PLACES and facts[j]["prop"] == fact["prop"] and facts[j]["subj"] == fact["subj"]
                    and one_address(text, fact, facts[j])):
                leader[top(i)] = top(j)
    return [[f for i, f in enumerate(facts) if top(i) == t] for t in sorted({top(i) for i in range(len(facts))})]


def score(records, found, listing=None):
    counts = {name: common.Count() for name in sorted(JUDGED)}
    for record, triples in zip(records, found):
        asked = set(record["props"]) & JUDGED
        facts = [f for f in record["facts"] if f["prop"] in asked]
        claims = [(t, [p for p in properties(t) if p in asked]) for t in triples
                  if t["polarity"] == "positive" and t["modality"] == "actual"]
        for triple, props in claims:
            right = [p for p in props if any(agrees(triple, p, f) for f in facts)]
            if props:
                count = counts[(right or props)[0]]
                count.found += 1
                count.right += bool(right)
            if props and not right and listing:
                listing("wrong  %s: %s – %s – %s  %s: %s" % (
                    props[0], triple["subject"]["name"], triple["relation"], triple["object"]["name"], triple["phrase"],
                    record["text"]))
        for group in groups(facts, record["text"]):
            count = counts[group[0]["prop"]]
            count.gold += 1
            if any(agrees(t, p, f) for t, props in claims for p in props for f in group):
                count.hit += 1
            elif listing:
                listing("missed %s: %s – %s: %s" % (group[0]["prop"], group[0]["subj"], group[0]["obj"], record["text"]))
    return counts


if __name__ == "__main__":
    common.measure(sys.argv[1:], FILE, "triples", score, "KnowledgeNet")
