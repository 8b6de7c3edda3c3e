# SPDX-License-Identifier: MIT
"""The scorers of tools/eval, on made-up records: what is right, what is missed, what is a false alarm, what is not judged."""
import collections
import os
import subprocess
import sys
import unittest

from trawl import PROGRAM, SOURCE, Case, main

sys.path.insert(0, os.path.join(SOURCE, "tools", "eval"))
import common  # noqa: E402
import coref  # noqa: E402
import gum_names  # noqa: E402
import knowledgenet  # noqa: E402
import re3d  # noqa: E402
import sentences  # noqa: E402
import tags  # noqa: E402
import wikigold  # noqa: E402


def figures(count):
    return count.right, count.found, count.hit, count.gold


def mention(text, word, kind, how="name"):
    start = text.index(word)
    return {"text": word, "name": word, "type": kind, "kind": how, "start": start, "end": start + len(word)}


def triple(text, subject, relation, obj, types=("person", "organization"), **more):
    result = {"subject": mention(text, subject, types[0]), "relation": relation, "object": mention(text, obj, types[1]),
              "polarity": "positive", "modality": "actual", "qualifiers": {}, "phrase": "",
              "trigger": {"start": 0, "end": 1}}
    result.update(more)
    return result


class Names(unittest.TestCase):
    def test_same_name(self):
        for one, other, same in (("Maria Keller", "Keller", True), ("Acme Corp.", "Acme", True),
                                 ("the U.S.", "US", True), ("Keller's", "Keller", True), ("Maria", "Keller", False),
                                 ("Northfield", "North", False), ("", "Keller", False), ("the", "Acme", False),
                                 ("Bank of Northfield", "Northfield", True), ("Keller Maria", "Maria Keller", False)):
            self.assertEqual(common.same_name(one, other), same, (one, other))

    def test_pronouns_match_by_place_alone(self):
        argument = {"text": "She", "name": "Maria Keller", "start": 0, "end": 3}
        self.assertTrue(common.argument_matches(argument, "She", (0, 3)))
        self.assertTrue(common.argument_matches(argument, "Keller", (50, 56)))
        self.assertFalse(common.argument_matches(argument, "she", (50, 53)))
        self.assertFalse(common.argument_matches(argument, "Berg", (3, 7)))

    def test_trim(self):
        text = "the Acme Corp.'s and Maria’s Theatre"
        cut = lambda a, b: text[slice(*common.trim(text, a, b))]
        self.assertEqual(cut(0, 16), "Acme Corp.")
        self.assertEqual(cut(21, 28), "Maria")
        self.assertEqual(cut(29, 36), "Theatre")

    def test_nothing_found(self):
        count = common.Count()
        self.assertEqual((count.precision, count.recall, count.f1), (0, 0, 0))


class Spans(unittest.TestCase):
    def test_tags_to_spans(self):
        offsets = [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]
        for row, wanted in ((["O"] * 5, []), (["B-PER", "I-PER", "O", "O", "B-LOC"], [(0, 3, "PER"), (8, 9, "LOC")]),
                            (["B-PER", "B-PER", "O", "O", "O"], [(0, 1, "PER"), (2, 3, "PER")]),
                            (["O", "I-ORG", "I-LOC", "O", "O"], [(2, 3, "ORG"), (4, 5, "LOC")])):
            self.assertEqual(wikigold.gold_spans(row, offsets), wanted)

    def test_wikigold(self):
        text = "Maria Keller left Northfield for the French Bank and Acme."
        gold = [(0, 12, "PER"), (18, 28, "LOC"), (53, 57, "ORG"), (37, 48, "MISC")]
        rows = [mention(text, "Maria Keller", "person"), mention(text, "Northfield", "country"),
                mention(text, "French", "country", "demonym"),        # no name: not judged
                mention(text, "French Bank", "event"),                # of no judged type
                mention(text, "Bank and Acme", "organization"),       # overlaps, is not the same
                mention(text, "Maria", "person", "nominal")]
        lines = []
        counts = wikigold.score([text], [gold], [wikigold.found_spans(rows)], lines.append)
        self.assertEqual({n: figures(c) for n, c in counts.items()},
                         {"PER": (1, 1, 1, 1), "LOC": (1, 1, 1, 1), "ORG": (0, 1, 0, 1)})
        self.assertEqual([line.split()[0] for line in lines], ["missed", "wrong"])
        self.assertEqual(figures(common.total(counts.values())), (2, 3, 2, 3))

    def test_sentences(self):
        whole, ends = sentences.score(["x" * 30], [[(0, 10), (11, 20), (21, 30)]], [[(0, 20), (21, 30)]])
        self.assertEqual(figures(whole), (1, 2, 1, 3))
        self.assertEqual(figures(ends), (2, 2, 2, 3))


