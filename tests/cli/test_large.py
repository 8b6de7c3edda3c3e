# SPDX-License-Identifier: MIT
"""Sizes: one line of TRAWL_LARGE_MB megabytes, a token as long, deep nesting, a YAML bomb."""
import os
import subprocess
import time

from trawl import Case, main, run

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
