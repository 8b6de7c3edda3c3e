# SPDX-License-Identifier: MIT
"""The command line: options, help, exit codes, streams; and that manual and completions know them all."""
import json
import os
import re
import subprocess

from trawl import SOURCE, TRIPLE, Case, command, main, run

COMMANDS = ("extract", "check", "test", "explain", "eval", "diff")


def options_of(name):
    return re.findall(r"^ +(?:-\w, )?--([a-z-]+)", run("help", name).stdout.decode(), re.M)


class Options(Case):
    def usage(self, *args):
        done = run(*args)
        self.status(done, 2)
        self.assertEqual(done.stdout, b"")
        return done

    def test_nothing_at_all_is_usage(self):
        self.says(self.usage(), "Usage: trawl COMMAND")

    def test_version_and_help_on_standard_output(self):
        self.assertRegex(run("--version").stdout.decode(), r"^trawl \d+\.\d+\.\d+\n$")
        for args in (("--help",), ("-h",), ("help",), ("help", "help")):
            done = run(*args)
            self.status(done, 0)
            self.assertIn(b"Usage: trawl COMMAND", done.stdout)
        for name in COMMANDS:
            for args in (("help", name), (name, "--help"), (name, "-h"), (name, "--nonsense", "--help")):
                done = run(*args)
                self.status(done, 0)
                self.assertIn(b"Usage: trawl " + name.encode(), done.stdout)
                self.assertEqual(done.stderr, "")

    def test_unknown_command_and_option(self):
        self.says(self.usage("extrakt"), "did you mean 'extract'?")
        self.says(self.usage("help", "chek"), "did you mean 'check'?")
        self.says(self.usage("--versoin"), "unknown option")
        self.says(self.usage("extract", "--formt", "tsv"), "unknown option --formt; did you mean --format?")
        self.says(self.usage("extract", "-Z"), "unknown option -Z")
        self.says(self.usage("extract", "--zzzzzzzz=5"), "unknown option --zzzzzzzz")

    def test_bad_values(self):
        self.says(self.usage("extract", "-f", "jsonnl", "x"), "there is no format 'jsonnl'; did you mean 'jsonl'?")
        self.says(self.usage("extract", "--emit", "triple", "x"), "did you mean 'triples'?")
        self.says(self.usage("extract", "--until", "tagg", "x"), "did you mean 'tag'?")
        self.says(self.usage("extract", "--until", "tag", "x"), "--emit triples needs")
        self.says(self.usage("extract", "--date", "2023-13-01", "x"), "--date")
        self.says(self.usage("extract", "--date", "23-9-1", "x"), "--date")
        self.says(self.usage("extract", "-f"), "--format needs a value")
        self.says(self.usage("extract", "--quiet=yes"), "takes no value")
        self.says(self.usage("check", "--max-findings", "-3"), "is not a number")
        self.says(self.usage("eval"), "no gold file")
        self.says(self.usage("eval", "--at-least", "F2=1", "x"), "--at-least")

    def test_formats_of_findings(self):
        path = self.write("wrong.yaml", "let:\n  unused: [a]\nrelations:\n  - name: greets\n    X: persn\n    Y: person\n"
                                        "    phrases: [X (warmly) meet]\n")
        done = run("check", "--format", "json", path)
        self.status(done, 1)
        self.assertEqual(done.stderr, "")
        found = [json.loads(line) for line in done.stdout.decode().splitlines()]
        self.assertEqual([(f["line"], f["column"], f["severity"], f["code"]) for f in found],
                         [(5, 8, "error", "E207"), (7, 15, "error", "E220")])
        self.assertEqual(found[0]["file"], path)
        self.assertEqual(found[0]["hint"], "did you mean 'person'?")
        self.assertIsNone(found[1]["hint"])
        done = run("check", "--format=gcc", path)
        self.status(done, 1)
        self.assertEqual(done.stdout.decode().splitlines()[0],
                         path + ":5:8: error: unknown type 'persn'; did you mean 'person'? [E207]")
        odd = self.write("odd.yaml", 'relations:\n  - name: "a\\"\\\\b"\n    X: person\n')
        done = run("check", "--format", "json", odd)
        self.status(done, 1)
        self.assertIn('a"\\b', json.loads(done.stdout)["message"])
        done = run("check", "--format", "json")
        self.status(done, 0)
        for line in done.stdout.decode().splitlines():
            self.assertEqual(json.loads(line)["severity"], "warning")
        self.says(self.usage("check", "--format", "xml"), "none of text, gcc, json")

    def test_forms_of_options(self):
        text = self.write("a.txt", TRIPLE)
        wanted = run("extract", "-f", "jsonl", "-e", "-q", text).stdout
        for args in (("-fjsonl", "-eq", text), ("--format=jsonl", "--evidence", "--quiet", "--", text),
                     (text, "--format", "jsonl", "-qe"), ("-qefjsonl", text)):
            done = run("extract", *args)
            self.status(done, 0)
            self.assertEqual(done.stdout, wanted)

    def test_resolve(self):
        text = self.write("r.txt", "Mr. Nabil Harfoush met Olaf Scholz in Paris. He visited Berlin. "
                                   "Harfoush left.\n")
        wanted = {"off": ("gazetteer", None, "rule"), "names": ("gazetteer", "surname", "rule"),
                  "all": ("gazetteer", "surname", "pronoun")}
        for how, (place, surname, pronoun) in wanted.items():
            done = run("extract", "--emit", "entities", "-f", "jsonl", "--resolve", how, text)
            self.status(done, 0)
            got = {r["text"]: r for r in map(json.loads, done.stdout.decode().splitlines())}
            self.assertEqual(got["Paris"]["how"], place, how)
            self.assertEqual(got["He"]["how"], pronoun, how)
            if surname:
                self.assertEqual(got["Harfoush"]["how"], surname, how)
            named = "Harfoush" in got and got["Harfoush"]["name"] == "Nabil Harfoush"
            self.assertEqual(named, how != "off", how)
        default = run("extract", "-f", "jsonl", text).stdout
        self.assertEqual(run("extract", "-f", "jsonl", "--resolve=all", text).stdout, default)
        self.assertNotEqual(run("extract", "-f", "jsonl", "--resolve=off", text).stdout, default)
        self.says(self.usage("extract", "--resolve", "name", "x"), "did you mean 'names'?")
        self.says(self.usage("eval", "--resolve", "some", "x"), "is none of all, names, off")

    def test_operand_that_begins_with_a_dash(self):
        self.write("-x.txt", TRIPLE)
        done = run("extract", "--emit", "sentences", "--", "-x.txt", cwd=self.folder)
        self.status(done, 0)
        self.assertNotEqual(done.stdout, b"")

    def test_no_input_on_a_terminal_is_usage(self):
        leader, follower = os.openpty()
        try:
            done = run("extract", stdin=follower)
        finally:
            os.close(leader)
            os.close(follower)
        self.status(done, 2)
        self.says(done, "no input")

    def test_rules_that_do_not_compile(self):
        rules = self.write("bad.yaml", "relations:\n  - nam: met\n")
        done = run("extract", "-r", "+" + rules, self.write("a.txt", TRIPLE))
        self.status(done, 3)
        self.assertEqual(done.stdout, b"")
        self.says(done, "bad.yaml:2:")
        self.status(run("check", rules), 1)
        self.status(run("check", self.path("none.yaml")), 1)

    def test_colors(self):
        done = run("extract", "--color", "always", self.path("none"))
        self.says(done, "\033[1;31m")
        done = run("extract", "--color=never", self.path("none"))
        self.assertNotIn("\033", done.stderr)
        done = run("extract", self.path("none"))
        self.assertNotIn("\033", done.stderr)

    def test_chain_can_be_cut(self):
        text = self.write("a.txt", TRIPLE)
        for stage, layer in (("sentences", "sentences"), ("tokenize", "tokens"), ("tag", "tokens"),
                             ("gazetteer", "entities"), ("link", "entities"), ("relations", "triples")):
            self.status(run("extract", "--until", stage, "--emit", layer, text), 0)