class Gum(unittest.TestCase):
    TEXT = "Mayor Maria Keller of Northfield met the members of Acme."
    FORMS = (("Mayor", "NNP"), ("Maria", "NNP"), ("Keller", "NNP"), ("of", "IN"), ("Northfield", "NNP"), ("met", "VBD"),
             ("the", "DT"), ("members", "NNS"), ("of", "IN"), ("Acme", "NNP"), (".", "."))

    def record(self):
        at, tokens = 0, []
        for form, tag in self.FORMS:
            at = self.TEXT.index(form, at)
            tokens.append({"f": form, "x": tag, "s": at, "e": at + len(form)})
            at += len(form)
        entity = lambda kind, wiki, first, last: {"type": kind, "wiki": wiki, "tok": first, "tok_end": last,
                                                  "start": tokens[first]["s"], "end": tokens[last - 1]["e"]}
        return {"text": self.TEXT, "tokens": tokens, "entities": [
            entity("person", "Maria_Keller_%28mayor%29", 0, 5), entity("place", "NF", 4, 5),
            entity("person", None, 6, 10), entity("organization", "Acme", 9, 10),
            entity("person", "Maria_Keller", 6, 8)]}  # "the members": no name in it

    def test_gold(self):
        self.assertEqual([self.TEXT[s:e] + " " + kind for s, e, kind in gum_names.gold_names(self.record())],
                         ["Maria Keller person", "Northfield place", "Acme organization"])

    def test_score(self):
        rows = [mention(self.TEXT, "Keller", "person"), mention(self.TEXT, "Northfield", "person"),
                mention(self.TEXT, "Acme", "organization"), mention(self.TEXT, "met", "place"),
                mention(self.TEXT, "members", "person", "nominal")]
        counts = gum_names.score([self.record()], [rows])
        self.assertEqual({n: figures(c) for n, c in counts.items()},
                         {"person": (1, 2, 1, 1), "organization": (1, 1, 1, 1), "place": (0, 1, 0, 1)})


class Coref(unittest.TestCase):
    TEXT = "Maria Keller of Northfield left. She met Tom Acker. He praised her town. The mayor slept."
    FORMS = (("Maria", "NNP"), ("Keller", "NNP"), ("of", "IN"), ("Northfield", "NNP"), ("left", "VBD"), (".", "."),
             ("She", "PRP"), ("met", "VBD"), ("Tom", "NNP"), ("Acker", "NNP"), (".", "."), ("He", "PRP"),
             ("praised", "VBD"), ("her", "PRP$"), ("town", "NN"), (".", "."), ("The", "DT"), ("mayor", "NN"),
             ("slept", "VBD"), (".", "."))

    def record(self):
        at, tokens = 0, []
        for form, tag in self.FORMS:
            at = self.TEXT.index(form, at)
            tokens.append({"f": form, "x": tag, "s": at, "e": at + len(form)})
            at += len(form)
        def entity(chain, first, last):
            start, end = tokens[first]["s"], tokens[last - 1]["e"]
            return {"id": chain, "tok": first, "tok_end": last, "start": start, "end": end,
                    "text": self.TEXT[start:end]}
        return {"text": self.TEXT, "tokens": tokens, "entities": [
            entity("1", 0, 4), entity("2", 3, 4), entity("1", 6, 7), entity("3", 8, 10), entity("3", 11, 12),
            entity("1", 13, 14), entity("2", 13, 15), entity("1", 16, 18)]}

    def row(self, text, name, how, kind="pronoun"):
        start = self.TEXT.index(text)
        return {"text": text, "name": name, "how": how, "kind": kind, "start": start, "end": start + len(text)}

    def test_names_of_chains(self):
        self.assertEqual(coref.chains(self.record()),
                         {"1": {"maria", "keller"}, "2": {"northfield"}, "3": {"tom", "acker"}})

    def test_score(self):
        rows = [self.row("She", "Maria Keller", "pronoun"), self.row("He", "Maria Keller", "pronoun"),
                self.row("The mayor", "Maria Keller", "role", "nominal"),
                self.row("Northfield", "Northfield", "gazetteer", "name")]
        counts = coref.score([self.record()], [rows])
        self.assertEqual({n: figures(c) for n, c in counts.items()},
                         {"pronoun": (1, 2, 1, 3), "nominal": (0, 0, 0, 0), "role": (1, 1, 0, 0)})


