# SPDX-License-Identifier: MIT
"""What is written: formats, files that appear whole or not at all, full disks, closed pipes, signals."""
import csv
import io
import json
import os
import signal
import subprocess
import time

from trawl import SAMPLES, TRIPLE, Case, command, main, run

TRIPLE_KEYS = ["doc", "sentence", "subject", "relation", "object", "trigger", "polarity", "modality", "tense",
               "attribution", "time", "place", "cues", "qualifiers", "rule", "phrase", "confidence"]
ARGUMENT_KEYS = ["text", "name", "id", "type", "start", "end", "stands_for", "value"]
ENTITY_KEYS = ["doc", "sentence", "text", "name", "id", "type", "kind", "start", "end", "stands_for", "value",
               "source", "how"]
COLUMNS = ("doc sentence subject subject_id subject_type relation object object_id object_type polarity modality "
           "tense attribution time place qualifiers rule confidence subject_start subject_end object_start "
           "object_end trigger").split()
NASTY = 'A "quoted", \\ back\tslash – and\u00a0more; it\'s\u2028\x1b[31m\x7f.\r\n\r\n' + TRIPLE


class Formats(Case):
    def triples(self, *args):
        done = run("extract", *args, SAMPLES)
        self.status(done, 0)
        return done.stdout.decode()

    def test_jsonl_keys_and_order(self):
        rows = [json.loads(line) for line in self.triples("-f", "jsonl").splitlines()]
        self.assertGreater(len(rows), 0)
        for row in rows:
            self.assertEqual(list(row), TRIPLE_KEYS)
            for role in ("subject", "object"):
                self.assertEqual(list(row[role]), ARGUMENT_KEYS)
                self.assertTrue(row[role]["name"])
                if row[role]["stands_for"]:
                    self.assertEqual(list(row[role]["stands_for"]), ["name", "id"])
            self.assertEqual(list(row["trigger"]), ["text", "start", "end"])
            self.assertTrue(row["attribution"] is None
                            or list(row["attribution"]) == ["text", "name", "id", "start", "end"])
            self.assertTrue(row["time"] is None or list(row["time"]) == ["text", "value", "start", "end"])
            self.assertTrue(row["place"] is None or list(row["place"]) == ["text", "name", "id", "start", "end"])
            for cue in row["cues"]:
                self.assertEqual(list(cue), ["kind", "text", "start", "end"])
            self.assertIn(row["polarity"], ("positive", "negative"))
            self.assertIn(row["modality"], ("actual", "planned", "possible", "wanted"))
            self.assertIn(row["tense"], ("past", "present", "future", None))
            self.assertTrue(0 < row["confidence"] <= 1)

    def test_formats_hold_the_same_triples(self):
        rows = [json.loads(line) for line in self.triples("-f", "jsonl").splitlines()]
        tab = list(csv.reader(io.StringIO(self.triples("-f", "tsv")), delimiter="\t", quoting=csv.QUOTE_NONE))
        comma = list(csv.reader(io.StringIO(self.triples("-f", "csv"))))
        lines = self.triples().splitlines()
        self.assertEqual(tab[0], COLUMNS)
        self.assertEqual(comma[0], COLUMNS)
        self.assertEqual([len(tab), len(comma), len(lines)], [len(rows) + 1] * 2 + [len(rows)])
        for row, t, c, line in zip(rows, tab[1:], comma[1:], lines):
            wanted = [row["doc"], str(row["sentence"]), row["subject"]["name"], row["relation"],
                      row["object"]["name"], row["polarity"], str(row["subject"]["start"])]
            self.assertEqual([t[i] for i in (0, 1, 2, 5, 6, 9, 18)], wanted)
            self.assertEqual([c[i] for i in (0, 1, 2, 5, 6, 9, 18)], wanted)
            self.assertTrue(line.startswith(" – ".join((row["subject"]["name"], row["relation"],
                                                        row["object"]["name"]))))

    def test_evidence(self):
        rows = [json.loads(line) for line in self.triples("-f", "jsonl", "-e").splitlines()]
        for row in rows:
            self.assertEqual(list(row), TRIPLE_KEYS + ["evidence"])
            self.assertIn(row["trigger"]["text"], row["evidence"])

    def test_layers(self):
        path = self.write("a.txt", NASTY)
        wanted = {"entities": ENTITY_KEYS, "sentences": ["doc", "sentence", "start", "end", "text"],
                  "tokens": ["doc", "sentence", "token", "text", "lemma", "tag", "start", "end"]}
        for layer, keys in wanted.items():
            records = run("extract", "--emit", layer, "-f", "jsonl", path)
            self.status(records, 0)
            rows = [json.loads(line) for line in records.stdout.decode().split("\n")[:-1]]
            self.assertGreater(len(rows), 0)
            for row in rows:
                self.assertEqual(list(row), keys)
            table = run("extract", "--emit", layer, "-f", "csv", path).stdout.decode()
            parsed = list(csv.DictReader(io.StringIO(table, newline="")))
            self.assertEqual([row["text"] for row in parsed], [row["text"] for row in rows])
            table = run("extract", "--emit", layer, "-f", "tsv", path).stdout.decode().split("\n")[:-1]
            self.assertEqual(len(table), len(rows) + 1)
            self.assertEqual({line.count("\t") for line in table}, {table[0].count("\t")})

    def test_text_cannot_steer_a_terminal(self):
        path = self.write("a.txt", NASTY)
        for layer in ("entities", "sentences", "tokens"):
            out = run("extract", "--emit", layer, path).stdout
            self.assertFalse(set(out) & set(range(0, 32)) - {10}, layer)
            self.assertNotIn(b"\x7f", out)

    def test_nested_adds(self):
        plain = run("extract", "--emit", "entities", SAMPLES).stdout.splitlines()
        nested = run("extract", "--emit", "entities", "--nested", SAMPLES).stdout.splitlines()
        self.assertGreater(len(nested), len(plain))

    def test_one_document_after_the_other_is_as_alone(self):
        files = sorted(os.path.join(SAMPLES, f) for f in os.listdir(SAMPLES) if f.endswith(".txt"))
        together = run("extract", "-f", "jsonl", *files).stdout
        alone = b"".join(run("extract", "-f", "jsonl", f).stdout for f in files[:4])
        self.assertTrue(together.startswith(alone))
        backwards = run("extract", "-f", "jsonl", *reversed(files)).stdout
        self.assertEqual(sorted(together.splitlines()), sorted(backwards.splitlines()))


