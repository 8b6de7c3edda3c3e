# SPDX-License-Identifier: MIT
"""Every call of the system and of the C library's files fails once in turn (calls.c): the run says so and ends with a
status, what it had written before stays, what it gives is right, and a second run makes up for it.
TRAWL_LONG=1: every call; else some of each."""
import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import zipfile

from trawl import SAMPLES, TRIPLE, WRAP, Case, command, main

LONG = os.environ.get("TRAWL_LONG") == "1"
SLOW = "TSAN_OPTIONS" in os.environ or "ASAN_OPTIONS" in os.environ
FAULTS = {"read": ("EIO", "EINTR", "short"), "write": ("ENOSPC", "EIO", "EINTR", "short"), "open": ("EMFILE", "EACCES"),
          "fopen": ("EMFILE", "EACCES"), "fwrite": ("ENOSPC",), "fputs": ("ENOSPC",), "fflush": ("ENOSPC",),
          "fclose": ("EIO",), "close": ("EIO",), "pipe": ("EMFILE",), "pipe2": ("EMFILE",), "mmap": ("ENOMEM", "ENODEV"),
          "pthread_create": ("EAGAIN",), "flock": ("ENOLCK",), "opendir": ("EMFILE", "EACCES"), "stat": ("EACCES",),
          "lstat": ("EACCES",), "mkdir": ("ENOSPC",), "unlink": ("EPERM",)}
NUMBERS = {"EPERM": 1, "EINTR": 4, "EIO": 5, "ENOMEM": 12, "EACCES": 13, "ENODEV": 19, "EMFILE": 24, "ENOSPC": 28,
           "EAGAIN": 11, "ENOLCK": 37}
RULES = """relations:
  - name: encounters
    X: actor
    Y: actor
    phrases: [X meet Y]
"""
OLD = b"what an earlier run left\n"