class Tags(unittest.TestCase):
    def test_score(self):
        rows = [("Acme", "NNP", "Acme"), ("’s", "POS", "'s"), None, ("saw", "VBD", "see"), ("x", "??", "x"),
                ("runs", "VBZ", "run"), ("new", "JJ", "_")]
        said = {0: ("NNP", True, "acme", "Acme"), 1: ("POS", False, "’s", "’s"), 3: ("NN", True, "saw", "see"),
                5: ("VBZ", False, "runs", "runs"), 6: ("JJ", False, "new", "new")}
        wrong = collections.Counter()
        parts = tags.score(rows, said, wrong)
        self.assertEqual({n: (p.right, p.all) for n, p in parts.items()}, {
            "tags": (4, 5), "tags of unknown words": (1, 2), "lemmas": (2, 4), "lemmas, case counting": (0, 4),
            "lemmas under gold tags": (3, 4)})
        self.assertEqual(sorted(wrong), [("runs", "VBZ", "VBZ", "run", "runs"), ("saw", "VBD", "NN", "see", "saw")])


class KnowledgeNet(unittest.TestCase):
    TEXT = "Maria Keller, who runs Acme Corp. of Northfield, is the wife of Peter Lang; she was born in Riverton."

    def fact(self, prop, subject, obj):
        at = lambda word: (self.TEXT.index(word), self.TEXT.index(word) + len(word))
        return {"prop": prop, "subj": subject, "obj": obj, "ss": at(subject)[0], "se": at(subject)[1],
                "os": at(obj)[0], "oe": at(obj)[1]}

    def score(self, props, facts, *triples):
        record = {"text": self.TEXT, "props": props, "facts": [self.fact(*f) for f in facts]}
        return figures(common.total(knowledgenet.score([record], [list(triples)]).values()))

    def test_right(self):
        t = lambda *args, **more: triple(self.TEXT, *args, **more)
        person = ("person", "person")
        place = ("person", "place")
        for props, fact, one in (
                (["CEO"], ("CEO", "Acme Corp.", "Maria Keller"), t("Maria Keller", "role_in", "Acme Corp.",
                                                                  qualifiers={"role": "chief executive"})),
                (["FOUNDED_BY"], ("FOUNDED_BY", "Acme Corp.", "Maria Keller"), t("Maria Keller", "founded", "Acme Corp.")),
                (["SPOUSE"], ("SPOUSE", "Peter Lang", "Maria Keller"),
                 t("Maria Keller", "family_of", "Peter Lang", person, qualifiers={"kin": "wife"})),
                (["PLACE_OF_BIRTH"], ("PLACE_OF_BIRTH", "she", "Riverton"), t("she", "born_in", "Riverton", place))):
            self.assertEqual(self.score(props, [fact], one), (1, 1, 1, 1), props)

    def test_wrong(self):
        t = lambda *args, **more: triple(self.TEXT, *args, **more)
        self.assertEqual(self.score(["PLACE_OF_BIRTH"], [("PLACE_OF_BIRTH", "she", "Riverton")],
                                    t("Peter Lang", "born_in", "Riverton", ("person", "place"))), (0, 1, 0, 1))
        # turned round
        self.assertEqual(self.score(["SUBSIDIARY_OF"], [("SUBSIDIARY_OF", "Acme Corp.", "Northfield")],
                                    t("Acme Corp.", "owns", "Northfield", ("organization", "organization"))), (0, 1, 0, 1))
        self.assertEqual(self.score(["CHILD_OF", "SPOUSE"], [("CHILD_OF", "Maria Keller", "Peter Lang")],
                                    t("Maria Keller", "family_of", "Peter Lang", ("person", "person"),
                                      qualifiers={"kin": "wife"})), (0, 1, 0, 1))

    def test_not_judged(self):
        t = lambda *args, **more: triple(self.TEXT, *args, **more)
        one = ("Maria Keller", "lives_in", "Riverton", ("person", "place"))
        kin = t("Maria Keller", "family_of", "Peter Lang", ("person", "person"), qualifiers={"kin": "sister"})
        self.assertEqual(self.score(["CEO"], [], t(*one)), (0, 0, 0, 0))  # the passage is not exhaustive for it
        self.assertEqual(self.score(["PLACE_OF_RESIDENCE"], [], t(*one, polarity="negative")), (0, 0, 0, 0))
        self.assertEqual(self.score(["PLACE_OF_RESIDENCE"], [], t(*one, modality="planned")), (0, 0, 0, 0))
        self.assertEqual(self.score(["SPOUSE", "CHILD_OF"], [], kin), (0, 0, 0, 0))
        self.assertEqual(self.score(["EMPLOYEE_OR_MEMBER_OF"], [], t("Maria Keller", "role_in", "Northfield",
                                                                    ("person", "country"))), (0, 0, 0, 0))

    def test_mentions_of_one_fact(self):
        facts = [("SPOUSE", "Maria Keller", "Peter Lang"), ("SPOUSE", "who", "Peter Lang"),
                 ("SPOUSE", "she", "Peter Lang"), ("PLACE_OF_BIRTH", "she", "Riverton")]
        self.assertEqual(len(knowledgenet.groups([self.fact(*f) for f in facts])), 2)
        two = [("PLACE_OF_BIRTH", "Maria Keller", "Riverton"), ("PLACE_OF_BIRTH", "Peter Lang", "Riverton"),
               ("PLACE_OF_BIRTH", "she", "Riverton")]
        self.assertEqual(len(knowledgenet.groups([self.fact(*f) for f in two])), 3)
        text = "Lang was born in Riverton, Northland and Eastmark."
        born = [{"prop": "PLACE_OF_BIRTH", "subj": "Lang", "ss": 0, "se": 4, "obj": word, "os": text.index(word),
                 "oe": text.index(word) + len(word)} for word in ("Riverton", "Northland", "Eastmark")]
        self.assertEqual([len(group) for group in knowledgenet.groups(born, text)], [2, 1])
        self.assertEqual(len(knowledgenet.groups([dict(f, prop="SPOUSE") for f in born], text)), 3)


