#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rules of strangers read nothing but what is named and what lies beside it; archives and links write nothing elsewhere."""
import io
import os
import tarfile

from trawl import TRIPLE, Case, main, run

SECRET = "hush"


class Privilege(Case):
    def setUp(self):
        super().setUp()
        self.secret = self.write("secret.txt", "#trawl-words 1 given_name\n%s\n%s: [\n" % (SECRET, SECRET))

    def refused(self, done, code):
        self.status(done, 1)
        self.says(done, code)
        self.assertNotIn(SECRET, done.stderr)

    def test_word_lists_elsewhere(self):
        os.makedirs(self.path("rules"))
        os.symlink(self.secret, self.path("rules/link.tsv"))
        os.symlink(self.folder, self.path("rules/up"))
        for name in (self.secret, "../secret.txt", "link.tsv", "up/secret.txt", "./../secret.txt", "/etc/passwd"):
            with self.subTest(name=name):
                rules = self.write("rules/r.yaml", "words:\n  given_name: {file: %s}\n" % name)
                self.refused(run("check", rules), "E235")
                self.assertNotEqual(run("extract", "-r", "+" + rules, "-", stdin=TRIPLE.encode()).returncode, 0)

    def test_word_lists_beside(self):
        self.write("rules/lists/names.tsv", "#trawl-words 1 given_name\nAnna\n")
        rules = self.write("rules/r.yaml", "words:\n  given_name: {file: lists/names.tsv}\n")
        self.status(run("check", rules), 0)
        done = run("check", "r.yaml", cwd=self.path("rules"))
        self.status(done, 0)

    def test_chains_name_no_files_elsewhere(self):
        chain = "".join("  - %s: []\n" % s for s in ("normalize", "clean", "tokenize", "sentences"))
        for name in (self.secret, "../secret.txt"):
            rules = self.write("rules/r.yaml", "stages:\n" + chain + "  - tag: [%s]\n" % name)
            done = run("check", rules)
            self.assertNotIn(SECRET, done.stderr)

    def test_members_of_archives_are_only_names(self):
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w") as archive:
            for name in ("../up.txt", "/tmp/trawl-absolute.txt", "a/../../b.txt"):
                about = tarfile.TarInfo(name)
                about.size = len(TRIPLE)
                archive.addfile(about, io.BytesIO(TRIPLE.encode()))
        path = self.write("in/a.tar", made.getvalue())
        before = sorted(os.listdir(self.folder))
        done = run("extract", "-f", "tsv", path, cwd=self.path("in"))
        self.status(done, 0)
        self.assertEqual(done.stdout.count(b"\tmet\t"), 3)
        self.assertEqual(sorted(os.listdir(self.folder)), before)
        self.assertFalse(os.path.exists("/tmp/trawl-absolute.txt"))

    def test_output_does_not_follow_a_planted_link(self):
        """Somebody has put a link where the unfinished output goes."""
        victim = self.write("victim", "mine")
        text = self.write("a.txt", TRIPLE)
        for planted in ("out.tsv.part", "out.tsv.journal"):
            with self.subTest(planted=planted):
                os.symlink(victim, self.path(planted))
                run("extract", "-f", "tsv", "-o", self.path("out.tsv"), text)
                with open(victim, encoding="utf-8") as file:
                    self.assertEqual(file.read(), "mine")
                if os.path.islink(self.path(planted)):
                    os.unlink(self.path(planted))


if __name__ == "__main__":
    main()
