# SPDX-License-Identifier: MIT
"""Threads: the same bytes for any number of them, in the order of the inputs; back-pressure; early ends."""
import glob
import json
import os
import random
import signal
import subprocess
import time

from trawl import SAMPLES, TRIPLE, Case, command, main, run

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
                        for i in range(2000))
        done = [run("extract", "-j", jobs, "--from", "jsonl", "-f", "jsonl", stdin=lines.encode()) for jobs in JOBS]
        for other in done:
            self.status(other, 1)
            self.assertEqual((other.stdout, other.stderr), (done[0].stdout, done[0].stderr))
        self.assertEqual(len(done[0].stderr.splitlines()), 40)

    def test_memory_does_not_grow_with_the_batch(self):
        """Short form: ten times the documents; TRAWL_LONG=1: 20,000 of them against 2,000."""
        few, many = (2000, 20000) if os.environ.get("TRAWL_LONG") == "1" else (300, 3000)
        peaks = []
        script = ("import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,"
                  "stderr=subprocess.DEVNULL);print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        for n in (few, many):
            names = self.corpus(n, 4)
            listing = self.write("list", "\n".join(names[:: max(1, len(names) // n)]))
            done = subprocess.run(["python3", "-c", script] + command(
                "extract", "-j", "2", "-f", "jsonl", "-o", self.path("out"), "--files-from", listing),
                stdout=subprocess.PIPE, check=True)
            peaks.append(int(done.stdout))
        self.assertLess(peaks[1], 1.10 * peaks[0] + (0 if many == 20000 else 8000), peaks)

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