def turns(count, few=False):
    """Which of so many calls fail, one a run. What a batch reads and writes itself comes last."""
    some = {count, count // 2} if SLOW or few else {count, count - 2, count - 5, count // 2, 1}
    return range(1, count + 1) if LONG else sorted(turn for turn in some if turn > 0)


class Calls(Case):
    def setUp(self):
        super().setUp()
        self.shim = self.path("calls.so")
        made = subprocess.run([os.environ.get("CC") or "cc", "-std=c11", "-shared", "-fPIC", "-o", self.shim,
                               os.path.join(os.path.dirname(os.path.abspath(__file__)), "calls.c"), "-ldl"])
        if made.returncode != 0 or WRAP:
            self.skipTest("needs a compiler, and runs that are not wrapped")
        os.mkdir(self.path("cache"))

    def corpus(self):
        """Plain files, one of them large, a folder in the folder, packed ones, and an archive."""
        with open(os.path.join(SAMPLES, sorted(name for name in os.listdir(SAMPLES) if name.endswith(".txt"))[0]),
                  "rb") as file:
            sample = file.read()
        self.write("in/a.txt", TRIPLE)
        self.write("in/b.txt", sample)
        self.write("in/c/d.txt", TRIPLE * 300)
        self.write("in/c/e.txt.gz", gzip.compress(TRIPLE.encode() + sample))
        with zipfile.ZipFile(self.path("in/f.zip"), "w") as packed:
            packed.writestr("one.txt", TRIPLE)
            packed.writestr("two.txt", sample)
        self.write("in/g.jsonl", "".join(json.dumps({"id": str(i), "text": TRIPLE}) + "\n" for i in range(3)))
        self.write("in/h.html", "<html><body><p>%s</p></body></html>" % TRIPLE)

    def run_with(self, args, fault=None, count=None):
        env = dict(os.environ, XDG_CACHE_HOME=self.path("cache"))
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        if fault or count:
            env["LD_PRELOAD"] = self.shim
            env.update({"CALLS_FAIL": fault} if fault else {"CALLS_COUNT": count})
        return subprocess.run(command(*args), env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=300)

    def content(self, name):
        path = self.path(name)
        if not os.path.exists(path):
            return None
        with open(path, "rb") as file:
            return file.read()

    def each_fault(self, args, before, check, few=False):
        """check() is asked of the run with each fault, and of the error's name. few: in the short form, two calls of a kind."""
        before()
        self.status_of(self.run_with(args, count=self.path("counts")), (0,))
        for line in self.content("counts").decode().splitlines():
            name, count = line.split()
            for turn in turns(int(count), few):
                for error in FAULTS.get(name, ("EIO",)):
                    before()
                    fault = "%s:%d:%s" % (name, turn, NUMBERS.get(error, error))
                    done = self.run_with(args, fault)
                    with self.subTest(fault="%s %d %s" % (name, turn, error)):
                        check(done, error)

    def status_of(self, done, wanted):
        """A status among those wanted, and whoever fails says why."""
        said = done.stderr.decode("utf-8", "replace")
        self.assertIn(done.returncode, wanted, said)
        if done.returncode != 0:
            self.assertNotEqual(said, "")
        self.assertNotIn("Sanitizer", said)

    def left(self, *but):
        return sorted(set(os.listdir(self.folder)) - {"in", "rules", "cache", "calls.so", "counts", "p.pack", *but})

    def check_batch(self, form, options=()):
        self.corpus()
        out, failures = "out." + form, "failures"
        args = ["extract", "-f", form, "-j", "2", *options, "-o", self.path(out), "--failures", self.path(failures),
                "--quiet", self.path("in")]

        def before():
            for name in self.left():
                os.remove(self.path(name))
            shutil.rmtree(self.path("cache"))
            os.mkdir(self.path("cache"))
            self.write(out, OLD)

        before()
        self.status_of(self.run_with(args), (0,))
        whole = self.content(out)
        self.assertGreater(len(whole), 1000)
        # In JSON Lines each line names its document, so that what failed can be taken out.
        lines = whole.splitlines(keepends=True) if form == "jsonl" else None
        ended = {}

        def check(done, error):
            self.status_of(done, (0, 1, 3, 4, 5))
            ended[done.returncode] = ended.get(done.returncode, 0) + 1
            given, failed = self.content(out), self.content(failures)
            if done.returncode == 0:
                self.assertEqual(given, whole)
                self.assertFalse(failed)
            elif done.returncode == 1:
                names = {json.loads(line)["doc"] for line in failed.splitlines()}
                self.assertTrue(names)
                if lines:  # of a folder that broke off a part may be there
                    some = set(given.splitlines(keepends=True))
                    kept = [line for line in lines
                            if line in some or not any(json.loads(line)["doc"].startswith(name) for name in names)]
                    self.assertEqual(given, b"".join(kept))
            else:
                self.assertIn(given, (OLD, whole))
                if given == OLD:
                    os.remove(self.path(out))  # --resume takes what is there for done
                self.status_of(self.run_with(args + ["--resume"]), (0,))
                self.assertEqual(self.content(out), whole)
                self.assertEqual(self.left(), sorted([out, failures]) if os.path.exists(self.path(failures)) else [out])
            if error in ("EINTR", "short"):
                self.assertEqual(done.returncode, 0, done.stderr)

        self.each_fault(args, before, check)
        print("%s: ended with %s" % (form, ended))

    def test_batch_with_a_pack(self):
        self.status_of(self.run_with(["compile", "-o", self.path("p.pack")]), (0,))
        self.check_batch("jsonl", ("-p", self.path("p.pack")))

    def test_batch_with_rules(self):
        self.check_batch("tsv", ("-r", "+" + self.write("rules/own.yaml", RULES)))

    def test_batch_into_a_database(self):
        """It holds whole documents, and another run completes it."""
        self.corpus()
        args = ["extract", "-q", "-j", "2", "-f", "sqlite", "-o", self.path("out.db"), self.path("in")]

        def facts():
            base = sqlite3.connect(self.path("out.db"))
            try:
                self.assertEqual(base.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
                return base.execute("SELECT document, count(*) FROM facts GROUP BY document ORDER BY document").fetchall()
            finally:
                base.close()

        def before():
            for name in self.left():
                os.remove(self.path(name))

        self.status_of(self.run_with(args), (0,))
        whole = facts()
        self.assertEqual(len(whole), 8)

        def check(done, error):
            self.status_of(done, (0, 1, 2, 3, 4, 5))
            if done.returncode > 1:
                self.status_of(self.run_with(args), (0,))
            if done.returncode != 1:
                self.assertEqual(facts(), whole)
            else:
                self.assertLessEqual(set(facts()), set(whole))
        self.each_fault(args, before, check, few=True)

    def test_compile(self):
        """The pack is the old one or the new one, whole."""
        pack = self.path("new.pack")
        names = self.write("rules/names.yaml", "entities:\n  - {id: a, name: Ann Arden, type: person}\n")
        args = ["compile", "-r", self.write("rules/own.yaml", RULES), "-g", names, "-o", pack]
        self.status_of(self.run_with(args), (0,))
        whole = self.content("new.pack")

        def check(done, error):
            self.status_of(done, (0, 2, 3, 4, 5))
            self.assertEqual(self.content("new.pack"), whole if done.returncode == 0 else OLD)
            self.assertEqual(self.left(), ["new.pack"])
        self.each_fault(args, lambda: self.write("new.pack", OLD), check, few=True)

    def test_standard_output(self):
        """What was printed is a beginning of the whole."""
        text = self.write("in.txt", TRIPLE * 5000)
        args = ["extract", "-q", text]
        whole = self.run_with(args).stdout
        self.assertGreater(len(whole), 100000)

        def check(done, error):
            self.status_of(done, (0, 1, 2, 3, 4, 5))
            self.assertTrue(whole.startswith(done.stdout) if done.returncode else done.stdout == whole)
        self.each_fault(args, lambda: None, check, few=True)


if __name__ == "__main__":
    main()
