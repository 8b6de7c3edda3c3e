# SPDX-License-Identifier: MIT
"""Inputs that are not what they should be: each costs itself and one message, the others go on."""
import os
import subprocess

from trawl import TRIPLE, Case, command, main, run


class Inputs(Case):
    def good(self, name="good.txt"):
        return self.write(name, TRIPLE)

    def docs(self, done):
        rows = done.stdout.decode().splitlines()[1:]
        return [row.split("\t")[0] for row in rows]

    def sentences(self, *args, **more):
        return run("extract", "--emit", "sentences", "-f", "tsv", *args, **more)

    def test_missing_file_costs_itself(self):
        done = self.sentences(self.path("none.txt"), self.good())
        self.status(done, 1)
        self.says(done, "none.txt: error E401: cannot be read: No such file")
        self.assertEqual(self.docs(done), [self.path("good.txt")])

    def test_each_bad_input_has_one_message(self):
        done = self.sentences(self.path("a"), self.good(), self.path("b"))
        self.status(done, 1)
        self.assertEqual(len(done.stderr.splitlines()), 2, done.stderr)

    def test_file_used_as_folder(self):
        done = self.sentences(self.good() + "/below.txt")
        self.status(done, 1)
        self.says(done, "E401", "Not a directory")

    def test_unreadable_file(self):
        path = self.good("secret.txt")
        os.chmod(path, 0)
        os.chmod(self.folder, 0o755)
        more = {"user": 65534} if os.geteuid() == 0 else {}
        try:
            if run("--version", **more).returncode != 0:
                self.skipTest("the program cannot be run by another user here")
        except PermissionError:
            self.skipTest("the program cannot be run by another user here")
        done = self.sentences(path, self.good("open.txt"), **more)
        if done.returncode == 3:
            self.skipTest("the rules cannot be read by another user here")
        self.status(done, 1)
        self.says(done, "secret.txt: error E401: cannot be read: Permission denied")
        self.assertEqual(self.docs(done), [self.path("open.txt")])

    def test_folder_in_byte_order_without_hidden(self):
        for name in ("b.txt", "a/z.txt", "B.txt", "a.txt", ".hidden.txt", ".git/x.txt", "é.txt"):
            self.good("in/" + name)
        done = self.sentences(self.path("in"))
        self.status(done, 0)
        wanted = sorted((self.path("in/" + n) for n in ("b.txt", "a/z.txt", "B.txt", "a.txt", "é.txt")),
                        key=lambda p: p.encode())
        self.assertEqual(self.docs(done), wanted)

    def test_link_loop_ends(self):
        self.good("in/a.txt")
        os.symlink("..", self.path("in/up"))
        done = self.sentences(self.path("in"))
        self.status(done, 0)
        self.assertEqual(self.docs(done), [self.path("in/a.txt")])

    def test_dangling_link_is_named(self):
        self.good("in/a.txt")
        os.symlink("nowhere", self.path("in/b.txt"))
        done = self.sentences(self.path("in"))
        self.status(done, 1)
        self.says(done, "in/b.txt: error E401")

    def test_empty_folder(self):
        os.mkdir(self.path("none"))
        done = self.sentences(self.path("none"))
        self.status(done, 0)
        self.says(done, "warning W407")

    def test_invalid_utf8_is_placed_and_replaced(self):
        path = self.write("bad.txt", b"One.\nab\xc3\xa9 caf\xe9 and \xff here.\n")
        done = run("extract", "--emit", "sentences", "-f", "jsonl", path)
        self.status(done, 0)
        self.says(done, "bad.txt:2:8: warning W404: not UTF-8", "2 in all")
        self.assertIn("caf\ufffd and \ufffd here", done.stdout.decode())

    def test_nul_bytes(self):
        path = self.write("nul.txt", b"He left.\0 She stayed.\n")
        done = run("extract", "--emit", "sentences", "-f", "jsonl", path)
        self.status(done, 0)
        self.says(done, "nul.txt:1:9: warning W405")

    def test_empty_file(self):
        done = run("extract", self.write("empty.txt", b""))
        self.status(done, 0)
        self.says(done, "empty.txt: warning W406: is empty")
        self.assertEqual(done.stdout, b"")

    def test_only_white_space_gives_nothing(self):
        done = run("extract", self.write("white.txt", b" \r\n\t\n\xef\xbb\xbf"))
        self.status(done, 0)
        self.assertEqual(done.stdout, b"")

    def test_quiet_keeps_errors_only(self):
        done = self.sentences("-q", self.write("empty.txt", b""), self.path("none.txt"))
        self.status(done, 1)
        self.assertNotIn("W406", done.stderr)
        self.says(done, "E401")

    def test_standard_input(self):
        for args in ((), ("-",)):
            done = self.sentences(*args, stdin=TRIPLE.encode())
            self.status(done, 0)
            self.assertEqual(self.docs(done), ["-"])

    def test_standard_input_among_files(self):
        done = self.sentences(self.good(), "-", stdin=b"He left.")
        self.status(done, 0)
        self.assertEqual(self.docs(done), [self.path("good.txt"), "-"])

    def test_closed_standard_input(self):
        done = subprocess.run(["sh", "-c", '"$@" <&-', "sh"] + command("extract"),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=100)
        self.assertEqual(done.returncode, 1, done.stderr)

    def test_files_from(self):
        listing = self.write("list", self.good("a.txt") + "\r\n\n" + self.path("none") + "\n"
                             + self.good("b.txt"))
        done = self.sentences("--files-from", listing)
        self.status(done, 1)
        self.assertEqual(self.docs(done), [self.path("a.txt"), self.path("b.txt")])
        done = self.sentences("--files-from", "-", stdin=self.good("c.txt").encode() + b"\n")
        self.status(done, 0)
        self.assertEqual(self.docs(done), [self.path("c.txt")])

    def test_missing_list(self):
        done = self.sentences("--files-from", self.path("none"))
        self.status(done, 1)
        self.says(done, "none: error E401")

    def test_control_characters_in_names_are_escaped(self):
        done = self.sentences(self.path("a\x1b[31mb"))
        self.status(done, 1)
        self.assertNotIn("\x1b[31m", done.stderr)
        self.says(done, "a\\x1B[31mb")


