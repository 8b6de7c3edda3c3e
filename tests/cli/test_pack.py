# SPDX-License-Identifier: MIT
"""Packs: they say what the files say that they were made of, or they are refused."""
import os
import shutil
import struct

from trawl import SAMPLES, SOURCE, Case, main, run

RULES = """relations:
  - name: befriended
    X: person
    Y: person
    phrases: [X befriend Y]
    examples:
      - "Xi Jinping befriended Vladimir Putin.": "Xi Jinping – befriended – Vladimir Putin"
"""
NAMES = "#trawl-gazetteer 1\nZorblax Quux\tperson\nQuentin Vortigern\tperson\t\tVortigern\n"
TEXT = "Zorblax Quux befriended Vortigern in Paris. Xi Jinping visited Kazan."


class Packs(Case):
    def pack(self, *args, name="a.pack"):
        path = os.path.join(self.folder, name)
        self.status(run("compile", *args, "-o", path), 0)
        return path

    def text(self):
        return self.write("a.txt", TEXT)

    def test_shipped_pack_gives_the_same_bytes(self):
        pack = self.pack()
        for layer in ("triples", "entities", "sentences", "tokens"):
            args = ["extract", "-f", "jsonl", "--emit", layer, SAMPLES]
            want = run(*args, "-p", "none").stdout
            self.assertGreater(len(want), 1000)
            self.assertEqual(run(*args, "-p", pack).stdout, want, layer)
            self.assertEqual(run(*args).stdout, want, layer)

    def test_own_rules_and_names(self):
        rules, names = self.write("r.yaml", RULES), self.write("n.tsv", NAMES)
        for plus in ("+", ""):
            given = ["-r", plus + rules, "-g", plus + names]
            want = run("extract", "-f", "jsonl", *given, self.text())
            self.assertIn(b"befriended", want.stdout)
            self.assertEqual(b"visited" in want.stdout, plus == "+")
            got = run("extract", "-f", "jsonl", "-p", self.pack(*given), self.text())
            self.assertEqual(got.stdout, want.stdout)

    def test_the_same_bytes_each_time(self):
        with open(self.pack(name="a.pack"), "rb") as a, open(self.pack(name="b.pack"), "rb") as b:
            self.assertEqual(a.read(), b.read())

    def test_threads(self):
        pack = self.pack()
        want = run("extract", "-f", "jsonl", "-p", "none", "-j", "1", SAMPLES).stdout
        self.assertEqual(run("extract", "-f", "jsonl", "-p", pack, "-j", "4", SAMPLES).stdout, want)

    def test_check(self):
        pack = self.pack()
        self.status(run("check", pack), 0)
        with open(pack, "r+b") as f:
            f.seek(os.path.getsize(pack) // 2)
            byte = f.read(1)
            f.seek(-1, os.SEEK_CUR)
            f.write(bytes([byte[0] ^ 1]))
        done = run("check", pack)
        self.status(done, 1)
        self.says(done, "E123")
        self.says(done, "checksum")

    def refused(self, data, code, name="bad.pack"):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(data)
        done = run("extract", "-p", path, self.text())
        self.status(done, 3)
        self.says(done, code, name)
        self.assertEqual(done.stdout, b"")

    def test_refused(self):
        with open(self.pack(), "rb") as f:
            data = f.read()
        self.refused(b"", "E121")
        self.refused(b"relations: []\n", "E121")
        self.refused(os.urandom(4096), "E121")
        self.refused(data[:40], "E123")
        self.refused(data[:len(data) // 2], "E123")
        self.refused(data[:-1], "E123")
        self.refused(data + b"x", "E123")
        self.refused(data[:8] + data[8:12][::-1] + data[12:], "E122")           # byte order
        self.refused(data[:12] + struct.pack("<I", 99) + data[16:], "E122")     # format
        self.refused(data[:16] + b"9.9.9" + data[21:], "E122")                  # version
        self.refused(data[:72] + struct.pack("<Q", len(data) * 2) + data[80:], "E123")  # a section outside
        done = run("extract", "-p", os.path.join(self.folder, "none.pack"), self.text())
        self.status(done, 3)
        self.says(done, "E120")
        self.status(run("extract", "-p", self.folder, self.text()), 3)

    def test_nothing_beside_a_pack(self):
        done = run("extract", "-p", self.pack(), "-r", "+" + self.write("r.yaml", RULES), self.text())
        self.status(done, 3)
        self.says(done, "E124")

    def test_command_line(self):
        self.status(run("compile"), 2)
        self.status(run("compile", "x.yaml", "-o", os.path.join(self.folder, "x.pack")), 2)
        bad = self.write("bad.yaml", "relations: [{name: x}]\n")
        path = os.path.join(self.folder, "never.pack")
        done = run("compile", "-r", "+" + bad, "-o", path)
        self.status(done, 3)
        self.says(done, "bad.yaml")
        self.assertFalse(os.path.exists(path))
        self.status(run("compile", "-o", "/nowhere/at/all.pack"), 4)


class Shipped(Case):
    """The pack in the data folder is used while it is up to date, and never else."""

    def setUp(self):
        super().setUp()
        self.data = os.path.join(self.folder, "data")
        for part in ("rules", "gazetteers"):
            shutil.copytree(os.path.join(SOURCE, part), os.path.join(self.data, part))
        self.env = dict(os.environ, TRAWL_DATA=self.data)
        self.shipped = os.path.join(self.data, "en.pack")
        self.status(run("compile", "-o", self.shipped, env=self.env), 0)
        self.input = self.write("a.txt", "Zorblax Quux visited Kazan. Xi Jinping blarfed Kazan.")

    def triples(self, *args):
        done = run("extract", "-q", "-f", "tsv", *args, self.input, env=self.env)
        self.status(done, 0)
        return done.stdout

    def test_it_is_used(self):
        """What is changed in it by hand comes out."""
        with open(self.shipped, "rb") as f:
            data = f.read()
        self.assertIn(b"visited", self.triples())
        with open(self.shipped, "wb") as f:
            f.write(data.replace(b"\0visited\0", b"\0vizited\0"))
        self.assertIn(b"vizited", self.triples())
        self.assertNotIn(b"vizited", self.triples("-p", "none"))

    def test_what_changes_is_seen(self):
        before = self.triples()
        self.assertEqual(self.triples("-p", "none"), before)
        with open(os.path.join(self.data, "rules/en/relations/diplomacy.yaml")) as f:
            text = f.read()
        self.assertIn("- X visit Y", text)
        stat = os.stat(os.path.join(self.data, "rules/en/relations/diplomacy.yaml"))
        # the same size; another time
        with open(os.path.join(self.data, "rules/en/relations/diplomacy.yaml"), "w") as f:
            f.write(text.replace("- X visit Y", "- X vizit Y", 1))
        after = self.triples()
        self.assertNotEqual(after, before)
        self.assertEqual(self.triples("-p", "none"), after)
        # only the time: the contents tell
        with open(os.path.join(self.data, "rules/en/relations/diplomacy.yaml"), "w") as f:
            f.write(text)
        os.utime(os.path.join(self.data, "rules/en/relations/diplomacy.yaml"), ns=(stat.st_atime_ns, stat.st_mtime_ns + 5))
        self.assertEqual(self.triples(), before)

    def test_a_new_file_is_seen(self):
        self.assertNotIn(b"Zorblax Quux\tzorblax-quux", self.triples())
        with open(os.path.join(self.data, "gazetteers", "own.tsv"), "w") as f:
            f.write(NAMES)
        self.assertIn(b"Zorblax Quux\tzorblax-quux", self.triples())
        os.unlink(os.path.join(self.data, "gazetteers", "own.tsv"))
        self.assertNotIn(b"Zorblax Quux\tzorblax-quux", self.triples())

    def test_damaged_is_passed_over_with_a_warning(self):
        want = self.triples()
        with open(self.shipped, "rb") as f:
            data = f.read()
        for bad in (data[:-64], b"", b"nonsense"):
            with open(self.shipped, "wb") as f:
                f.write(bad)
            done = run("extract", "-f", "tsv", self.input, env=self.env)
            self.status(done, 0)
            self.assertEqual(done.stdout, want)
            self.says(done, "W120")
        # of another version: no damage, no warning
        with open(self.shipped, "wb") as f:
            f.write(data[:12] + b"\x63" + data[13:])
        done = run("extract", "-f", "tsv", self.input, env=self.env)
        self.assertEqual((done.stdout, done.stderr), (want, ""))

    def test_a_pack_in_the_place_of_others_is_not_taken(self):
        """One of other rules has no list of the shipped files."""
        rules = self.write("r.yaml", RULES)
        want = self.triples()
        self.status(run("compile", "-r", rules, "-o", self.shipped, env=self.env), 0)
        self.assertEqual(self.triples(), want)


if __name__ == "__main__":
    main()