class Re3d(unittest.TestCase):
    TEXT = "The Northland Army attacked Eastmark and its people. We met Maria Keller."

    def record(self):
        at = lambda word: {"begin": self.TEXT.index(word), "end": self.TEXT.index(word) + len(word), "value": word}
        relation = {"type": "FightingAgainst", "trigger": "attacked"}
        for side, word in (("source", "The Northland Army"), ("target", "Eastmark")):
            relation.update({side: word, side + "_begin": at(word)["begin"], side + "_end": at(word)["end"]})
        return {"text": self.TEXT, "relations": [relation, dict(relation, type="CoLocated")], "entities": [
            dict(at("The Northland Army"), type="Organisation"), dict(at("Eastmark"), type="Organisation"),
            dict(at("its people"), type="Organisation"), dict(at("We"), type="Organisation"),
            dict(at("Maria Keller"), type="Person"), dict(at("attacked"), type="Weapon")]}

    def test_entities(self):
        rows = [mention(self.TEXT, "Northland Army", "organization"), mention(self.TEXT, "Eastmark", "country"),
                mention(self.TEXT, "Keller", "person"), mention(self.TEXT, "people", "group", "nominal"),
                mention(self.TEXT, "We", "person", "pronoun"), mention(self.TEXT, "met", "place")]
        score = lambda *args: figures(re3d.score_entities([self.record()], [rows], *args)[0])
        self.assertEqual(score({"name"}, True, True), (2, 4, 2, 3))
        self.assertEqual(score({"name"}, True, False), (3, 4, 3, 3))
        self.assertEqual(score({"name", "nominal"}, False, False), (4, 5, 4, 4))

    def test_relations(self):
        t = lambda *args, **more: triple(self.TEXT, *args, ("organization", "country"), **more)
        score = lambda *triples: figures(common.total(re3d.score_relations([self.record()], [list(triples)]).values()))
        right = t("Northland Army", "attacked", "Eastmark")
        self.assertEqual(score(right), (1, 1, 1, 1))
        self.assertEqual(score(t("Eastmark", "attacked", "Northland Army")), (1, 1, 1, 1))  # no direction in the gold
        self.assertEqual(score(t("Northland Army", "met", "Eastmark")), (0, 1, 0, 1))
        self.assertEqual(score(t("Northland Army", "attacked", "Maria Keller")), (0, 1, 0, 1))
        self.assertEqual(score(t("Northland Army", "located_in", "Eastmark")), (0, 0, 0, 1))
        self.assertEqual(score(dict(right, polarity="negative")), (0, 0, 0, 1))


class Scripts(Case):
    def test_without_data(self):
        for name in ("tags", "sentences", "gum_names", "wikigold", "knowledgenet", "re3d", "coref"):
            script = os.path.join(SOURCE, "tools", "eval", name + ".py")
            done = subprocess.run([sys.executable, "-B", script, PROGRAM, self.folder], stdout=subprocess.PIPE)
            self.assertEqual(done.returncode, 0, name)
            self.assertIn(b"skipped", done.stdout, name)

    def test_with_a_record(self):
        self.write("wikigold.jsonl", '{"text": "Angela Merkel left.", "tags": ["B-PER", "I-PER", "O", "O"], '
                   '"offsets": [[0, 6], [7, 13], [14, 18], [18, 19]]}\n')
        script = os.path.join(SOURCE, "tools", "eval", "wikigold.py")
        done = subprocess.run([sys.executable, "-B", script, PROGRAM, self.folder], stdout=subprocess.PIPE)
        self.assertRegex(done.stdout.decode(), r"PER +1\.000 +1\.000 +1\.000 +1/1 +1/1\n")


if __name__ == "__main__":
    main()
