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

    def __init__(self, *args):
        self.process = subprocess.Popen(command(*args), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
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
        os.replace(self.write("." + name + ".new", content), self.path(name))

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

    def test_standard_input_cannot_be_watched(self):
        for args in (("--watch",), ("--watch", "-")):
            self.status(run("extract", *args), 2)


if __name__ == "__main__":
    main()