class Documents(Case):
    def read(self, *path):
        with open(os.path.join(SOURCE, *path), encoding="utf-8") as file:
            return file.read()

    def test_manual_knows_all_options(self):
        manual = self.read("docs", "man", "trawl.1").replace("\\-", "-")
        for name in COMMANDS:
            self.assertRegex(manual, r"(?m)^\.(Ss|It).* %s\b" % name)
            for option in options_of(name):
                self.assertIn("-" + option, manual, name)

    def test_completions_know_all_options(self):
        for file in ("trawl.bash", "_trawl", "trawl.fish"):
            text = self.read("completions", file)
            for name in COMMANDS:
                self.assertIn(name, text)
                for option in options_of(name):
                    self.assertRegex(text, r"(--|-l )%s\b" % re.escape(option), file)

    def test_bash_completion_is_valid(self):
        try:
            done = subprocess.run(["bash", "-n", os.path.join(SOURCE, "completions", "trawl.bash")],
                                  stderr=subprocess.PIPE)
        except FileNotFoundError:
            self.skipTest("no bash")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_symmetric_relations_are_those_of_the_rules(self):
        source = self.read("src", "cli", "symmetric.h")
        names = set(re.findall(r'"(\w+)"', source))
        shipped = set()
        folder = os.path.join(SOURCE, "rules", "en", "relations")
        for file in os.listdir(folder):
            if file.endswith(".yaml"):
                for block in re.split(r"(?m)^  - name:", self.read("rules", "en", "relations", file))[1:]:
                    if re.search(r"(?m)^    symmetric: *true", block):
                        shipped.add(block.split()[0])
        self.assertEqual(names, shipped)


if __name__ == "__main__":
    main()
