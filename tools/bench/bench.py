#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CPU time of the whole chain against `wc -w` on the same text, peak memory for 1x and 10x documents, and instructions.

usage: bench.py TRAWL [MEGABYTES [PAIRS]]

The text is the samples over and over, as one file and as a folder of files. Runs are paired (trawl, then wc on the
same files) and the median of the ratios is given, so that a slow moment of the machine hits both sides. Loading rules
and gazetteers is measured apart, on an empty text, and left in the first ratio.

Times drift with the machine, instructions do not: they are counted by callgrind, and more of them for a byte of text
than the limit below make the status 1. Without valgrind they are left out.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, "..", "..", "samples")
INSTRUCTIONS_A_BYTE = 1250  # the chain with the shipped rules, without the start


def run(args):
    """(CPU seconds, peak memory in kB)"""
    with open(os.devnull, "wb") as null:
        process = subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=null, stderr=null)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        sys.exit("%s: status %d" % (" ".join(args[:3]), status))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def instructions(trawl, text):
    """What callgrind counts for a text."""
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + os.devnull,
                           trawl, "extract", "-q", "-j", "1", "-f", "jsonl", text],
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    lines = [line for line in done.stderr.splitlines() if "Collected" in line]
    if done.returncode or not lines:
        sys.exit("callgrind: status %d" % done.returncode)
    return int(lines[-1].split()[-1])


def count_instructions(trawl, block, folder, empty):
    """False: more for a byte than the limit."""
    if not shutil.which("valgrind"):
        print("instructions          not counted: no valgrind")
        return True
    text = os.path.join(folder, "half.txt")
    with open(text, "wb") as out:
        out.write(block * max(1, int(5e5 / len(block))))
    start = instructions(trawl, empty)
    each = (instructions(trawl, text) - start) / os.path.getsize(text)
    print("instructions          %.0f a byte (limit %d), %.0f million for the start"
          % (each, INSTRUCTIONS_A_BYTE, start / 1e6))
    return each <= INSTRUCTIONS_A_BYTE


def main(argv):
    trawl = os.path.abspath(argv[0])
    megabytes = float(argv[1]) if len(argv) > 1 else 8
    pairs = int(argv[2]) if len(argv) > 2 else 5
    texts = []
    for name in sorted(os.listdir(SAMPLES)):
        if name.endswith(".txt"):
            with open(os.path.join(SAMPLES, name), "rb") as file:
                texts.append(file.read() + b"\n\n")
    block = b"".join(texts)
    with tempfile.TemporaryDirectory() as folder:
        big = os.path.join(folder, "big.txt")
        with open(big, "wb") as out:
            for _ in range(max(1, int(megabytes * 1e6 / len(block)))):
                out.write(block)
        size = os.path.getsize(big) / 1e6
        empty = os.path.join(folder, "empty.txt")
        open(empty, "wb").close()
        start = statistics.median(run([trawl, "extract", "-q", empty])[0] for _ in range(pairs))
        ratios, net, speeds = [], [], []
        for _ in range(pairs):
            chain = run([trawl, "extract", "-q", "-j", "1", "-f", "jsonl", big])[0]
            words = run(["wc", "-w", big])[0]
            ratios.append(chain / words)
            net.append((chain - start) / words)
            speeds.append(size / (chain - start))
        print("text                  %.1f MB of news" % size)
        print("start                 %.0f ms CPU to load rules and gazetteers" % (1000 * start))
        print("whole chain           %.1f MB/s" % statistics.median(speeds))
        print("against wc -w         %.1f times its CPU; %.1f without the start"
              % (statistics.median(ratios), statistics.median(net)))
        files = os.path.join(folder, "files")
        os.mkdir(files)
        for i in range(4000):
            with open(os.path.join(files, "%05d.txt" % i), "wb") as out:
                out.write(texts[i % len(texts)])
        names = [os.path.join(files, name) for name in sorted(os.listdir(files))]
        pairs_of_files = [(run([trawl, "extract", "-q", "-j", "1", "-f", "jsonl", files])[0], run(["wc", "-w"] + names)[0])
                          for _ in range(pairs)]
        print("a folder of files     %.1f times the CPU of wc -w on %d files of %.1f kB"
              % (statistics.median(chain / words for chain, words in pairs_of_files), len(names),
                 sum(map(os.path.getsize, names)) / len(names) / 1e3))
        peaks = []
        for copies in (1, 10):
            top = os.path.join(folder, "docs%d" % copies)
            os.mkdir(top)
            for i in range(copies * 200):
                with open(os.path.join(top, "%05d.txt" % i), "wb") as out:
                    out.write(texts[i % len(texts)])
            peaks.append(run([trawl, "extract", "-q", "-j", "1", "-f", "jsonl", top])[1])
        print("peak memory           %.1f MB for 200 documents, %.1f MB for 2,000" % (peaks[0] / 1024, peaks[1] / 1024))
        peak = run([trawl, "extract", "-q", "-j", "1", "-f", "jsonl", big])[1]
        print("                      %.1f MB for one document of %.1f MB" % (peak / 1024, size))
        return 0 if count_instructions(trawl, block, folder, empty) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
