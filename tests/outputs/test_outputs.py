# SPDX-License-Identifier: MIT
"""What is written is read back by foreign programs: every format, over plain and over hostile texts.

A program that is missing is said to be missing: the test skips, it does not pass."""
import collections
import contextlib
import csv
import glob
import html.parser
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))

from trawl import SAMPLES, Case, main, run  # noqa: E402

NASTY = os.path.join(HERE, "nasty.jsonl")
TEXTS = sorted(glob.glob(os.path.join(SAMPLES, "*.txt")))
INPUTS = {"samples": TEXTS, "nasty": ["--from", "jsonl", NASTY]}


def decoded(text):
    """As the program reads a JSON text: half a surrogate pair is U+FFFD."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def nasty_texts():
    with open(NASTY, encoding="utf-8") as lines:
        return {decoded(r["id"]): decoded(r["text"]) for r in map(json.loads, lines)}


class Outputs(Case):
    def extract(self, *args, status=0):
        done = run("extract", "-q", *args)
        self.status(done, status)
        return done.stdout.decode("utf-8")  # which fails on what is not UTF-8

    def rows(self, *args):
        return [json.loads(line) for line in self.extract("-f", "jsonl", *args).split("\n")[:-1]]

    def foreign(self, *command, stdin=None, status=0):
        if not shutil.which(command[0]):
            self.skipTest(f"{command[0]} is not installed")
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=120)
        self.assertEqual(done.returncode, status, done.stderr.decode("utf-8", "replace")[-2000:])
        return done.stdout.decode("utf-8")



class Table(Outputs):
    def test_documents_know_all_formats(self):
        names = [line.split("\t")[0] for line in self.extract("-f", "help").splitlines()]
        self.assertEqual(len(names), len(set(names)))
        self.assertGreater(len(names), 12)
        shown = self.extract("--help")
        for name in names:
            self.assertRegex(shown, rf"(?m)^  {name} +\S")
        for path, form in (("docs/outputs.md", "`%s`"), ("docs/man/trawl.1", ".Cm %s\n")):
            with open(os.path.join(HERE, "../..", path), encoding="utf-8") as file:
                text = re.sub(" [,.]\n", "\n", file.read())
            self.assertEqual([name for name in names if form % name not in text], [], path)

    def test_what_does_not_go_together(self):
        for args in (("-f", "html", "--emit", "tokens"), ("-f", "text", "--emit", "doc"), ("-f", "dot", "--emit", "entities"),
                     ("-f", "html", "--merge"), ("--merge", "--emit", "sentences"), ("-f", "brat"), ("-f", "sqlite", "-o", "-")):
            self.status(run("extract", *args, TEXTS[0]), 2)


class Lines(Outputs):
    def test_jsonl_by_jq(self):
        for _, args in INPUTS.items():
            text = self.extract("-f", "jsonl", *args)
            names = self.foreign("jq", "-r", "[.subject.name,.relation,.object.name]|@json", stdin=text.encode())
            wanted = [json.loads(line) for line in text.split("\n")[:-1]]
            self.assertGreater(len(wanted), 10)
            self.assertEqual([json.loads(n) for n in names.split("\n")[:-1]],
                             [[w["subject"]["name"], w["relation"], w["object"]["name"]] for w in wanted])

    def test_slices_are_the_words(self):
        texts = nasty_texts()
        for unit, cut in (("chars", lambda t, a, b: t[a:b]),
                          ("bytes", lambda t, a, b: t.encode()[a:b].decode()),
                          ("utf16", lambda t, a, b: t.encode("utf-16-le")[2 * a:2 * b].decode("utf-16-le"))):
            rows = self.rows("--offsets", unit, *INPUTS["nasty"])
            for row in rows:
                for part in (row["subject"], row["object"], row["trigger"]):
                    self.assertEqual(cut(texts[row["doc"]], part["start"], part["end"]), part["text"])

    def test_tables_by_python(self):
        for layer in ("triples", "entities", "sentences", "tokens"):
            for _, args in INPUTS.items():
                rows = self.rows("--emit", layer, *args)
                comma = list(csv.DictReader(io.StringIO(self.extract("-f", "csv", "--emit", layer, *args), newline="")))
                tab = self.extract("-f", "tsv", "--emit", layer, *args).split("\n")[:-1]
                self.assertEqual([len(comma), len(tab)], [len(rows), len(rows) + 1])
                self.assertEqual({line.count("\t") for line in tab}, {tab[0].count("\t")})
                for row, fields, line in zip(rows, comma, tab[1:]):
                    doc = line.split("\t")[0]
                    for escape, char in (("\\t", "\t"), ("\\n", "\n"), ("\\r", "\r"), ("\\\\", "\\")):
                        doc = doc.replace(escape, char)
                    self.assertEqual([fields["doc"], doc], [row["doc"]] * 2)
                    if layer != "triples":
                        self.assertEqual(fields["text"], row["text"].replace("\0", "\ufffd"))
        self.assertGreater(len(rows), 0)

    def test_text_is_a_line_each(self):
        for _, args in INPUTS.items():
            text = self.extract("-f", "text", *args)
            self.assertEqual(len(text.split("\n")) - 1, len(self.rows(*args)))
            self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class Filters(Outputs):
    rows_of = {
        ("--relations", "met,visited"): lambda r: r["relation"] in ("met", "visited"),
        ("--relations", "met", "--relations", "visited"): lambda r: r["relation"] in ("met", "visited"),
        ("--min-confidence", "0.9"): lambda r: r["confidence"] >= 0.9,
        ("--min-confidence", "0.955"): lambda r: r["confidence"] >= 0.955,
        ("--types", "person"): lambda r: {r["subject"]["type"], r["object"]["type"]} == {"person"},
        ("--types", "person,country"): lambda r: {r["subject"]["type"], r["object"]["type"]} <= {"person", "country"},
        ("--types", "actor", "--relations", "met"): lambda r: r["relation"] == "met",
        (): lambda r: True,
    }

    def test_filters(self):
        whole = self.rows(*TEXTS)
        for args, keeps in self.rows_of.items():
            with self.subTest(args):
                wanted = [row for row in whole if keeps(row)]
                self.assertEqual(self.rows(*args, *TEXTS), wanted)
                self.assertTrue(wanted)
                self.assertTrue(not args or len(wanted) < len(whole))

    def test_mentions_are_filtered_by_type(self):
        whole = self.rows("--emit", "entities", *TEXTS)
        self.assertEqual(self.rows("--emit", "entities", "--types", "country", *TEXTS),
                         [row for row in whole if row["type"] == "country"])

    def test_what_the_rules_do_not_know(self):
        for args, says in ((("--relations", "mett"), "did you mean 'met'?"), (("--types", "persn"), "'person'?"),
                           (("--relations", ""), "know no ''"), (("--types", "person,"), "know no ''"),
                           (("--min-confidence", "2"), "from 0 to 1"), (("--min-confidence", "x"), "from 0 to 1"),
                           (("--min-confidence", "nan"), "from 0 to 1"),
                           (("--merge", "--emit", "tokens"), "--merge")):
            with self.subTest(args):
                done = run("extract", *args, SAMPLES)
                self.status(done, 2)
                self.says(done, says)


class Merged(Outputs):
    def test_counts_and_sources(self):
        for _, args in INPUTS.items():
            merged, rows = self.rows("--merge", *args), self.rows(*args)
            self.assertEqual(sum(m["count"] for m in merged), len(rows))
            self.assertLess(len(merged), len(rows))
            for m in merged:
                self.assertEqual(len(m["sources"]), m["count"])
                self.assertEqual(len({s["doc"] for s in m["sources"]}), m["documents"])
                self.assertEqual(max(s["confidence"] for s in m["sources"]), m["confidence"])
                self.assertLessEqual(m["first"] or "", m["last"] or "")
            table = list(csv.DictReader(io.StringIO(self.extract("--merge", "-f", "csv", *args), newline="")))
            self.assertEqual([int(t["count"]) for t in table], [m["count"] for m in merged])
            self.assertEqual(len(self.extract("--merge", *args).split("\n")) - 1, len(merged))
            self.assertEqual(len(self.extract("--merge", "-f", "tsv", *args).split("\n")) - 2, len(merged))

    def test_what_is_the_same(self):
        rows = {"a": "Vladimir Putin met Wang Yi on 5 May 2023.", "b": "Wang Yi met Vladimir Putin.",
                "c": "Vladimir Putin did not meet Wang Yi.", "d": "Vladimir Putin will meet Wang Yi.",
                "e": "Xi Jinping visited Russia.", "f": "Vladimir Putin visited China."}
        text = "".join(json.dumps({"id": i, "text": t, "date": "2024-01-0" + str(n + 1)}) + "\n"
                       for n, (i, t) in enumerate(rows.items()))
        merged = self.rows("--merge", "--from", "jsonl", self.write("in.jsonl", text))
        self.assertEqual([("".join(s["doc"] for s in m["sources"]), m["polarity"], m["modality"]) for m in merged],
                         [("ab", "positive", "actual"), ("c", "negative", "actual"), ("d", "positive", "planned"),
                          ("e", "positive", "actual"), ("f", "positive", "actual")])
        self.assertEqual([(m["first"], m["last"]) for m in merged[:2]],
                         [("2023-05-05", "2024-01-02"), ("2024-01-03", "2024-01-03")])


class Events(Outputs):
    def test_plover(self):
        for _, args in INPUTS.items():
            text = self.extract("-f", "plover", *args)
            events = [json.loads(line) for line in text.split("\n")[:-1]]
            rows = [r for r in self.rows(*args) if r["polarity"] == "positive"]
            self.assertEqual(len(self.foreign("jq", "-c", ".", stdin=text.encode()).split("\n")) - 1, len(events))
            classes = {e["relation"]: e["event"] for e in events}
            self.assertEqual([e["trigger"]["rule"] for e in events],
                             [r["rule"] for r in rows if r["relation"] in classes])
            for event in events:
                self.assertRegex(event["event"], "^[A-Z]+$")
                self.assertRegex(event["date"] or "2023", r"^\d{4}(-\d\d(-\d\d)?|-W\d\d|-Q\d)?")
                self.assertTrue(event["actors"] and event["recipients"])
        self.assertEqual(classes, {"met": "CONSULT", "visited": "CONSULT"})
        self.assertEqual({e["relation"]: e["mode"] for e in events}, {"met": None, "visited": "visit"})


class Conll(Outputs):
    def test_conll_u(self):
        for _, args in INPUTS.items():
            text = self.extract("-f", "conll", *args)
            self.assertTrue(text.endswith("\n\n"))
            ids, tokens, entities = set(), [], []
            for block in text.split("\n\n")[:-1]:
                tokens += self.sentence(block.split("\n"), ids, entities)
            wanted = self.rows("--emit", "tokens", *args)
            self.assertEqual([(t["start"], t["end"]) for t in wanted], tokens)
            mentions = self.rows("--emit", "entities", *args)
            missing = collections.Counter((m["start"], m["end"], m["type"]) for m in mentions)
            missing.subtract(entities)
            self.assertEqual([m for m, n in missing.items() if n > 0], [])

    def sentence(self, lines, ids, entities):
        comments = [line for line in lines if line.startswith("# ")]
        rows = [line.split("\t") for line in lines[len(comments):]]
        named = dict(line[2:].split(" = ", 1) for line in comments)
        self.assertNotIn(named["sent_id"], ids)
        self.assertNotRegex(named["sent_id"], r"[\s/]")
        ids.add(named["sent_id"])
        words, places, open_at = "", [], {}
        for number, row in enumerate(rows, 1):
            self.assertEqual(len(row), 10, row)
            self.assertEqual(row[0], str(number))
            self.assertTrue(all(row) and not any(c.isspace() and c != "\u00a0" for field in row for c in field), row)
            self.assertRegex(row[3], "^(ADJ|ADP|ADV|AUX|CCONJ|DET|INTJ|NOUN|NUM|PART|PRON|PROPN|PUNCT|SCONJ|SYM|VERB|X)$")
            self.assertEqual(row[5:9], ["_"] * 4)
            misc = dict(part.split("=", 1) for part in row[9].split("|"))
            words += row[1] + ("" if misc.get("SpaceAfter") == "No" else " ")
            start, end = map(int, misc["TokenRange"].split(":"))
            places.append((start, end))
            for piece in re.findall(r"\([^()]+\)?|[^()]+\)", misc.get("Entity", "")):
                if piece[0] == "(":
                    name, kind, _ = piece.strip("()").split("-")
                    open_at.setdefault(name, []).append((start, kind))
                if piece[-1] == ")":
                    begin, kind = open_at[piece.strip("()").split("-")[0]].pop()
                    entities.append((begin, end, kind))
        self.assertFalse(any(open_at.values()))
        self.assertEqual(named["text"], words.removesuffix(" "))
        return places


class Brat(Outputs):
    def documents(self, *args):
        folder = self.path("brat")
        self.extract("-f", "brat", "-o", folder, *args)
        return folder, sorted(name[:-4] for name in os.listdir(folder) if name.endswith(".ann"))

    def test_offsets_character_by_character(self):
        for _, args in INPUTS.items():
            folder, names = self.documents(*args)
            conf = self.read(folder, "annotation.conf")
            types = {part: set(re.findall(r"^(\w+)", lines, re.M)) for part, lines in
                     re.findall(r"^\[(\w+)\]\n((?:.+\n)*)", conf, re.M)}
            events = 0
            for name in names:
                text = self.read(folder, name + ".txt")
                bound = {}
                for line in self.read(folder, name + ".ann").split("\n")[:-1]:
                    events += self.annotation(line, text, bound, types)
            self.assertEqual(events, len(self.rows(*args)))
            self.assertEqual(set(types), {"entities", "relations", "events", "attributes"})
            shutil.rmtree(folder)

    def read(self, folder, name):
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            return file.read()

    def annotation(self, line, text, bound, types):
        mark, rest = line.split("\t", 1)
        if mark[0] == "T":
            head, words = rest.split("\t")
            kind, spans = head.split(" ", 1)
            self.assertIn(kind, types["entities"] | types["events"])
            spans = [tuple(map(int, span.split(" "))) for span in spans.split(";")]
            self.assertEqual(spans, sorted(spans))
            self.assertEqual(" ".join(text[a:b] for a, b in spans), words)
            self.assertTrue(all(a < b and not set(text[a:b]) & set("\r\n\t") for a, b in spans))
            self.assertNotIn(mark, bound)
            bound[mark] = kind
        elif mark[0] == "E":
            trigger, *arguments = rest.split(" ")
            kind, of = trigger.split(":")
            self.assertEqual(bound[of], kind)
            self.assertEqual([a.split(":")[0] for a in arguments[:2]], ["Subject", "Object"])
            self.assertTrue(all(a.split(":")[1] in bound for a in arguments))
            bound[mark] = kind
            return 1
        elif mark[0] == "A":
            name, of, *value = rest.split(" ")
            self.assertIn(name, types["attributes"])
            self.assertTrue(of in bound and (name == "Negation") == (not value))
        else:
            self.assertRegex(line, r"^#\d+\tAnnotatorNotes T\d+\t.+$")
            self.assertIn(rest.split("\t")[0].split(" ")[1], bound)
        return 0

    def test_texts_are_whole(self):
        texts = nasty_texts()
        folder, names = self.documents(*INPUTS["nasty"])
        self.assertEqual(sorted(self.read(folder, n + ".txt") for n in names), sorted(texts.values()))
        self.assertEqual(sorted(os.listdir(self.folder)), ["brat"])

    def test_names_do_not_meet(self):
        ids = ["a.txt", "a", "a~2", "b/c", "b_c", ".hidden", "a", "\u00e9", "x" * 5000]
        lines = "".join(json.dumps({"id": i, "text": i}) + "\n" for i in ids)
        _, names = self.documents("--from", "jsonl", self.write("in.jsonl", lines))
        self.assertEqual(len(names), len(ids))

    def test_folder_cannot_be_made(self):
        for path in (self.write("file", "x"), self.path("no/such")):
            done = run("extract", "-f", "brat", "-o", path, SAMPLES)
            self.status(done, 4)
            self.says(done, path)
        self.status(run("extract", "-f", "brat", SAMPLES), 2)


class LabelStudio(Outputs):
    def test_tasks(self):
        texts = nasty_texts()
        for name, args in INPUTS.items():
            text = self.extract("-f", "labelstudio", *args)
            tasks = json.loads(text)
            self.assertEqual(int(self.foreign("jq", "length", stdin=text.encode())), len(tasks))
            triples = 0
            for task in tasks:
                body = task["data"]["text"]
                if name == "nasty":
                    self.assertEqual(body, texts[task["data"]["doc"]])
                units, regions = body.encode("utf-16-le"), set()
                for item in task["predictions"][0]["result"]:
                    if item["type"] == "labels":
                        value = item["value"]
                        cut = units[2 * value["start"]:2 * value["end"]].decode("utf-16-le")
                        self.assertEqual(cut, value["text"])
                        regions.add(item["id"])
                    else:
                        self.assertLessEqual({item["from_id"], item["to_id"]}, regions)
                        triples += 1
            self.assertEqual(triples, len(self.rows(*args)))
        self.assertEqual(json.loads(self.extract("-f", "labelstudio", self.write("none.txt", ""))),
                         [{"data": {"doc": self.path("none.txt"), "text": ""},
                           "predictions": [{"model_version": tasks[0]["predictions"][0]["model_version"],
                                            "result": []}]}])


class Graphs(Outputs):
    def merged(self, *args):
        """Relation, polarity, modality and counts; what qualifiers tell apart is one edge."""
        counts = {}
        for row in self.rows("--merge", *args):
            ends = [(part["id"], None if part["id"] else (part["type"], part["value"] or part["name"]))
                    for part in (row["subject"], row["object"])]
            key = (tuple(ends), row["relation"], row["polarity"], row["modality"])
            counts[key] = counts.get(key, 0) + row["count"]
        return sorted((k[1], k[2], k[3], n) for k, n in counts.items())

    def test_dot(self):
        for _, args in INPUTS.items():
            graph = json.loads(self.foreign("dot", "-Tdot_json", stdin=self.extract("-f", "dot", *args).encode()))
            self.assertEqual(sorted((e["label"], e["polarity"], e["modality"], int(e["count"]))
                                    for e in graph["edges"]), self.merged(*args))
            names = {part["name"] for row in self.rows(*args) for part in (row["subject"], row["object"])}
            self.assertLessEqual({html.unescape(n["label"]) for n in graph["objects"]}, names)

    def test_dot_escapes(self):
        lines = self.write("in.jsonl", json.dumps({"id": "a", "text": "Joe Biden met Foo\\Bar&amp;\"Baz\\ Inc."}) + "\n")
        self.foreign("dot", "-Tsvg", stdin=self.extract("-f", "dot", "--from", "jsonl", lines).encode())

    def test_graphml(self):
        for _, args in INPUTS.items():
            text = self.extract("-f", "graphml", *args)
            self.foreign("xmllint", "--noout", "-", stdin=text.encode())
            root = xml.etree.ElementTree.fromstring(text)
            space = "{http://graphml.graphdrawing.org/xmlns}"
            def data(item):
                return {d.get("key"): d.text for d in item.findall(space + "data")}
            nodes = {n.get("id"): data(n) for n in root.iter(space + "node")}
            edges = list(root.iter(space + "edge"))
            self.assertTrue(all(e.get("source") in nodes and e.get("target") in nodes for e in edges))
            found = [data(e) for e in edges]
            self.assertEqual(sorted((e["relation"], e["polarity"], e["modality"], int(e["count"])) for e in found),
                             self.merged(*args))
            self.assertEqual(sum(int(n["count"]) for n in nodes.values()), 2 * len(self.rows(*args)))


class Sqlite(Outputs):
    def query(self, path, sql):
        with contextlib.closing(sqlite3.connect(path)) as base:
            return base.execute(sql).fetchall()

    def sound(self, path):
        said = self.foreign("sqlite3", path, "PRAGMA integrity_check; PRAGMA foreign_key_check;"
                            "INSERT INTO sentence_search (sentence_search) VALUES ('integrity-check');")
        self.assertEqual(said, "ok\n")

    def facts(self, path):
        return self.query(path, "SELECT document, sentence, subject, relation, object, polarity, modality,"
                                " confidence FROM facts ORDER BY id")

    def test_rows(self):
        texts = nasty_texts()
        for name, args in INPUTS.items():
            path, rows = self.path(name + ".sqlite"), self.rows(*args)
            self.extract("-o", path, *args)
            self.sound(path)
            plain = lambda text: text.replace("\0", "\ufffd")
            self.assertEqual(self.facts(path), [
                (plain(r["doc"]), r["sentence"], r["subject"]["value"] or r["subject"]["name"], r["relation"],
                 r["object"]["value"] or r["object"]["name"], r["polarity"], r["modality"], r["confidence"]) for r in rows])
            sentences = self.rows("--emit", "sentences", *args)
            self.assertEqual(self.query(path, 'SELECT number, start, "end", text FROM sentences ORDER BY id'),
                             [(r["sentence"], r["start"], r["end"], plain(r["text"])) for r in sentences])
            if name == "nasty":
                self.assertEqual(dict(self.query(path, "SELECT name, text FROM documents")),
                                 {k: plain(v) for k, v in texts.items()})
            for mention, start, end, text in self.query(path, 'SELECT m.text, m.start, m."end", d.text FROM mentions m'
                                                              " JOIN documents d ON d.id = m.document"):
                self.assertEqual(text[start:end], mention)
            self.assertTrue(self.query(path, "SELECT s.text FROM sentence_search f JOIN sentences s ON s.id = f.rowid"
                                             " WHERE sentence_search MATCH 'visited'"))
            for view in ("facts", "fact_counts", "entity_counts", "together", "relation_counts"):
                self.assertTrue(self.query(path, f"SELECT * FROM {view}"), view)

    def test_again_replaces_and_more_adds(self):
        path, one, two = self.path("a.sqlite"), TEXTS[:3], TEXTS[2:6]
        self.extract("-o", path, *one)
        before = self.facts(path)
        self.extract("-o", path, *one)
        self.assertEqual(self.facts(path), before)
        self.extract("-o", path, *two)
        self.sound(path)
        self.assertEqual(sorted(self.facts(path)), sorted(set(before + self.facts(path))))
        self.assertEqual(len(self.facts(path)), len(self.rows(*TEXTS[:6])))
        changed = self.write("in.jsonl", json.dumps({"id": one[0], "text": "Joe Biden visited Poland."}) + "\n")
        self.extract("-o", path, "--from", "jsonl", changed)
        self.sound(path)
        self.assertEqual([f[2:5] for f in self.facts(path) if f[0] == one[0]], [("Joe Biden", "visited", "Poland")])
        lost = self.query(path, "SELECT name FROM entities WHERE id NOT IN (SELECT subject FROM triples UNION SELECT"
                                " object FROM triples UNION SELECT entity FROM mentions WHERE entity NOTNULL)")
        self.assertEqual(lost, [])

    def test_what_is_not_ours_is_refused(self):
        foreign, unit = self.path("foreign.sqlite"), self.path("unit.sqlite")
        self.query(foreign, "CREATE TABLE t (x)")
        self.extract("-o", unit, TEXTS[0])
        for path, says, args in ((foreign, "none that trawl made", ()), (unit, "--offsets", ("--offsets", "bytes")),
                                 (self.write("text.sqlite", "text"), "not a database", ()),
                                 (self.path("no/such.sqlite"), "unable to open", ())):
            done = run("extract", "-f", "sqlite", "-o", path, *args, TEXTS[0])
            self.status(done, 4)
            self.says(done, says, path)
        self.status(run("extract", "-f", "sqlite", TEXTS[0]), 2)


class Rdf(Outputs):
    NAMES = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dct": "http://purl.org/dc/terms/"}

    def test_turtle_and_ntriples_say_the_same(self):
        for _, args in INPUTS.items():
            lines = self.extract("-f", "nt", *args)
            turtle = self.foreign("serdi", "-i", "turtle", "-o", "ntriples", "-",
                                  stdin=self.extract("-f", "ttl", *args).encode())
            plain = self.foreign("serdi", "-i", "ntriples", "-o", "ntriples", "-", stdin=lines.encode())
            self.assertEqual(sorted(set(turtle.splitlines())), sorted(set(plain.splitlines())))
            self.assertEqual(len(plain.splitlines()), len(lines.splitlines()))
            rapper = self.foreign("rapper", "-q", "-i", "turtle", "-o", "ntriples", "-", "urn:x",
                                  stdin=self.extract("-f", "ttl", *args).encode())
            self.assertEqual(len(set(rapper.splitlines())), len(set(lines.splitlines())))
            self.statements(lines, self.rows(*args))

    def statements(self, lines, rows):
        statements, plain, labels = {}, set(), set()
        for subject, predicate, value in re.findall(r"^<([^>]*)> <([^>]*)> (.*) \.$", lines, re.M):
            self.assertRegex(subject, r"^urn:trawl:[A-Za-z0-9._~%:-]+(#s\d+-\d+)?$")
            if "#s" in subject:
                statements.setdefault(subject, {})[predicate.split("#")[-1].split(":")[-1]] = value
            if predicate.startswith("urn:trawl:relation:"):
                plain.add(predicate)
            if predicate.endswith("#label") or predicate.endswith("identifier"):
                labels.add(json.loads(value))
        self.assertEqual([(s["predicate"], s["polarity"], s["confidence"].split("^")[0]) for s in statements.values()],
                         [(f"<urn:trawl:relation:{r['relation']}>", f'"{r["polarity"]}"', f'"{r["confidence"]:.2f}"')
                          for r in rows])
        facts = {f"urn:trawl:relation:{r['relation']}" for r in rows
                 if r["polarity"] == "positive" and r["modality"] == "actual"}
        self.assertEqual(plain, facts)
        control = {ord(c): 0xfffd for c in map(chr, range(32)) if c not in "\t\n\r"}
        self.assertLessEqual({r["doc"].translate(control) for r in rows}, labels)
        self.assertLessEqual({r["subject"]["name"] for r in rows}, labels)

    def test_links(self):
        lines = self.extract("-f", "nt", self.write("a.txt", "Vladimir Putin visited Germany."))
        self.assertIn("<http://www.wikidata.org/entity/Q7747>", lines)
        self.assertIn('<urn:trawl:vocab:iso3166> "DE"', lines)


STAGES = "normalize clean tokenize sentences tag gazetteer entities link clauses resolve relations".split()


class Documents(Outputs):
    def cut(self, stage, *args):
        return self.extract("--until", stage, "--emit", "doc", *args)

    def go_on(self, documents, *args, status=0):
        return self.extract("--from", "doc", *args, self.write("cut.jsonl", documents), status=status)

    def test_cut_or_whole(self):
        bad = self.write("bad.txt", b"\xef\xbb\xbfJoe Biden \xff\xfevisited Japan.\r\nXi Jinping\xc3 met Olaf Scholz\0.\n")
        for args in (TEXTS[:6] + [bad], INPUTS["nasty"]):
            wanted, whole = self.extract("-f", "jsonl", "--offsets", "bytes", *args), self.cut("relations", *args)
            for stage in STAGES:
                documents = self.cut(stage, *args)
                self.assertEqual(self.go_on(documents, "-f", "jsonl", "--offsets", "bytes"), wanted, stage)
                if stage in ("tokenize", "resolve"):
                    self.assertEqual(self.go_on(documents, "--emit", "doc"), whole, stage)

    def test_cut_twice_and_other_layers(self):
        once = self.cut("tag", *TEXTS)
        self.assertEqual(self.go_on(once, "--until", "link", "--emit", "doc"), self.cut("link", *TEXTS))
        for layer in ("entities", "tokens", "sentences"):
            self.assertEqual(self.go_on(self.cut("resolve", *TEXTS), "--emit", layer, "-f", "jsonl"),
                             self.extract("--emit", layer, "-f", "jsonl", *TEXTS))

    def test_by_jq(self):
        keys = self.foreign("jq", "-c", "[.trawl,.until,(.layers|keys|length),.truncated]",
                            stdin=self.cut("link", *TEXTS[:1]).encode())
        self.assertEqual(json.loads(keys), [1, "link", 7, False])

    def test_example_filter(self):
        names, text = self.write("names.tsv", "Zorblax\torganization\n"), self.write("a.txt", "Zorblax acquired Siemens.\n")
        filtered = subprocess.run([sys.executable, "-B", os.path.join(HERE, "../../docs/examples/filter.py"), names],
                                  input=self.cut("entities", text).encode(), capture_output=True, timeout=60)
        self.assertEqual(filtered.returncode, 0, filtered.stderr)
        self.assertEqual(self.go_on(filtered.stdout, "--relations", "acquired"), "Zorblax – acquired – Siemens\n")
        samples = subprocess.run([sys.executable, "-B", os.path.join(HERE, "../../docs/examples/filter.py"), names],
                                 input=self.cut("entities", *TEXTS).encode(), capture_output=True, timeout=60)
        self.assertEqual(self.go_on(samples.stdout), self.extract(*TEXTS))

    WRONG = [  # where, what stands there instead, what is said
        (["trawl"], 2, "trawl: another version"), (["until"], "lunch", "until: there is no such stage"),
        (["normal"], "x", "normal: is not"), (["bytes"], "?", "bytes: expected base64"), (["layers"], [], "layers: is missing"),
        (["layers", "tokens", 1, "end"], 10 ** 6, "tokens[1].end: lies behind"),
        (["layers", "tokens", 1, "start"], 0, "tokens[1].start: the token before"),
        (["layers", "tokens", 1, "start"], -1, "tokens[1].start: expected a number"),
        (["layers", "tokens", 1, "tag"], "NOUN", "tokens[1].tag: no Penn"),
        (["layers", "tokens", 1, "kind"], "wort", "did you mean 'word'?"),
        (["layers", "tokens", 0, "flags"], ["spaced"], "tokens[0].flags: no such flag"),
        (["layers", "tokens", 0, "lemma"], "", "tokens[0].lemma: expected a word"),
        (["layers", "sentences", 0, "start"], 1, "sentences[0].start: sentences must follow"),
        (["layers", "sentences"], [], "sentences: must cover all"),
        (["layers", "sorted_mentions"], 99, "sorted_mentions: expected a number"),
        (["layers", "mentions", 1, "head"], 99, "mentions[1].head: expected a number"),
        (["layers", "mentions", 1, "start"], 0, "mentions[1]"), (["layers", "mentions", 0, "outer"], 0, "mentions[0].outer"),
        (["layers", "mentions", 0, "entity"], 99, "mentions[0].entity: expected a number"),
        (["layers", "mentions", 0, "antecedent"], 0, "antecedent: leads in a circle"),
        (["layers", "mentions", 0, "type"], "persona", "mentions[0].type: the rules have no"),
        (["layers", "mentions", 0, "candidates"], ["nobody-at-all"], "candidates: the gazetteers"),
        (["layers", "entities", 0, "name"], None, "entities[0].name: is missing"),
        (["layers", "nps", 0, "next"], 0, "nps[0].next: leads in a circle"),
        (["layers", "nps", 0, "head"], 4000000000, "nps[0].head: expected a number"),
        (["layers", "frames", 0, "parent"], 0, "frames[0].parent: leads in a circle"),
        (["layers", "frames", 0, "args", 0, "np"], 99, "args[0].np: expected a number"),
        (["layers", "frames", 0, "trigger"], 1.5, "frames[0].trigger: expected a number"),
        (["layers", "triples", 0, "relation"], "ate", "triples[0].relation: the rules"),
        (["layers", "triples", 0, "confidence"], 7, "triples[0].confidence: expected"),
        (["layers", "triples", 0, "subject", "mention"], 99, "triples[0].mention: expected"),
        (["layers", "frames"], {}, "frames: expected a list"), (["layers", "nps", 0], 7, "nps[0]: expected an object"),
    ]

    def test_hostile_records(self):
        good = self.cut("relations", self.write("a.txt", "Joe Biden met Olaf Scholz. He visited Japan.")).strip()
        lines = []
        for path, value, _ in self.WRONG:
            document = json.loads(good)
            place = document
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
            lines.append(json.dumps(document))
        done = run("extract", "--from", "doc", self.write("wrong.jsonl", "\n".join(lines + [good]) + "\n"))
        self.status(done, 1)
        self.assertEqual(len(done.stdout.splitlines()), 2)
        said = re.findall(r"wrong\.jsonl:(\d+):1: error E414: no annotated document: (.*)", done.stderr)
        self.assertEqual([int(line) for line, _ in said], list(range(1, len(lines) + 1)))
        for (_, _, wanted), (_, message) in zip(self.WRONG, said):
            self.assertIn(wanted, message)

    def test_every_number_changed(self):
        """No number in a record, whatever it becomes, does more harm than an E414."""
        for stage in ("sentences", "link", "clauses", "resolve", "relations"):
            good = json.loads(self.cut(stage, self.write("a.txt", "Joe Biden, the US president, met Olaf Scholz and his "
                                                                  "minister. They visited Japan, he said.")))
            lines = []
            def change(item, turn):
                for key in item if isinstance(item, dict) else range(len(item)):
                    if isinstance(item[key], (dict, list)):
                        change(item[key], turn)
                    elif isinstance(item[key], int) and not isinstance(item[key], bool) and key not in ("trawl",):
                        kept, item[key] = item[key], turn(item[key])
                        lines.append(json.dumps(good))
                        item[key] = kept
            for turn in (lambda n: 0, lambda n: n + 1, lambda n: n + 5, lambda n: max(n - 1, 0)):
                change(good["layers"], turn)
            done = run("extract", "-q", "--from", "doc", "-f", "jsonl", self.write("changed.jsonl", "\n".join(lines) + "\n"))
            self.assertIn(done.returncode, (0, 1), done.stderr[-500:])


class Page(html.parser.HTMLParser):
    """What a reader of the page sees: per document its text and triples."""
    def __init__(self):
        super().__init__()
        self.documents, self.open, self.scripts, self.marks = [], [], 0, 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("meta", "link", "img", "input"):
            return
        self.open.append(tag)
        self.scripts += tag == "script"
        self.marks += tag == "mark"
        if tag == "article":
            self.documents.append({"doc": attrs["data-doc"], "text": "", "triples": []})
        if tag == "li":
            self.documents[-1]["triples"].append((attrs["data-r"], ""))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if "li" in self.open and "small" not in self.open:
            relation, text = self.documents[-1]["triples"].pop()
            self.documents[-1]["triples"].append((relation, text + data))
        elif "article" in self.open and not {"ol", "h2"} & set(self.open):
            self.documents[-1]["text"] += data


CLICKS = """<script>
const log = [], seen = () => all('li').filter(li => li.offsetParent !== null).length;
log.push(['all', seen(), document.getElementById('count').textContent]);
document.querySelector('#relations button').click(); log.push(['none', seen()]);
document.querySelector('#relations input[value=met]').click();
log.push(['met', seen(), all('li').filter(li => li.offsetParent !== null && li.dataset.r !== 'met').length]);
document.querySelector('#relations button').click(); document.querySelector('#relations button').click();
docs.value = '1'; docs.dispatchEvent(new Event('change'));
log.push(['doc', all('article').filter(a => a.offsetParent !== null).length, seen()]);
docs.value = ''; docs.dispatchEvent(new Event('change')); log.push(['again', seen()]);
const li = document.querySelector('li[data-r=met]');
li.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
log.push(['lit', all('mark.lit', li.closest('article')).length >= 2, all('b.lit').length]);
const mark = li.closest('article').querySelector(`mark[data-m="${li.dataset.s}"]`);
mark.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
log.push(['tip', !tip.hidden, tip.textContent.includes('met'), tip.children.length > 1]);
const out = document.createElement('pre'); out.id = 'log'; out.textContent = JSON.stringify(log); document.body.append(out);
</script>"""


class Html(Outputs):
    def test_page_by_python(self):
        texts = nasty_texts()
        for name, args in INPUTS.items():
            text = self.extract("-f", "html", *args)
            page = Page()
            page.feed(text)
            page.close()
            self.assertEqual((page.open, page.scripts), ([], 1))
            self.assertGreater(page.marks, 10)
            lines = [line for document in page.documents for _, line in document["triples"]]
            self.assertEqual([line.strip() for line in lines], self.extract(*args).split("\n")[:-1])
            for document in page.documents if name == "nasty" else []:
                wanted = re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", texts[document["doc"]])
                self.assertEqual(document["text"].strip("\n"), wanted.strip("\n"))

    def test_page_by_chromium(self):
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if not chromium:
            self.skipTest("no Chromium is installed")
        for _, args in INPUTS.items():
            rows = self.rows(*args)
            page = self.write("page.html", self.extract("-f", "html", *args).replace("</body>", CLICKS + "</body>"))
            done = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
                                   "--user-data-dir=" + self.path("profile"), "file://" + page],
                                  capture_output=True, timeout=120)
            found = re.search(rb'<pre id="log">(.*?)</pre>', done.stdout, re.S)
            if not found and b"<html" not in done.stdout:
                self.skipTest("Chromium does not run here")
            log = json.loads(html.unescape(found.group(1).decode()))
            met, docs = sum(r["relation"] == "met" for r in rows), list(dict.fromkeys(
                json.loads(line)["doc"] for line in self.extract("--emit", "sentences", "-f", "jsonl", *args).splitlines()))
            second = sum(r["doc"] == docs[1] for r in rows)
            self.assertEqual(log, [["all", len(rows), f"{len(rows)} of {len(rows)} triples"], ["none", 0], ["met", met, 0],
                                   ["doc", 1, second], ["again", len(rows)], ["lit", True, 1], ["tip", True, True, True]])


if __name__ == "__main__":
    main()
