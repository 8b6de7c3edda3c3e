# SPDX-License-Identifier: MIT
"""What ends a run early and how it goes on: kill -9 and --resume, signals, full disks; the report of failures, the
figures, the bar. TRAWL_LONG=1: the long form, with 20,000 documents."""
import json
import os
import pty
import random
import resource
import signal
import subprocess
import time

from trawl import SAMPLES, TRIPLE, WRAP, Case, command, main, run

LONG = os.environ.get("TRAWL_LONG") == "1"
SLOW = "TSAN_OPTIONS" in os.environ  # the thread sanitizer makes runs ten times as long: fewer documents do
DOCUMENTS = 20000 if LONG else 200 if SLOW else 1000
KILLS = 10 if LONG else 4


class Faults(Case):
    def corpus(self, n, seed=1):
        """n documents of mixed size, 1% of them damaged; the names of those."""
        dice = random.Random(seed)
        samples = []
        for name in sorted(os.listdir(SAMPLES)):
            if name.endswith(".txt"):
                with open(os.path.join(SAMPLES, name), "rb") as file:
                    samples.append(file.read())
        damaged = []
        for i in range(n):
            name = "in/%03d/%05d.txt" % (i % 101, i)
            if i % 100 == 7:
                damaged.append(self.write(name, b""))
                os.remove(damaged[-1])
                if i % 200 == 7:
                    os.symlink("nowhere", damaged[-1])
                else:
                    self.write(name + ".gz", b"\x1f\x8b\x08" + bytes(dice.randrange(256) for _ in range(50)))
                    damaged[-1] += ".gz"
            elif dice.random() < 0.15:
                self.write(name, dice.choice(samples) * dice.choice((1, 1, 1, 4)))
            else:
                self.write(name, TRIPLE * dice.randint(1, 6) + "Town %d.\n" % i)
        return sorted(damaged, key=lambda path: path.encode())

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def extract(self, out, *args, **more):
        return run("extract", "-q", "-f", "jsonl", "-o", self.path(out), "--failures", self.path(out + ".failures"),
                   *args, self.path("in"), **more)

    def left(self, out):
        return sorted(name for name in os.listdir(self.folder) if name.startswith(out))

    def test_killed_and_resumed(self):
        damaged = self.corpus(DOCUMENTS)
        started = time.monotonic()
        self.status(self.extract("whole", "-j", "1"), 1)
        seconds = time.monotonic() - started
        whole, failures = self.read("whole"), self.read("whole.failures")
        self.assertEqual([json.loads(line)["doc"] for line in failures.decode().splitlines()], damaged)
        for jobs in ("2", "8"):
            self.status(self.extract("jobs" + jobs, "-j", jobs), 1)
            self.assertEqual(self.read("jobs" + jobs), whole)
            self.assertEqual(self.read("jobs" + jobs + ".failures"), failures)
        dice = random.Random(2)
        args = ("extract", "-q", "-f", "jsonl", "-j", "2", "-o", self.path("killed"), "--failures",
                self.path("killed.failures"), "--resume", self.path("in"))
        kills = 0
        for _ in range(3 * KILLS):
            process = subprocess.Popen(command(*args), stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=seconds * (0.05 + dice.random() * (1.2 / KILLS if LONG else 0.4)))
                self.assertIn("killed", self.left("killed"))
                os.remove(self.path("killed"))  # done before it could be killed: once more from the start
                os.remove(self.path("killed.failures"))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
                if kills == KILLS:
                    break
        self.assertGreater(kills, 0)
        done = self.extract("killed", "--resume", "-j", "3")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertEqual(self.read("killed"), whole)
        self.assertEqual(self.read("killed.failures"), failures)
        self.assertEqual(self.left("killed"), ["killed", "killed.failures"])

    def test_orders_of_inputs(self):
        """Documents know nothing of each other: in another order the same lines come, in that order."""
        self.corpus(DOCUMENTS)
        names = sorted(os.path.join(top, name) for top, _, found in os.walk(self.path("in")) for name in found)
        random.Random(6).shuffle(names)
        listing = self.write("list", "\n".join(names))
        for form in ("jsonl", "tsv"):
            sides = []
            for n, inputs in enumerate(([self.path("in")], ["--files-from", listing])):
                out = "%s%d" % (form, n)
                self.status(run("extract", "-q", "-f", form, "-o", self.path(out), "--failures", self.path(out + ".failures"),
                                *inputs), 1)
                sides.append((self.read(out).splitlines(), self.read(out + ".failures").splitlines()))
            self.assertNotEqual(sides[0], sides[1])
            self.assertEqual([sorted(part) for part in sides[0]], [sorted(part) for part in sides[1]])

    def check_whole(self, whole, failures):
        self.assertEqual(self.read("disk/out"), whole)
        self.assertEqual(self.read("disk/out.failures"), failures)
        self.assertEqual(sorted(os.listdir(self.path("disk"))), ["out", "out.failures"])

    def until_there_is_room(self, room, whole, failures, **more):
        """Runs with ever more room until one ends well; those before say so and leave what --resume goes on with."""
        dice, size, resumed = random.Random(4), len(whole) // (20 if LONG else 3), 0
        for _ in range(400):
            more.update(room(size))
            done = self.extract("disk/out", "--resume", "-j", "2", **more)
            if done.returncode in (0, 1):
                break
            self.status(done, 4)
            self.assertRegex(done.stderr, "cannot be written: (No space left on device|File too large)")
            self.assertNotIn("out", os.listdir(self.path("disk")))
            resumed += os.path.exists(self.path("disk/out.journal"))
            size += dice.randrange(1, len(whole) // (8 if LONG else 3))
        self.assertGreater(resumed, 2 if LONG else -1)  # the short form may be done before it notes anything
        self.check_whole(whole, failures)

    def whole_run(self):
        self.corpus(4 * DOCUMENTS if not LONG else DOCUMENTS)
        os.mkdir(self.path("disk"))
        self.status(self.extract("whole", "-j", "1"), 1)
        return self.read("whole"), self.read("whole.failures")

    def test_full_disk(self):
        """A disk of its own, in memory; only who may mount can do this."""
        whole, failures = self.whole_run()
        disk = self.path("disk")
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "trawl-test", disk]
        if subprocess.run(mount, stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("mounting is not allowed here")
        self.addCleanup(subprocess.run, ["umount", disk], check=True)

        def room(size):
            subprocess.run(["mount", "-o", "remount,size=%d" % size, disk], check=True)
            return {}
        self.until_there_is_room(room, whole, failures)

    def test_files_that_may_not_grow(self):
        """The same without a disk: a limit of the size of files stands for it."""
        whole, failures = self.whole_run()
        self.until_there_is_room(lambda size: {"preexec_fn": lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))}, whole, failures)

    def cut_the_power(self, log, safe, dice):
        """What was not synced is lost: cut off somewhere, or there and all zeros, or a mixture of both. What is left
        is on the disk: `safe` tells the lengths."""
        for line in self.read(log).decode().splitlines():
            path, length = line.rsplit("\t", 1)
            safe[path] = int(length) if int(length) >= 0 else min(safe.get(path, 0), -int(length) - 1)
        for name in os.listdir(self.path("disk")):
            path = os.path.join(self.path("disk"), name)
            part = path if path.endswith((".part", ".journal")) else path + ".part"  # what it was called when synced
            size = os.path.getsize(path)
            kept = min(safe.get(part, 0), size)
            ends, zeros = dice.randint(kept, size), dice.randint(kept, size)
            with open(path, "r+b") as file:
                file.truncate(min(ends, zeros))
                file.truncate(dice.choice((ends, size)))
            safe[part] = os.path.getsize(path)

    def test_power_loss(self):
        shim = self.path("power.so")
        made = subprocess.run([os.environ.get("CC") or "cc", "-shared", "-fPIC", "-o", shim,
                               os.path.join(os.path.dirname(os.path.abspath(__file__)), "power.c"), "-ldl"])
        if made.returncode != 0 or WRAP:
            self.skipTest("needs a compiler, and runs that are not wrapped")
        started = time.monotonic()
        whole, failures = self.whole_run()
        seconds = time.monotonic() - started
        env = dict(os.environ, LD_PRELOAD=shim, POWER_LOG=self.path("log"))
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        args = ("extract", "-q", "-f", "jsonl", "-j", "2", "-o", self.path("disk/out"), "--failures",
                self.path("disk/out.failures"), "--resume", self.path("in"))
        dice, losses, safe = random.Random(5), 0, {}
        for _ in range(200):
            self.write("log", b"")
            process = subprocess.Popen(command(*args), env=env, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=0.15 + dice.random() * seconds / 8)
                self.assertIn(process.returncode, (0, 1))
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                losses += 1
                self.cut_the_power("log", safe, dice)
        self.assertGreater(losses, 2 if LONG else -1)
        done = self.extract("disk/out", "--resume", "-j", "3")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.check_whole(whole, failures)

    def broken_off(self, *args, least=10000):
        """Leaves out.part and out.journal behind: the run waits for standard input when it is killed."""
        process = subprocess.Popen(command("extract", "-q", "-f", "jsonl", "-j", "1", "-o", self.path("out"), *args,
                                           self.path("in"), "-"), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(2000):
            try:
                if len(self.read("out.journal")) > least:
                    break
            except FileNotFoundError:
                pass
            time.sleep(0.01)
        process.kill()
        process.wait()
        process.stdin.close()
        self.assertEqual(self.left("out"), ["out.journal", "out.part"])

    def resume(self, *args):
        return run("extract", "-q", "-f", "jsonl", "-o", self.path("out"), "--resume", *args, self.path("in"))

    def test_inputs_that_changed_meanwhile(self):
        self.corpus(400)
        self.broken_off()
        names = [line.rstrip("\n").split("\t")[-1] for line in self.read("out.journal").decode().splitlines()[1:]]
        self.assertGreater(len(names), 20)
        self.write("in/000/00101.txt", "Angela Merkel visited Lisbon in May.\n")
        os.remove(self.path("in/001/00001.txt"))
        self.write("in/000/0000a.txt", TRIPLE)
        self.assertIn(self.resume().returncode, (0, 1))
        fresh = run("extract", "-q", "-f", "jsonl", self.path("in"))
        self.assertEqual(self.read("out"), fresh.stdout)

    def test_other_options_or_rules(self):
        self.corpus(400)
        self.broken_off()
        before = (self.read("out.part"), self.read("out.journal"))
        rules = self.write("own.yaml", "relations:\n  - name: greeted\n    X: person\n    Y: person\n"
                                       "    phrases: [X greet Y]\n")
        for args in (("--date", "2020-01-01"), ("--evidence",), ("-r", "+" + rules), ("--offsets", "bytes"),
                     ("--resolve", "off"), ("--max-bytes", "1M")):
            done = self.resume(*args)
            self.status(done, 2)
            self.says(done, "other options")
            self.assertEqual((self.read("out.part"), self.read("out.journal")), before, args)
        self.assertIn(self.resume("-j", "1").returncode, (0, 1))
        self.assertEqual(self.left("out"), ["out"])

    def test_torn_journal(self):
        self.corpus(400)
        self.broken_off()
        journal = self.read("out.journal")
        fresh = run("extract", "-q", "-f", "jsonl", self.path("in")).stdout
        lines = journal.splitlines(keepends=True)
        part = self.read("out.part")
        for torn in (b"", b"\0" * 100, lines[0][:-3], journal[:-5], b"".join(lines[:5]) + lines[5][:-3] + b"\0" * 40, lines[0],
                     lines[0] + lines[1].replace(b"d", b"p", 1), b"".join(lines[:3] + lines[5:])):
            self.write("out.journal", torn)
            self.write("out.part", part)
            self.assertIn(self.resume().returncode, (0, 1))
            self.assertEqual(self.read("out"), fresh)
            os.remove(self.path("out"))

    def test_finished_already(self):
        self.write("in/a.txt", TRIPLE)
        self.status(self.resume(), 0)
        before = os.stat(self.path("out"))
        self.write("in/b.txt", TRIPLE)
        self.status(self.resume(), 0)
        self.assertEqual((os.stat(self.path("out")).st_mtime_ns, self.left("out")), (before.st_mtime_ns, ["out"]))
        self.write("out.journal", "")
        self.status(self.resume(), 0)
        self.assertEqual(self.left("out"), ["out"])

    def test_resume_needs_a_file(self):
        for args in ((), ("-o", "-"), ("-o", "/dev/null"), ("-o", "/dev/full"), ("-f", "sqlite", "-o", self.path("x"))):
            self.status(run("extract", "--resume", *args, SAMPLES), 2)

    def test_formats_written_at_the_end_are_made_anew(self):
        self.write("in/a.txt", TRIPLE)
        self.write("out.part", b"x" * 1000)
        self.write("out.journal", b"junk\n")
        done = run("extract", "-q", "-f", "dot", "-o", self.path("out"), "--resume", self.path("in"))
        self.status(done, 0)
        self.assertEqual(self.read("out"), run("extract", "-f", "dot", self.path("in")).stdout)

    def test_parts_are_resumed(self):
        text = "".join("Putin met the mayor of town %d on Monday. He left.\n\n" % i for i in range(8000))
        self.write("in/a.txt", text)
        self.write("in/b.txt", TRIPLE)
        args = ("--max-bytes", "20k", "--offsets", "bytes")
        self.broken_off(*args, least=1000)
        self.status(self.resume(*args), 0)
        self.assertEqual(self.read("out"), run("extract", "-q", "-f", "jsonl", *args, self.path("in")).stdout)

    def test_large_lines_are_resumed(self):
        text = "".join("Putin met the mayor of town %d on Monday. He left.\n\n" % i for i in range(8000))
        self.write("in/a.jsonl", "".join(json.dumps({"id": i, "text": text}) + "\n" for i in "ab"))
        args = ("--max-bytes", "20k", "--from", "jsonl")
        self.broken_off(*args, least=1000)
        self.status(self.resume(*args), 0)
        self.assertEqual(self.read("out"), run("extract", "-q", "-f", "jsonl", *args, self.path("in")).stdout)

    def test_two_runs_of_one_output(self):
        first = subprocess.Popen(command("extract", "-o", self.path("out")), stdin=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL)
        while "out.journal" not in self.left("out"):
            time.sleep(0.05)
        done = run("extract", "-o", self.path("out"), SAMPLES)
        self.status(done, 4)
        self.says(done, "another run is writing it")
        first.communicate(TRIPLE.encode())
        self.assertEqual(self.left("out"), ["out"])

    def test_first_signal_lets_finish_second_does_not(self):
        # an end at once waits for no thread: to the thread sanitizer those are leaks
        environment = dict(os.environ)
        environment["TSAN_OPTIONS"] = environment.get("TSAN_OPTIONS", "") + ":report_thread_leaks=0"
        self.corpus(1500 if SLOW else 6000)
        for signals in (1, 2):
            process = subprocess.Popen(command("extract", "-q", "-f", "jsonl", "-o", self.path("out"), "--resume",
                                               self.path("in")), stderr=subprocess.PIPE, env=environment)
            while "out.journal" not in self.left("out"):
                time.sleep(0.01)
            time.sleep(0.1)
            for _ in range(signals):
                process.send_signal(signal.SIGINT)
                time.sleep(0.05)
            process.communicate(timeout=100)
            self.assertEqual(process.returncode, 130)
            self.assertNotIn("out", self.left("out"))
        self.assertIn(self.resume().returncode, (0, 1))
        self.assertEqual(self.read("out"), run("extract", "-q", "-f", "jsonl", self.path("in")).stdout)

    def test_failures(self):
        gone, good = self.path("gone.txt"), self.write("good.txt", TRIPLE)
        lines = self.write("l.jsonl", '{"text":"He left."}\n{bad\n{"id":1}\n')
        report = self.path("report")
        self.status(run("extract", "--failures", report, gone, good), 1)
        self.assertEqual([json.loads(line) for line in self.read("report").decode().splitlines()],
                         [{"doc": gone, "line": None, "code": "E401", "kind": "failed",
                           "reason": "cannot be read: No such file or directory"}])
        self.status(run("extract", "--from", "jsonl", "--failures", report, lines), 1)
        rows = [json.loads(line) for line in self.read("report").decode().splitlines()]
        self.assertEqual([(row["doc"], row["line"], row["code"]) for row in rows],
                         [(lines + ":2", 2, "E410"), (lines + ":3", 3, "E411")])
        self.status(run("extract", "--failures", report, good), 0)
        self.assertEqual(self.read("report"), b"")
        self.status(run("extract", "--failures", "/dev/full", gone), 4)

    def test_figures(self):
        self.corpus(300)
        self.write("in/de.txt", "Der Kanzler ist am Montag nach Paris gereist, um mit dem Präsidenten über die Lage in "
                                "der Region zu sprechen. Er sagte, dass die Regierung nicht auf die Lage eingehen werde.")
        done = run("extract", "-q", "-f", "jsonl", "--stats", self.path("stats"), self.path("in"))
        figures = json.loads(self.read("stats"))
        triples = [json.loads(line) for line in done.stdout.decode().splitlines()]
        self.assertEqual((figures["documents"], figures["failed"], figures["skipped"]), (297, 3, 1))
        self.assertEqual(figures["triples"], len(triples))
        self.assertEqual(sum(figures["triples_by_relation"].values()), len(triples))
        self.assertEqual(sum(reason["count"] for reason in figures["reasons"]), 3)
        self.assertGreater(figures["tokens"], 1000)
        self.assertGreater(sum(figures["stage_seconds"].values()), 0)

    def test_figures_of_a_resumed_run(self):
        self.corpus(400)
        self.broken_off()
        args = ("-q", "-f", "jsonl", "--stats", self.path("stats"), self.path("in"))
        run("extract", "-o", self.path("out"), "--resume", *args)
        resumed = json.loads(self.read("stats"))
        run("extract", "-o", self.path("fresh"), *args)
        fresh = json.loads(self.read("stats"))
        self.assertGreater(resumed["resumed"], 0)
        for key in set(fresh) - {"seconds", "stage_seconds", "resumed", "reasons"}:
            self.assertEqual(resumed[key], fresh[key], key)
        for figures in (fresh, resumed):
            figures["reasons"].sort(key=json.dumps)
        self.assertEqual(resumed["reasons"], fresh["reasons"])

    def terminal(self, *args):
        ours, theirs = pty.openpty()
        process = subprocess.Popen(command("extract", *args), stdout=subprocess.DEVNULL, stderr=theirs,
                                   stdin=subprocess.DEVNULL)
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            said += piece
        process.wait()
        os.close(ours)
        return said.decode()

    def test_progress(self):
        self.corpus(500)
        started = time.monotonic()
        said = self.terminal("-j", "1", self.path("in"))
        seconds = time.monotonic() - started
        self.assertIn(" documents  ", said)
        self.assertRegex(said.strip().splitlines()[-1], r"495 documents, .* triples, 5 failures in \d+:\d\d, ")
        self.assertLessEqual(said.count("MB/s  "), 10 * seconds + 2)
        self.assertNotIn("documents", self.terminal("-q", self.path("in")))
        self.assertNotIn("documents", self.terminal("--no-progress", self.path("in")))
        self.assertNotIn("documents", run("extract", self.path("in")).stderr)
        self.assertIn("495 documents", run("extract", "--progress", self.path("in")).stderr)


if __name__ == "__main__":
    main()
