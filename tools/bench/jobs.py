#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Wall and CPU time of two threads against one, on a folder of files and on JSON Lines.

usage: jobs.py TRAWL [DOCUMENTS [PAIRS]]

Runs are paired: -j 1, then -j 2 on the same input, so that a slow moment of the machine hits both. What is given are
the medians of the ratios and their least. The load that other programs put on the machine while a pair ran is told
too: two threads cannot be twice as fast where half of a core is taken.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, "..", "..", "samples")


def busy():
    """CPU seconds that the machine has spent so far, of all programs, and those of this one's children."""
    with open("/proc/stat", encoding="ascii") as stat:
        fields = [int(field) for field in stat.readline().split()[1:]]
    own = os.times()
    return (sum(fields[:3]) + sum(fields[5:8])) / os.sysconf("SC_CLK_TCK"), sum(own[:4])


def run(args):
    """(wall seconds, CPU seconds, cores that others used meanwhile)"""
    all_before, own_before = busy()
    started = time.monotonic()
    with open(os.devnull, "wb") as null:
        process = subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=null, stderr=null)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = status
    if status:
        sys.exit("%s: status %d" % (" ".join(args), status))
    all_after, own_after = busy()
    others = max(0.0, (all_after - all_before) - (own_after - own_before)) / wall
    return wall, usage.ru_utime + usage.ru_stime, others


def compare(trawl, name, args, pairs):
    walls, cpus, loads = [], [], []
    for _ in range(pairs):
        one = run([trawl, "extract", "-q", "-f", "jsonl", "-j", "1"] + args)
        two = run([trawl, "extract", "-q", "-f", "jsonl", "-j", "2"] + args)
        walls.append(two[0] / one[0])
        cpus.append(two[1] / one[1])
        loads.append(max(one[2], two[2]))
    print("%-12s wall %.2f (least %.2f), CPU %.2f (least %.2f) of -j 1; -j 1 %.2f s; others used %.2f to %.2f cores"
          % (name, statistics.median(walls), min(walls), statistics.median(cpus), min(cpus), one[0], min(loads), max(loads)))
    return statistics.median(walls), statistics.median(cpus)


def main(argv):
    trawl = os.path.abspath(argv[0])
    documents = int(argv[1]) if len(argv) > 1 else 8000
    pairs = int(argv[2]) if len(argv) > 2 else 5
    texts = []
    for name in sorted(os.listdir(SAMPLES)):
        if name.endswith(".txt"):
            with open(os.path.join(SAMPLES, name), encoding="utf-8") as file:
                texts.append(file.read())
    with tempfile.TemporaryDirectory() as folder:
        files = os.path.join(folder, "files")
        os.mkdir(files)
        with open(os.path.join(folder, "lines.jsonl"), "w", encoding="utf-8") as lines:
            for i in range(documents):
                text = texts[i % len(texts)] * (8 if i % 100 == 7 else 1)  # one in a hundred is large
                with open(os.path.join(files, "%05d.txt" % i), "w", encoding="utf-8") as out:
                    out.write(text)
                lines.write(json.dumps({"id": i, "text": text}) + "\n")
        compare(trawl, "files", [files], pairs)
        compare(trawl, "JSON Lines", ["--from", "jsonl", os.path.join(folder, "lines.jsonl")], pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