class JsonLines(Case):
    def lines(self, content, *args):
        path = self.write("in.jsonl", content)
        done = run("extract", "--from", "jsonl", "--emit", "sentences", "-f", "tsv", *args, path)
        return done, [row.split("\t")[0] for row in done.stdout.decode().splitlines()[1:]]

    def test_names_of_documents(self):
        done, docs = self.lines('{"id":"x","text":"He left."}\n{"text":"He left."}\n\n'
                                '{"id":17,"text":"He left."}\n{"id":null,"text":"He left."}')
        self.status(done, 0)
        file = self.path("in.jsonl")
        self.assertEqual(docs, ["x", file + ":2", "17", file + ":5"])

    def test_bad_lines_cost_themselves(self):
        rows = [
            ('{"id":"a","text":"He left."}', None),
            ('{"id":"b","text":"He left."', ":2:28: error E410: not JSON"),
            ('[1]', ":3:1: error E411: expected an object"),
            ('{"id":"d"}', ":4:1: error E411: the object has no \"text\""),
            ('{"id":"e","text":5}', ":5:1: error E411: \"text\" is not a text"),
            ('{"id":[],"text":"He left."}', ":6:1: error E412"),
            ('{"é":1,"text":"He" left}', ":7:"),
            ('{"text":"a","text":"b"}', ":8:"),
            ('{"id":"i","text":"He left."}', None),
        ]
        done, docs = self.lines("\n".join(row for row, _ in rows))
        self.status(done, 1)
        self.assertEqual(docs, ["a", "i"])
        self.assertEqual(len(done.stderr.splitlines()), 7, done.stderr)
        for _, message in rows:
            self.says(done, message or "")

    def test_lone_surrogates_nul_and_bom(self):
        done, docs = self.lines(b"\xef\xbb\xbf" + br'{"id":"a","text":"Half \ud83d and \udc00 \\ud800 '
                                br'\ud83d\ude00 and \u0000 end."}')
        self.status(done, 0)
        self.assertEqual(docs, ["a"])
        self.assertIn("Half \ufffd and \ufffd", done.stdout.decode())
        self.assertIn("\U0001f600", done.stdout.decode())

    def test_deep_nesting_and_long_ids(self):
        done, docs = self.lines("[" * 100000 + "\n" + '{"id":"%s","text":"He left."}' % ("x" * 100000))
        self.status(done, 5)
        self.says(done, ":1:129: error E416")
        self.assertEqual(docs, ["x" * 100000])

    def test_bad_date_is_left_out(self):
        done, docs = self.lines('{"id":"a","text":"He left.","date":"soon"}\n'
                                '{"id":"b","text":"He left.","date":"2023-09-20T10:00:00Z"}')
        self.status(done, 0)
        self.says(done, ":1:1: warning W413")
        self.assertEqual(len(done.stderr.splitlines()), 1)
        self.assertEqual(docs, ["a", "b"])

    def test_many_lines_in_one_read(self):
        done, docs = self.lines("".join('{"id":%d,"text":"He left."}\n' % i for i in range(5000)))
        self.status(done, 0)
        self.assertEqual(docs, [str(i) for i in range(5000)])


if __name__ == "__main__":
    main()
