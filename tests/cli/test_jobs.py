# SPDX-License-Identifier: MIT
"""Threads: the same bytes for any number of them, in the order of the inputs; back-pressure; early ends."""
import glob
import json
import os
import random
import signal
import subprocess
import time

from trawl import SAMPLES, TRIPLE, Case, command, main, peak, run

JOBS = ("1", "2", "8")


class Jobs(Case):
    def corpus(self, n, seed=1):
        """Documents of mixed size, some of them broken. Names in the order in which they are read."""
        dice = random.Random(seed)
        samples = []
        for path in sorted(glob.glob(os.path.join(SAMPLES, "*.txt"))):
            with open(path, "rb") as file:
                samples.append(file.read())
        names = []
        for i in range(n):
            kind = dice.random()
            if kind < 0.02:
                text = b"Putin met \xff\xfe Xi.\n"
            elif kind < 0.04:
                text = b""
            elif kind < 0.07:
                text = b"\n\n".join(dice.choice(samples) for _ in range(8))
            elif kind < 0.3:
                text = dice.choice(samples)
            else:
                text = TRIPLE.encode() * dice.randint(1, 4)
            names.append(self.write("in/%02d/%05d.txt" % (i % 7, i), text))
            if kind > 0.99:
                os.remove(names[-1])
                os.symlink("nowhere", names[-1])
        return sorted(names, key=lambda name: name.encode())

    def test_same_bytes_for_any_number(self):
        self.corpus(300)
        for args in (("-f", "jsonl"), ("-f", "tsv", "--emit", "entities"), ("--emit", "sentences", "-f", "csv")):
            done = [run("extract", "-j", jobs, *args, self.path("in")) for jobs in JOBS]
            self.assertGreater(len(done[0].stdout), 1000)
            for other in done[1:]:
                self.assertEqual(other.stdout, done[0].stdout)
                self.assertEqual(other.stderr, done[0].stderr)
                self.status(other, 1)

    def test_order_of_inputs(self):
        names = [name for name in self.corpus(200, 2) if os.path.exists(name)]
        random.Random(3).shuffle(names)
        done = run("extract", "-q", "-j", "8", "--emit", "sentences", "-f", "jsonl", *names)
        seen = list(dict.fromkeys(json.loads(line)["doc"] for line in done.stdout.decode().splitlines()))
        self.assertEqual(seen, [name for name in names if name in set(seen)])
        done = run("extract", "-q", "-j", "8", "--emit", "sentences", "-f", "jsonl", self.path("in"))
        seen = list(dict.fromkeys(json.loads(line)["doc"] for line in done.stdout.decode().splitlines()))
        self.assertEqual(seen, sorted(seen, key=lambda name: name.encode()))

    def test_lines(self):
        lines = "".join('{"id":%d,"text":"%s"}\n' % (i, TRIPLE.strip() * (i % 5)) if i % 50 else "{bad\n"
                        for i in range(200 if "TSAN_OPTIONS" in os.environ else 2000))
        done = [run("extract", "-j", jobs, "--from", "jsonl", "-f", "jsonl", stdin=lines.encode()) for jobs in JOBS]
        for other in done:
            self.status(other, 1)
            self.assertEqual((other.stdout, other.stderr), (done[0].stdout, done[0].stderr))
        self.assertEqual(len(done[0].stderr.splitlines()), lines.count("{bad"))

    def test_memory_does_not_grow_with_the_batch(self):
        """Short form: a few formats, 3,000 documents against 300; TRAWL_LONG=1: all that do not hold the distinct
        records, 20,000 against 2,000."""
        if "TSAN_OPTIONS" in os.environ:
            self.skipTest("the thread sanitizer keeps its own account of memory")
        long = os.environ.get("TRAWL_LONG") == "1"
        few, many = (2000, 20000) if long else (300, 3000)
        names = self.corpus(many, 4)
        listings = [self.write("few", "\n".join(names[::many // few])), self.write("many", "\n".join(names))]
        formats = [line.split("\t")[0] for line in run("extract", "-f", "help").stdout.decode().splitlines()]
        args = [("-f", name) for name in formats if name not in ("html", "dot", "graphml")]
        args += [("--emit", "doc"), ("--emit", "tokens", "-f", "csv")]
        for args in args if long else (("-f", "jsonl"), ("-f", "sqlite"), ("--emit", "doc")):
            for jobs in ("1", "2") if long or "jsonl" in args else ("1",):
                peaks = []
                for listing in listings:
                    out = self.path("out-%d" % len(os.listdir(self.folder)))
                    peaks.append(peak("extract", "-q", "-j", jobs, *args, "-o", out, "--files-from", listing, status=1))
                if long:
                    print("%-24s -j %s %6d kB %6d kB  %.2f" % (" ".join(args), jobs, *peaks, peaks[1] / peaks[0]))
                self.assertLess(peaks[1], 1.10 * peaks[0] + (0 if long else 8000 * int(jobs)), (args, jobs, peaks))

    def test_bad_numbers(self):
        for jobs in ("0", "-1", "x", "", "1x", "257", "99999999999999999999"):
            self.status(run("extract", "-j", jobs, SAMPLES), 2)

    def test_what_came_is_not_held_back_by_what_did_not(self):
        """A line that came through a pipe is worked on while the next one is waited for."""
        process = subprocess.Popen(command("extract", "--from", "jsonl", "-o", self.path("out.jsonl")),
                                   stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdin.write(b'{"text":"%s"}\n' % TRIPLE.strip().encode())
        process.stdin.flush()
        time.sleep(0.5)
        process.stdin.close()
        self.assertEqual(process.wait(100), 0)
        process.stderr.close()

    def test_interrupted_while_waiting_for_input(self):
        reader, writer = os.pipe()
        process = subprocess.Popen(command("extract", "-j", "2"), stdin=reader, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        os.close(reader)
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=100)
        os.close(writer)
        self.assertIn(process.returncode, (130, -signal.SIGINT))

    def test_closed_pipe_ends_quietly(self):
        self.corpus(300)
        process = subprocess.Popen(command("extract", "-q", "-j", "2", "--emit", "tokens", "-f", "jsonl", self.path("in")),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.read(1000)
        process.stdout.close()
        said = process.stderr.read().decode()
        process.stderr.close()
        self.assertIn(process.wait(100), (0, 1))
        self.assertNotIn("written", said)


if __name__ == "__main__":
    main()
