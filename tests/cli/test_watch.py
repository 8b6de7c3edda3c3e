# SPDX-License-Identifier: MIT
"""--watch: what a command does is done again when a file was saved, and only rules that compile are used."""
import os
import select
import signal
import subprocess
import time

from trawl import WRAP, Case, command, main, run

RULES = """\
relations:
  - name: coached
    X: person
    Y: person
    phrases: [X %s Y]
    examples:
      - "Angela Merkel coached Wang Yi.": "Angela Merkel – coached – Wang Yi"
"""
PATIENCE = 120 if WRAP else 30


class Session:
    """A running command, whose output is read until a word comes."""

    def __init__(self, *args, cwd=None):
        self.process = subprocess.Popen(command(*args), cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
        self.seen = {}

    def until(self, stream, word, count=1):
        """What `stream` says until it has said `word` so many times, since the last call."""
        pipe, end = getattr(self.process, stream), time.monotonic() + PATIENCE
        text = ""
        while text.count(word) < count:
            left = end - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise AssertionError(f"no {word!r} in {text!r}")
            more = os.read(pipe.fileno(), 65536)
            if not more:
                raise AssertionError(f"ended without {word!r}: {text!r}")
            text += more.decode()
        return text

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.process.stdout.close()
        self.process.stderr.close()


class Watch(Case):
    def start(self, *args):
        session = Session(*args)
        self.addCleanup(session.stop)
        return session

    def save(self, name, content):
        """As editors do: a new file takes the place of the old one."""
        os.replace(self.write(name + ".new~", content), self.path(name))

    def test_tests_run_again(self):
        rules = self.write("rules.yaml", RULES % "train")
        session = self.start("test", "--watch", rules)
        self.assertIn("1 failed", session.until("stderr", "watching"))
        start = time.monotonic()
        self.save("rules.yaml", RULES % "coach")
        said = session.until("stderr", "0 failed")
        took = time.monotonic() - start
        self.assertIn("rules.yaml was saved", said)
        if not WRAP:
            self.assertLess(took, 1.5)  # a quarter of a second on a machine that does nothing else
        self.write("rules.yaml", RULES % "coach Y with")  # written in place, and wrong
        said = session.until("stderr", "stay in use")
        self.assertIn("error E220", said)
        self.save("rules.yaml", RULES % "coach")
        session.until("stderr", "0 failed")

    def test_other_files_do_not_count(self):
        os.mkdir(self.path("rules"))
        self.write("rules/a.yaml", RULES % "coach")
        session = self.start("test", "--watch", self.path("rules"))
        session.until("stderr", "watching")
        self.write("rules/notes.txt", "nothing")
        self.write("rules/.a.yaml.swp", "nothing")
        self.write("rules/b.yaml", (RULES % "train").replace("coached", "trained"))
        said = session.until("stderr", "2 examples")
        self.assertIn("b.yaml was saved", said)
        self.assertNotIn("notes.txt", said)
        self.write("rules/deeper/c.yaml", (RULES % "teach").replace("coached", "taught"))
        session.until("stderr", "3 examples")

    def test_extract_keeps_the_rules_that_compile(self):
        rules, text = self.write("rules.yaml", RULES % "coach"), self.write("a.txt", "Angela Merkel coached Wang Yi.\n")
        session = self.start("extract", "--watch", "-r", rules, text)
        self.assertEqual(session.until("stdout", "\n"), "Angela Merkel – coached – Wang Yi\n")
        session.until("stderr", "watching")
        self.save("rules.yaml", RULES % "coach Y with")
        self.assertIn("E220", session.until("stderr", "stay in use"))
        self.save("a.txt", "Wang Yi coached Angela Merkel.\n")
        self.assertEqual(session.until("stdout", "\n"), "Wang Yi – coached – Angela Merkel\n")
        self.save("rules.yaml", (RULES % "coach").replace("name: coached", "name: helped").replace("– coached", "– helped"))
        self.assertEqual(session.until("stdout", "\n"), "Wang Yi – helped – Angela Merkel\n")

    def test_output_does_not_wake_it(self):
        folder = self.path("texts")
        self.write("texts/a.txt", "Angela Merkel met Wang Yi.\n")
        session = self.start("extract", "--watch", folder, "-o", os.path.join(folder, "out.txt"))
        session.until("stderr", "watching")
        time.sleep(0.3)
        self.write("texts/a.txt", "Wang Yi met Angela Merkel.\n")
        said = session.until("stderr", "saved\n")
        self.assertIn("a.txt", said)
        time.sleep(0.5)
        more = select.select([session.process.stderr], [], [], 0)[0]
        self.assertNotIn(b"saved", os.read(more[0].fileno(), 1000) if more else b"")

    def test_diff(self):
        text = self.write("a.txt", "Angela Merkel coached Wang Yi.\n")
        self.write("new.yaml", RULES % "train")
        session = self.start("diff", "--watch", "shipped", "+" + self.path("new.yaml"), text)
        session.until("stderr", "watching")
        session.until("stdout", "0 gained")
        self.save("new.yaml", RULES % "coach")
        self.assertIn("Angela Merkel – coached – Wang Yi", session.until("stdout", "1 gained"))

    def test_however_a_file_is_saved(self):
        rules = self.write("rules/a.yaml", RULES % "train")
        away = self.write("away/b.yaml", (RULES % "teach").replace("coached", "taught"))
        os.symlink(away, self.path("rules/b.yaml"))
        session = self.start("test", "--watch", self.path("rules"))
        self.assertIn("2 examples, 1 failed", session.until("stderr", "watching"))
        self.write("rules/a.yaml", RULES % "coach")  # in place
        session.until("stderr", "2 examples, 0 failed")
        self.save("rules/a.yaml", RULES % "train")  # moved into place
        session.until("stderr", "2 examples, 1 failed")
        os.remove(rules)
        session.until("stderr", "1 example, 0 failed")
        self.write("rules/a.yaml", RULES % "coach")  # created anew
        session.until("stderr", "2 examples, 0 failed")
        self.write("away/b.yaml", (RULES % "train").replace("coached", "taught"))  # behind a link
        session.until("stderr", "2 examples, 1 failed")
        os.rename(self.path("rules"), self.path("old"))
        session.until("stderr", "E101")
        os.mkdir(self.path("new"))
        self.write("new/a.yaml", RULES % "train")
        os.rename(self.path("new"), self.path("rules"))  # the folder is another one
        session.until("stderr", "1 example, 1 failed")
        self.write("rules/a.yaml", RULES % "coach")
        session.until("stderr", "1 example, 0 failed")

    def test_what_is_kept_changes_nothing(self):
        """After each save the answer is that of a command that has read nothing before."""
        text = self.write("a.txt", "Angela Merkel coached Wang Yi. The Zorbian Institute, which Mr Blorf founded, hired "
                                   "Wang Yi.\nJane Qwertz of Zorbia visited Germany.\n")
        self.write("rules.yaml", RULES % "train")
        self.write("names.yaml", "entities:\n  - {name: Zorbia, type: place}\n")
        self.write("words.yaml", "words:\n  given_name: {file: given.txt}\n")
        self.write("given.txt", "Jane\n")
        self.write("list.tsv", "#trawl-words 1 given_name\nTilda\n")
        args = ("extract", "--emit", "entities", "-f", "jsonl", "-r", "+" + self.path("rules.yaml"),
                "-r", "+" + self.path("words.yaml"), "-r", "+" + self.path("list.tsv"), "-g", "+" + self.path("names.yaml"), text)
        session = self.start(*args[:1], "--watch", *args[1:])
        edits = [
            ("rules.yaml", RULES % "coach"),
            ("names.yaml", "entities:\n  - {name: Zorbia, type: country}\n"),
            ("rules.yaml", (RULES % "coach") + "mentions: []\n"),  # does not compile
            ("rules.yaml", RULES % "hire|coach"),
            ("words.yaml", "words:\n  given_name: [Jane]\n  org_head: [zorbian]\n"),
            ("names.yaml", "entities:\n  - {name: Qwertz, type: person}\n  - {name: Zorbian Institute, type: organization}\n"),
            ("names.yaml", "entities:\n  - {name: Zorbia, type: place}\n"),
            ("list.tsv", "#trawl-words 1 given_name\nTilda\tgender\n"),  # is refused,
            ("rules.yaml", RULES % "train|coach"),  # and stays refused
            ("list.tsv", "#trawl-words 1 given_name\nTilda\n"),
        ]
        for name, content in [(None, None)] + edits:
            if name:
                self.save(name, content)
            fresh = run(*args)
            if fresh.returncode:
                session.until("stderr", "stay in use")
                continue
            want, got = fresh.stdout.decode(), ""
            while len(got) < len(want):
                got += session.until("stdout", "\n")
            self.assertEqual(got, want, name)

    def test_diff_with_a_revision(self):
        repository = self.path("repo")
        os.mkdir(repository)
        text = self.write("a.txt", "Angela Merkel coached Wang Yi.\n")
        self.write("repo/my.yaml", RULES % "train")
        for args in (("init", "-q"), ("add", "."),
                     ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "rules")):
            subprocess.run(["git", "-C", repository, *args], check=True)
        session = Session("diff", "--watch", "HEAD", "+my.yaml", text, cwd=repository)
        self.addCleanup(session.stop)
        session.until("stdout", "0 gained")
        session.until("stderr", "watching")
        for verb, gained in (("coach", "1 gained"), ("train", "0 gained"), ("coach", "1 gained")):
            self.save("repo/my.yaml", RULES % verb)
            session.until("stdout", gained)

    def test_standard_input_cannot_be_watched(self):
        for args in (("--watch",), ("--watch", "-")):
            self.status(run("extract", *args), 2)


if __name__ == "__main__":
    main()
