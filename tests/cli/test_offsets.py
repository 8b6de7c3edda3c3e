# SPDX-License-Identifier: MIT
"""Every start and end cuts the text out of the original, in all three units, whatever the original holds."""
import json
import os
import random

from trawl import SAMPLES, WRAP, Case, main, run


def nasty():
    """Combining marks, emoji, CRLF, soft hyphens, BOM, bad bytes, from a fixed seed."""
    pieces = ["Vladimir Putin", "met", "Wang Yi", "in Kazan", "Emmanuel Macron", "visited", "Berlin", "Angela",
              "Sa\u0303o Paulo", "Mu\u0308nchen", "Kyi\u00adv", "U\u00adnited Na\u00adtions", "\U0001f600",
              "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001d54f", "\u201cYes\u201d,", "it\u2019s", "\u2026", "\u2014",
              "e\u0301\u0323\u0302", "\ufb01nance", "\u212b", "\uac00", "\u1100\u1161", "\u2011", "\u00a0", "\u2009", "\u200b",
              "\ufeff", "\u2028", "$5 million", "20 September 2023", "on Monday", "3.5%", "www.example.org", "U.S.",
              "Mr. O\u2019Neill", "said", "that", "\u0645\u0631\u062d\u0628\u0627", "\u5317\u4eac", "\r\n", "\r\n\r\n", "\n", "\t", ".", ".",
              ",", "\"", "(", ")"]
    rng = random.Random(20230920)
    out = [b"\xef\xbb\xbf"]
    for _ in range(4000):
        out.append(rng.choice(pieces).encode())
        out.append(rng.choice([b" ", b" ", b" ", b" ", b"", b"  "]))
        if rng.random() < 0.02:
            out.append(rng.choice([b"\xff", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\x00", b"\xc0\xaf"]))
    return b"".join(out)


def spans(record):
    """All objects inside a record that have a text and a place."""
    if isinstance(record, dict):
        if "text" in record and "start" in record:
            yield record
        for value in record.values():
            yield from spans(value)
    elif isinstance(record, list):
        for value in record:
            yield from spans(value)


class Offsets(Case):
    def cutters(self, raw):
        text = raw.decode("utf-8", "replace")
        wide = text.encode("utf-16-le", "surrogatepass")
        return {
            "chars": lambda a, b: text[a:b],
            "bytes": lambda a, b: raw[a:b].decode("utf-8", "replace"),
            "utf16": lambda a, b: wide[2 * a:2 * b].decode("utf-16-le", "surrogatepass"),
        }

    def check(self, raws, *args):
        """raws: the original of each document, by its name in the records."""
        for unit in ("utf16",) if WRAP else ("chars", "bytes", "utf16"): # wrapped runs take their time
            cut = {doc: self.cutters(raw)[unit] for doc, raw in raws.items()}
            for layer in ("triples", "entities", "sentences", "tokens"):
                done = run("extract", "-q", "-f", "jsonl", "--emit", layer, "--nested", "--offsets", unit, *args)
                self.status(done, 0)
                last = ("", 0)
                for line in done.stdout.decode().split("\n")[:-1]:
                    record = json.loads(line)
                    for span in spans(record):
                        got = cut[record["doc"]](span["start"], span["end"])
                        if got != span["text"]:
                            self.fail(f"{unit} {layer}: {got!r} is not {span['text']!r} in {line}")
                    if layer in ("sentences", "tokens"):
                        self.assertTrue(record["doc"] != last[0] or record["start"] >= last[1], line)
                        last = (record["doc"], record["end"])

    def check_folder(self, folder):
        paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".txt")]
        raws = {}
        for path in paths:
            with open(path, "rb") as file:
                raws[path] = file.read()
        self.check(raws, *paths)

    def test_samples(self):
        self.check_folder(SAMPLES)

    def test_nasty_text(self):
        raw = nasty()
        path = self.write("nasty.txt", raw)
        self.check({path: raw}, path)

    def test_nasty_text_in_json(self):
        text = nasty().decode("utf-8", "replace")
        path = self.write("nasty.jsonl", json.dumps({"id": "n", "text": text}) + "\n")
        self.check({"n": text.encode()}, "--from", "jsonl", path)

    def test_seeds(self):
        folder = os.path.join(os.path.dirname(SAMPLES), os.environ.get("SHARED", "../shared"), "seeds")
        if not os.path.isdir(folder):
            self.skipTest("no shared seeds here")
        self.check_folder(folder)


if __name__ == "__main__":
    main()
