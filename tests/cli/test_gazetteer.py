# SPDX-License-Identifier: MIT
"""trawl gazetteer: what others publish becomes a gazetteer, that a pack, and the pack answers."""
import json

from trawl import Case, main, run

GEONAMES = [  # geonameid name ascii alternates lat long class code cc cc2 a1 a2 a3 a4 population elevation dem tz date
    "1\tStrél-sau\tStrel-sau\tStrelsavia,Штрельзау\t1\t2\tP\tPPLC\tRR\t\t\t\t\t\t90000\t\t\t\t2024-01-01",
    "2\tHollow\tHollow\t\t1\t2\tP\tPPL\tRR\t\t\t\t\t\t12\t\t\t\t2024-01-01",
    "3\tRuritania\tRuritania\t\t1\t2\tA\tPCLI\tRR\t\t\t\t\t\t5000000\t\t\t\t2024-01-01",
    "a broken line",
]


def item(number, label, kind, **more):
    def claim(value):
        return [{"mainsnak": {"datavalue": {"value": {"id": value}}}}]
    claims = {"P31": claim(kind)}
    if "gender" in more:
        claims["P21"] = claim(more["gender"])
    return json.dumps({"id": number, "labels": {"en": {"language": "en", "value": label}}, "claims": claims,
                       "aliases": {"en": [{"value": a} for a in more.get("aliases", [])]}}, ensure_ascii=False)


class Gazetteer(Case):
    def imports(self, name, content, *args):
        done = run("gazetteer", "import", *args, self.write(name, content))
        self.status(done, 0)
        lines = done.stdout.decode().splitlines()
        self.assertEqual(lines[0], "#trawl-gazetteer 1")
        self.status(run("check", self.write("made.tsv", done.stdout)), 0)
        return lines[1:], done.stderr

    def test_geonames(self):
        lines, said = self.imports("g.txt", "\n".join(GEONAMES), "--from", "geonames", "--min-population", "100")
        self.assertEqual(lines, ["Strél-sau\tplace\tgeonames-1\tStrel-sau|Strelsavia|Штрельзау\tpopulation=90000",
                                 "Ruritania\tcountry\tgeonames-3\t\tpopulation=5000000"])
        self.assertIn("2 entries, 2 left out", said)

    def test_wikidata(self):
        rows = ["[", item("Q1001", "Rudolf Elphberg", "Q5", gender="Q6581097", aliases=["Rudi; the | king", "x" * 300]) + ",",
                item("Q1002", "Strelsau Bank", "Q4830453") + ",", item("Q1003", "a disambiguation", "Q4167410") + ",",
                "{broken,", '{"id": "Q1004"},', "]"]
        lines, said = self.imports("w.json", "\n".join(rows), "--from", "wikidata")
        self.assertEqual(lines, ["Rudolf Elphberg\tperson\tQ1001\tRudi\\; the \\| king\twikidata=Q1001;gender=male",
                                 "Strelsau Bank\torganization\tQ1002\t\twikidata=Q1002"])
        self.assertIn("2 entries, 3 left out", said)

    def test_iso_codes(self):
        text = json.dumps({"3166-2": [{"code": "RR-ZE", "name": "Zenda", "type": "Province"}]})
        self.assertEqual(self.imports("i.json", text, "--from", "iso-codes")[0], ["Zenda\tplace\tRR-ZE"])
        self.status(run("gazetteer", "import", "--from", "iso-codes", self.write("bad.json", "{}")), 1)

    def test_lists(self):
        lines, said = self.imports("l.txt", "# names\nZenda Works\nAnna Strofzin\tperson\tAnna of Zenda|Anna\n\nbad\x01one\n",
                                   "--type", "organization")
        self.assertEqual(lines, ["Zenda Works\torganization", "Anna Strofzin\tperson\t\tAnna of Zenda|Anna"])
        self.assertIn("1 left out", said)
        self.assertEqual(self.imports("l.txt", "Zenda Works\n")[0], [])  # of no type

    def test_standard_input(self):
        done = run("gazetteer", "import", "--type", "place", stdin=b"Zenda\nStrelsau\n")
        self.assertEqual(done.stdout, b"#trawl-gazetteer 1\nZenda\tplace\nStrelsau\tplace\n")

    def test_where_facts_stand(self):
        names = self.write("n.yaml", 'as_of: "2024"\nentities:\n'
                           '  - name: Zorblax Quux\n    type: person\n    source: the court circular\n    roles:\n'
                           '      - {role: king, of: France, from: "1801-02", to: "1803-04-05"}\n'
                           '      - {role: judge, from: "1799", source: a letter, as_of: "1802-03"}\n')
        pack = self.path("n.pack")
        self.status(run("gazetteer", "compile", names, "-o", pack), 0)
        entry = b"Zorblax Quux\tperson\tzorblax-quux\t\tn.yaml\t\tthe court circular\t2024\n"
        offices = (b"\tking\tFrance\t1801-02\t1803-04-05\tthe court circular\t2024\n"
                   b"\tjudge\t\t1799\t\ta letter\t1802-03\n")
        for asked in (["-p", pack], ["-g", "+" + names]):
            self.assertEqual(run("gazetteer", "lookup", *asked, "Zorblax Quux").stdout, entry)
            self.assertEqual(run("gazetteer", "lookup", *asked, "--offices", "Zorblax Quux").stdout, entry + offices)

    def test_compile_and_lookup(self):
        names = self.write("n.tsv", "#trawl-gazetteer 1\nZorblax Quux\tperson\nSpringfield\tplace\tspringfield-rr\n")
        pack = self.path("n.pack")
        self.status(run("gazetteer", "compile", names, "-o", pack), 0)
        self.assertEqual(run("gazetteer", "lookup", "-p", pack, "zorblax QUUX").stdout,
                         b"Zorblax Quux\tperson\tzorblax-quux\t\tn.tsv\n")
        done = run("gazetteer", "lookup", "-p", pack, "Springfield")
        self.assertGreater(len(done.stdout.splitlines()), 1)
        self.assertIn(b"springfield-rr", done.stdout)
        self.assertIn(b"\tdemonym\t", run("gazetteer", "lookup", "Chinese").stdout)
        done = run("gazetteer", "lookup", "-p", pack, "Nowhere At All", "Zorblax Quux")
        self.status(done, 1)
        self.assertIn(b"zorblax-quux", done.stdout)
        self.says(done, "Nowhere At All")
        done = run("extract", "-f", "tsv", "-p", pack, stdin=b"Zorblax Quux visited Kazan.")
        self.assertIn(b"zorblax-quux", done.stdout)
        self.status(run("gazetteer", "compile", "--alone", names, "-o", pack), 0)
        self.status(run("gazetteer", "lookup", "-p", pack, "Kazan"), 1)

    def test_command_line(self):
        self.status(run("gazetteer"), 2)
        self.status(run("gazetteer", "collect"), 2)
        self.status(run("gazetteer", "lookup"), 2)
        self.status(run("gazetteer", "compile", "-o", self.path("x")), 2)
        self.status(run("gazetteer", "import", "--min-population", "x"), 2)
        self.status(run("gazetteer", "import", self.path("none.txt")), 1)


if __name__ == "__main__":
    main()