class Files(Case):
    def test_format_by_suffix(self):
        text = self.write("a.txt", TRIPLE)
        for name, start in (("o.jsonl", b'{"doc":'), ("o.csv", b"doc,sentence"), ("o.tsv", b"doc\tsentence"),
                            ("o.out", b"")):
            done = run("extract", "--emit", "sentences", "-o", self.path(name), text)
            self.status(done, 0)
            self.assertEqual(done.stdout, b"")
            with open(self.path(name), "rb") as file:
                self.assertTrue(file.read().startswith(start))
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.txt", "o.csv", "o.jsonl", "o.out", "o.tsv"])

    def test_written_over_its_own_input(self):
        path = self.write("a.txt", TRIPLE)
        self.status(run("extract", "--emit", "sentences", "-o", path, path), 0)
        with open(path) as file:
            self.assertEqual(file.read(), TRIPLE)

    def test_permissions_and_links_stay(self):
        path = self.write("o.txt", "old")
        os.chmod(path, 0o640)
        os.symlink("o.txt", self.path("link"))
        self.status(run("extract", "--emit", "sentences", "-o", self.path("link"), stdin=b"He left."), 0)
        self.assertTrue(os.path.islink(self.path("link")))
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o640)

    def test_folder_that_is_not_there(self):
        done = run("extract", "-o", self.path("none/o.txt"), self.write("a.txt", TRIPLE))
        self.status(done, 4)
        self.says(done, "none/o.txt: cannot be written: No such file")

    def test_bad_input_still_leaves_a_whole_file(self):
        done = run("extract", "--emit", "sentences", "-o", self.path("o.txt"), self.path("none"),
                   self.write("a.txt", TRIPLE))
        self.status(done, 1)
        self.assertGreater(os.path.getsize(self.path("o.txt")), 0)

    def test_full_disk(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "wb") as full:
            for args in (("extract", "--emit", "tokens", SAMPLES), ("--version",), ("help", "extract"),
                         ("eval", os.path.join(SAMPLES, "gold.jsonl"))):
                done = run(*args, stdout=full)
                self.status(done, 4)
                self.says(done, "standard output: cannot be written: No space left")
        done = run("extract", "--emit", "tokens", "-o", "/dev/full", SAMPLES)
        self.status(done, 4)
        self.says(done, "/dev/full: cannot be written: No space left")

    def test_full_disk_comes_before_bad_input(self):
        with open("/dev/full", "wb") as full:
            self.status(run("extract", "--emit", "tokens", self.path("none"), SAMPLES, stdout=full), 4)

    def test_closed_standard_output(self):
        done = subprocess.run(["sh", "-c", '"$@" >&-', "sh"] + command("extract", "--emit", "tokens", SAMPLES),
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=100)
        self.assertEqual(done.returncode, 4, done.stderr)

    def test_closed_pipe_is_quiet(self):
        for args in (("extract", "--emit", "tokens", "-f", "jsonl", SAMPLES), ("--help",)):
            reader, writer = os.pipe()
            os.close(reader)
            done = run(*args, stdout=writer)
            os.close(writer)
            self.status(done, 0)
            self.assertEqual(done.stderr, "")

    def test_interrupt(self):
        process = subprocess.Popen(command("extract", "-o", self.path("o.txt")), stdin=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        for _ in range(600):
            if len(os.listdir(self.folder)) > 0:
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=100)  # before its input ends: that would be a document
        process.communicate()
        self.assertEqual(process.returncode, 130)
        self.assertEqual(os.listdir(self.folder), [])


if __name__ == "__main__":
    main()
