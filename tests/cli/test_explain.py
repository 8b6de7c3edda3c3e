# SPDX-License-Identifier: MIT
"""trawl explain: the true reason of a missing triple; what a phrase covers; hostile text; inputs.

tests/explain/missing.jsonl has a case a line: a triple is missing because something was broken (`broken`), `code` is
the reason that `trawl explain --rule` must name first, `says` a part of what it says. With what `mended` replaces, the
rule must fire: so the reason is the true one. `known` marks a case that is known to name another code."""
import html.parser
import json
import os
import re

from trawl import SOURCE, Case, main, run

ENOUGH = 0.9


def cases():
    with open(os.path.join(SOURCE, "tests", "explain", "missing.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Missing(Case):
    def ask(self, case):
        arguments = ["explain", "--rule", case["rule"]]
        for key, option, adds in (("rules", "-r", ""), ("more", "-r", "+"), ("gazetteer", "-g", "+")):
            if case.get(key):
                arguments += [option, adds + self.write(key + ".yaml", case[key])]
        if case.get("expect"):
            arguments += ["--expect", case["expect"]]
        done = run(*arguments, "-", stdin=case["text"].encode())
        self.status(done, 0)
        return done.stdout.decode()

    def test_first_code_is_the_true_reason(self):
        right, wrong = 0, []
        for case in cases():
            said = self.ask(case)
            self.assertRegex(said, r"^R\d\d ")
            good = said.startswith(case["code"] + " ") and case.get("says", "") in said
            right += good
            if not good:
                wrong.append(case)
            self.assertEqual(good, not case.get("known"), "%s: %s\n%s" % (case["broken"], json.dumps(case), said))
        self.assertGreaterEqual(len(cases()), 30)
        self.assertGreaterEqual(right, ENOUGH * len(cases()))

    def test_mended_it_fires(self):
        for case in cases():
            mended = {key: value for key, value in dict(case, **case["mended"]).items() if key != "expect"}
            said = self.ask(mended)
            self.assertTrue(said.startswith("R00 "), "%s: %s\n%s" % (case["broken"], json.dumps(mended), said))

    def test_every_reason_has_a_case(self):
        with open(os.path.join(SOURCE, "docs", "errors.md"), encoding="utf-8") as file:
            codes = set(re.findall(r"(?m)^\| (R\d\d) \|", file.read()))
        self.assertEqual(codes - {"R00"}, {case["code"] for case in cases()})


PHRASES = ("X visit Y", "X take over Y", "X pay visit to Y", "visit of X to Y", "X be {role:title} of Y", "X give Y _",
           "X allege that Y", "talk between X and Y", "training of Y by X", "X travel to|through Y", "X be based in Y",
           "X (publicly) condemn Y", "_ sell Y to X", "X write Y", "X overthrow Y", "Y employ X")


class Phrases(Case):
    def variants(self, phrase, *more):
        done = run("explain", "--phrase", phrase, "-f", "json", *more)
        self.status(done, 0)
        return [json.loads(line) for line in done.stdout.decode().splitlines()]

    def test_what_is_printed_matches(self):
        """By the way that users go: a rule file, trawl extract."""
        for phrase in PHRASES:
            rules = self.write("rules.yaml", "relations:\n  - {name: tried, X: name, Y: name, phrases: ['%s']}\n" % phrase)
            found = self.variants(phrase)
            self.assertGreaterEqual(len(found), 2, phrase)
            texts = {}
            for number, row in enumerate(found):
                for pair in (("Angela Merkel", "Japan"), ("Poland", "Japan")):
                    text = re.sub(r"\bX\b", pair[0], re.sub(r"\bY\b", pair[1], row["text"]))
                    texts["%d %s" % (number, pair[0])] = {"id": "%d %s" % (number, pair[0]), "text": text}
            lines = "".join(json.dumps(text) + "\n" for text in texts.values())
            done = run("extract", "-r", rules, "--from", "jsonl", "-f", "jsonl", "-", stdin=lines.encode())
            got = {}
            for record in map(json.loads, done.stdout.decode().splitlines()):
                if record["doc"].endswith(record["subject"]["name"]) and record["object"]["name"] == "Japan":
                    marks = [mark for mark, there in (("not", record["polarity"] == "negative"),
                                                      (record["modality"], record["modality"] != "actual"),
                                                      ("says Xi Jinping", record["attribution"])) if there]
                    got.setdefault(int(record["doc"].split()[0]), set()).add("[%s]" % "; ".join(marks) if marks else "")
            for number, row in enumerate(found):
                self.assertIn(row["gives"], got.get(number, ()), row)

    def test_names_are_those_of_the_documentation(self):
        with open(os.path.join(SOURCE, "docs", "rule-language.md"), encoding="utf-8") as file:
            names = set(re.findall(r"(?m)^\| ([^|]+?) \|", file.read()))
        for phrase in PHRASES:
            for row in self.variants(phrase):
                self.assertIn(row["variant"], names)

    def test_a_passive_phrase_has_no_active(self):
        texts = {row["text"] for row in self.variants("X be based in Y")}
        self.assertIn("X was based in Y.", texts)
        self.assertNotIn("X based in Y.", texts)

    def test_with_a_text(self):
        done = run("explain", "--phrase", "X inaugurate Y", "Joe Biden inaugurated Japan.")
        self.assertTrue(done.stdout.decode().startswith("R00 "))
        done = run("explain", "--phrase", "X inaugurate Y", "-Y", "person", "Joe Biden inaugurated Japan.")
        self.assertTrue(done.stdout.decode().startswith("R03 "))
        done = run("explain", "--phrase", "X say 'no' to Y", "Joe Biden inaugurated Japan.")
        self.status(done, 0)

    def test_faults(self):
        self.status(run("explain", "--phrase", "X visit"), 3)
        self.status(run("explain", "--phrase", "X visit Y", "-X", "persn"), 3)
        self.status(run("explain", "--phrase", "X visit Y", "-X", "person], name: {"), 2)
        self.status(run("explain", "-X", "person", "a b"), 2)
        self.status(run("explain", "--phrase", "X visit Y", "--rule", "visited", "a b"), 2)


class Page(html.parser.HTMLParser):
    """Holds a page against its own brackets, and collects its words."""
    VOID = {"meta", "br"}
    KNOWN = {"html", "head", "title", "style", "body", "h1", "h2", "h3", "p", "table", "tr", "td", "span", "small", "mark", "b"}

    def __init__(self):
        super().__init__()
        self.open, self.faults, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag in self.VOID:
            return
        if tag not in self.KNOWN or any(name not in ("class", "title", "lang") for name, _ in attrs):
            self.faults.append((tag, attrs))
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append("/" + tag)

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.faults.append(data)


HOSTILE = ("<script>alert(1)</script> visited \"Kazan\" & <b>Moscow</b>. ' onload='x",
           "Xi Jinping visited </p></td></body><!-- Kazan --> on Monday. \x1b[31mred\x1b[0m \x00\x07",
           "Xi\nJinping\tvisited\r\nKazan\u202e\u2066 and \U0001F600 \ud55c\uad6d \u0301\u0301 &amp; \\\\ \\u0041.",
           "]]> {{7*7}} ${x} `id` %s%n Joe Biden met Wang Yi. " * 3)


class Formats(Case):
    def texts(self):
        return [text.encode() for text in HOSTILE] + [b"Xi Jinping visited \xff\xfe\xc3 Kazan\x80.", b"", b"\n\n", b"."]

    def test_html_is_whole_and_escaped(self):
        for text in self.texts():
            done = run("explain", "-f", "html", "--all", "-", stdin=text)
            self.status(done, 0)
            page = Page()
            page.feed(done.stdout.decode())
            page.close()
            self.assertEqual(page.faults, [])
            self.assertEqual(page.open, [])
            self.assertNotRegex(done.stdout.decode(), r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]")

    def test_html_shows_the_words(self):
        page = Page()
        page.feed(run("explain", "-f", "html", "-", stdin=HOSTILE[0].encode()).stdout.decode())
        self.assertIn("<script>alert(1)</script> visited", "".join(page.words))

    def test_json_and_its_places(self):
        for text in self.texts():
            done = run("explain", "-f", "json", "--all", "-", stdin=text)
            self.status(done, 0)
            original = text.decode("utf-8", "replace")
            for line in done.stdout.decode().splitlines():
                record = json.loads(line)
                for item in [record] + record["tokens"] + record["mentions"]:
                    self.assertEqual(original[item["start"]:item["end"]], item["text"])
                for frame in record["frames"]:
                    for item in frame["arguments"]:
                        self.assertEqual(original[item["start"]:item["end"]], item["text"])
                for miss in record["misses"]:
                    self.assertRegex(miss["code"], r"^R\d\d$")
                    self.assertTrue(miss["frame"] is None or miss["frame"] < len(record["frames"]))

    def test_text_cannot_steer_the_terminal(self):
        for text in self.texts():
            done = run("explain", "--all", "--color", "never", "-", stdin=text)
            self.assertNotRegex(done.stdout.decode(), r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]")

    def test_a_trace_changes_no_triple(self):
        for name in sorted(os.listdir(os.path.join(SOURCE, "samples")))[:12]:
            path = os.path.join(SOURCE, "samples", name)
            if not name.endswith(".txt"):
                continue
            plain = [json.loads(line) for line in run("extract", "-f", "jsonl", path).stdout.decode().splitlines()]
            traced = [t for line in run("explain", "-f", "json", path).stdout.decode().splitlines()
                      for t in json.loads(line)["triples"]]
            self.assertEqual([(t["subject"]["name"], t["relation"], t["object"]["name"], t["rule"]) for t in plain],
                             [(t["subject"], t["relation"], t["object"], t["rule"]) for t in traced])

    def test_rule_in_all_formats(self):
        said = json.loads(run("explain", "-f", "json", "--rule", "visited", "Xi Jinping visited.").stdout)
        self.assertEqual((said["code"], said["attempt"]["rule"]), ("R06", "diplomacy.yaml:visited"))
        self.assertIn(">R06<", run("explain", "-f", "html", "--rule", "visited", "Xi Jinping visited.").stdout.decode())


class Inputs(Case):
    def test_text_file_and_standard_input_say_the_same(self):
        text = "Xi Jinping visited Kazan."
        path = self.write("a.txt", text)
        out = run("explain", text).stdout
        self.assertEqual(out, run("explain", path).stdout)
        self.assertEqual(out, run("explain", "-", stdin=text.encode()).stdout)
        self.assertEqual(out, run("explain", stdin=text.encode()).stdout)

    def test_a_file_that_is_not_there(self):
        done = run("explain", self.path("none.txt"))
        self.status(done, 1)
        self.says(done, "cannot be read")

    def test_layers(self):
        out = run("explain", "-l", "tokens", "Xi Jinping visited Kazan.").stdout.decode()
        self.assertIn("tokens", out)
        self.assertNotIn("mentions", out)
        done = run("explain", "-l", "token", "a b")
        self.status(done, 2)
        self.says(done, "did you mean 'tokens'?")

    def test_colors_and_width(self):
        text = "Xi Jinping visited Kazan, " * 20
        self.assertIn(b"\x1b[", run("explain", "--color", "always", text).stdout)
        out = run("explain", text).stdout.decode()
        self.assertNotIn("\x1b", out)
        for line in run("explain", "-l", "tokens,frames", text).stdout.decode().splitlines():
            self.assertLessEqual(len(line), 100)

    def test_expected_triple(self):
        self.status(run("explain", "--expect", "nonsense", "a b"), 2)
        out = run("explain", "--expect", "Xi Jinping – visited – Kazan", "Xi Jinping visited Kazan.").stdout.decode()
        self.assertTrue(out.startswith("R00 visited"))


if __name__ == "__main__":
    main()
