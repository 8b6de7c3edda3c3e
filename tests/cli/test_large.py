# SPDX-License-Identifier: MIT
"""Sizes: one line of TRAWL_LARGE_MB megabytes, a token as long, deep nesting, a YAML bomb."""
import os
import subprocess
import time

from trawl import Case, main, peak, run

MEGABYTES = int(os.environ.get("TRAWL_LARGE_MB", "100"))


class Large(Case):
    def repeated(self, name, piece, megabytes):
        block = piece * (1 + (1 << 20) // len(piece))
        path = self.path(name)
        with open(path, "wb") as out:
            for _ in range(megabytes):
                out.write(block)
        return path

    def test_one_line_of_words(self):
        path = self.repeated("line.txt", b"Vladimir Putin met the men of Kazan and ", MEGABYTES)
        done = run("extract", "-f", "tsv", path, stdout=subprocess.DEVNULL)
        self.status(done, 0)

    def test_one_line_of_json(self):
        """Its text comes in parts, so that it costs no more memory than a small one; the lines around it are read."""
        piece = "Vladimir Putin met Wang Yi in Kazan. " * (1 << 15)
        path = self.path("line.jsonl")
        with open(path, "w", encoding="utf-8") as out:
            out.write('{"id":"a","text":"Putin met Xi."}\n{"id":"b","text":"')
            for _ in range(MEGABYTES // 4):
                out.write(piece)
            out.write('"}\n{"id":"c","text":"Putin met Xi."}\n')
        if MEGABYTES >= 100:  # first: the peak of a child is at least that of this process when it starts it
            self.assertLess(peak("extract", "-j", "2", "--from", "jsonl", "-f", "tsv", "--max-bytes", "512k", path), 150000)
        done = run("extract", "--from", "jsonl", "-f", "tsv", "--max-bytes", "512k", path)
        self.status(done, 0)
        docs = [line.split(b"\t")[0] for line in done.stdout.splitlines()[1:]]
        self.assertEqual((docs[0], docs[-1], docs.count(b"b")), (b"a", b"c", MEGABYTES // 4 << 15))

    def test_one_token(self):
        done = run("extract", "--emit", "entities", self.repeated("token.txt", b"a", MEGABYTES))
        self.status(done, 0)

    def test_other_runs(self):
        for piece in (b"(", b"\xff", b"\xcc\x81", b". ", b"\n", b"the ", b"A. ", b"\"", b"U.S. ", b"Putin, ",
                      b"not ", b"1,", b"- "):
            started = time.monotonic()
            done = run("extract", "-q", self.repeated("run.txt", piece, 2), stdout=subprocess.DEVNULL)
            self.status(done, 0)
            self.assertLess(time.monotonic() - started, 60, piece)

    def test_yaml_bombs(self):
        bomb = "a: &a [x, x, x]\n" + "".join(
            "%s: &%s [%s]\n" % (b, b, ", ".join(["*" + a] * 9)) for a, b in zip("abcdefgh", "bcdefghi"))
        for name, text in (("alias.yaml", bomb), ("deep.yaml", "relations: " + "[" * 10000),
                           ("deep2.yaml", "".join(" " * i + "a:\n" for i in range(3000)))):
            done = run("check", self.write(name, text))
            self.status(done, 1)
            self.says(done, name + ":", "error E10")


if __name__ == "__main__":
    main()
