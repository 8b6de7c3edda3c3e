# SPDX-License-Identifier: MIT
"""`trawl diff`: what another rule set gains, loses and changes; rule sets as paths and as revisions; the three formats."""
import html.parser
import json
import os
import shutil
import subprocess

from trawl import SOURCE, Case, main, run

RULES = """relations:
  - name: praised
    X: actor
    Y: actor
    phrases: [%s]
"""
TEXT = "Vladimir Putin greeted Xi Jinping in Kazan on Monday. Olaf Scholz praised Joe Biden.\n"


class Diff(Case):
    def setUp(self):
        super().setUp()
        self.text = self.write("a.txt", TEXT)
        self.old = self.write("old.yaml", RULES % "X praise Y")
        self.new = self.write("new.yaml", RULES % "X greet Y")

    def test_gained_and_lost(self):
        done = run("diff", self.old, self.new, self.text)
        self.status(done, 1)
        out = done.stdout.decode()
        self.assertIn("new.yaml:praised\n  + Vladimir Putin – praised – Xi Jinping  %s\n"
                      "      Vladimir Putin greeted Xi Jinping in Kazan on Monday.\n" % self.text, out)
        self.assertIn("old.yaml:praised\n  - Olaf Scholz – praised – Joe Biden", out)
        self.assertTrue(out.endswith("\n1 gained, 1 lost, 0 changed, 0 the same\n"))
        self.assertNotIn("\033", out)
        self.assertIn("\033", run("diff", "--color=always", self.old, self.new, self.text).stdout.decode())

    def test_the_same(self):
        done = run("diff", self.old, self.old, self.text)
        self.status(done, 0)
        self.assertEqual(done.stdout, b"0 gained, 0 lost, 0 changed, 1 the same\n")

    def test_changed(self):
        weak = self.write("weak.yaml", RULES % "X praise Y" + "    weight: 0.7\n")
        done = run("diff", "-f", "jsonl", self.old, weak, self.text)
        self.status(done, 1)
        change, = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual((change["change"], change["rule"]), ("changed", "weak.yaml:praised"))
        self.assertEqual(set(change["fields"]), {"rule", "confidence"})
        self.assertLess(change["new"]["confidence"], change["old"]["confidence"])
        self.assertRegex(run("diff", self.old, weak, self.text).stdout.decode(), r"\n      confidence: 0\.\d+ > 0\.\d+\n")

    def test_shipped_and_added(self):
        self.assertEqual(run("diff", "shipped", SOURCE, self.text).returncode, 0)
        added = self.write("added.yaml", "relations:\n  - name: greeted\n    X: actor\n    Y: actor\n    phrases: [X greet Y]\n")
        done = run("diff", "-f", "jsonl", "shipped", "+" + added, self.text)
        self.status(done, 1)
        self.assertEqual([json.loads(line)["new"]["relation"] for line in done.stdout.splitlines()], ["greeted"])

    def test_html(self):
        text = self.write("b.txt", 'Vladimir Putin greeted Xi Jinping, said <b onload="x">the "Times" & others</b>.\n')
        done = run("diff", "-f", "html", self.old, self.new, text, self.text)
        self.status(done, 1)
        page = done.stdout.decode()
        self.assertNotIn("<b onload", page)
        open_tags = []

        class Reader(html.parser.HTMLParser):
            def handle_starttag(self, tag, attrs):
                if tag not in ("meta", "input"):
                    open_tags.append(tag)

            def handle_endtag(self, tag):
                assert open_tags.pop() == tag, tag

        Reader().feed(page)
        self.assertEqual(open_tags, [])
        self.assertEqual(page.count('<tr class="gained">'), 2)

    def test_revisions(self):
        if not shutil.which("git"):
            self.skipTest("no git here")
        git = ["git", "-C", self.folder, "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
        self.write("rules/r.yaml", RULES % "X praise Y")
        for words in (["init", "-q"], ["add", "rules"], ["commit", "-qm", "one"]):
            subprocess.run(git + words, check=True)
        self.write("rules/r.yaml", RULES % "X greet Y")
        temporary = os.path.join(self.folder, "tmp")
        os.mkdir(temporary)
        done = run("diff", "HEAD:rules", "rules", "a.txt", cwd=self.folder, env={**os.environ, "TMPDIR": temporary})
        self.status(done, 1)
        self.assertTrue(done.stdout.decode().endswith("1 gained, 1 lost, 0 changed, 0 the same\n"))
        self.assertEqual(os.listdir(temporary), [])

    def test_faults(self):
        self.status(run("diff", self.old, self.new), 2)
        done = run("diff", "no-such-thing", self.new, self.text)
        self.status(done, 2)
        self.says(done, "no-such-thing: neither a file, a folder, a revision of git nor 'shipped'")
        self.status(run("diff", "--", "--output=x", self.new, self.text), 2)
        bad = self.write("bad.yaml", "relations: 5\n")
        self.status(run("diff", self.old, bad, self.text), 3)
        done = run("diff", self.old, self.old, self.text, self.path("none.txt"))
        self.status(done, 1)
        self.assertEqual(done.stderr.count("none.txt"), 1)
        self.status(run("diff", "-o", "/dev/full", self.old, self.new, self.text), 4)


if __name__ == "__main__":
    main()
