#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CPU time of the whole chain against `wc -w` on the same text, peak memory for 1x and 10x documents, and instructions.

usage: bench.py TRAWL [MEGABYTES [PAIRS]]

There are two texts. One is the samples over and over, as one file and as a folder of files: a processor learns it by
heart, so it shows the work and not the waiting. The other is made of the samples with a vocabulary as wide as that of
news (generate.py): most of its words are rare, and the caches do not hold them. Runs are paired (trawl, then wc on the
same files) and the median of the ratios is given, so that a slow moment of the machine hits both sides. Loading rules
and gazetteers is measured apart, on an empty text, and left in the first ratio.

Times drift with the machine, instructions do not: they are counted by callgrind, for a text and for the first half of it,
so that what a run does once (words seen for the first time, expressions compiled) is told apart from what each byte costs.
More of them for a byte than the limit below make the status 1. Without valgrind they are left out.
"""
import os
import shutil
import statistics
import sys
import tempfile

import generate
from measure import instructions, run

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, "..", "..", "samples")
INSTRUCTIONS_A_BYTE = 1190  # the chain with the shipped rules, without what a run does once


def extract(trawl, path):
    return [trawl, "extract", "-q", "-j", "1", "-f", "jsonl", path]


def count_instructions(trawl, block, folder, empty):
    """False: more for a byte than the limit."""
    if not shutil.which("valgrind"):
        print("instructions          not counted: no valgrind")
        return True
    made = "".join(generate.news(trawl, 1000000)).encode()
    blocks = block * (2 * max(1, int(5e5 / len(block))))
    start = instructions(extract(trawl, empty))
    each, first = [], 0
    for what in (blocks, made):
        sizes, counts = [], []
        for part in (what[:len(what) // 2], what):
            path = os.path.join(folder, "counted.txt")
            with open(path, "wb") as out:
                out.write(part)
            sizes.append(len(part))
            counts.append(instructions(extract(trawl, path)))
        each.append((counts[1] - counts[0]) / (sizes[1] - sizes[0]))
        if len(each) == 1:
            first = counts[0] - start - each[0] * sizes[0]
    print("instructions          %.0f a byte (limit %d), %.0f of news with a wide vocabulary; %.0f million for the start, "
          "%.0f for what a run does once" % (each[0], INSTRUCTIONS_A_BYTE, each[1], start / 1e6, first / 1e6))
    return each[0] <= INSTRUCTIONS_A_BYTE


def against_wc(trawl, what, path, start, pairs):
    """Prints the pace on a text, and the ratio to wc."""
    size = os.path.getsize(path) / 1e6
    ratios, net, speeds = [], [], []
    for _ in range(pairs):
        chain, words = run(extract(trawl, path))[0], run(["wc", "-w", path])[0]
        ratios.append(chain / words)
        net.append((chain - start) / words)
        speeds.append(size / (chain - start))
    print("%-21s %.1f MB/s on %.1f MB; %.1f times the CPU of wc -w, %.1f without the start"
          % (what, statistics.median(speeds), size, statistics.median(ratios), statistics.median(net)), flush=True)


def folder_of(top, name, texts, count):
    folder = os.path.join(top, name)
    os.mkdir(folder)
    for i in range(count):
        with open(os.path.join(folder, "%05d.txt" % i), "wb") as out:
            out.write(texts[i % len(texts)])
    return folder


def files_against_wc(trawl, what, files, pairs):
    names = [os.path.join(files, name) for name in sorted(os.listdir(files))]
    both = [(run(extract(trawl, files))[0], run(["wc", "-w"] + names)[0]) for _ in range(pairs)]
    size = sum(map(os.path.getsize, names)) / 1e6
    print("%-21s %.1f MB/s on %d files of %.1f kB; %.1f times the CPU of wc -w"
          % (what, size / statistics.median(chain for chain, _ in both), len(names), 1e3 * size / len(names),
             statistics.median(chain / words for chain, words in both)), flush=True)


def main(argv):
    trawl = os.path.abspath(argv[0])
    megabytes = float(argv[1]) if len(argv) > 1 else 8
    pairs = int(argv[2]) if len(argv) > 2 else 5
    texts = [text.encode() + b"\n\n" for text in generate.samples()]
    block = b"".join(texts)
    with tempfile.TemporaryDirectory() as folder:
        big, news, empty = (os.path.join(folder, name) for name in ("big.txt", "news.txt", "empty.txt"))
        with open(big, "wb") as out:
            out.write(block * max(1, int(megabytes * 1e6 / len(block))))
        made = [text.encode() for text in generate.news(trawl, int(megabytes * 1e6))]
        with open(news, "wb") as out:
            out.write(b"".join(made))
        open(empty, "wb").close()
        start = statistics.median(run(extract(trawl, empty))[0] for _ in range(pairs))
        print("start                 %.0f ms CPU to load rules and gazetteers" % (1000 * start))
        against_wc(trawl, "samples, one file", big, start, pairs)
        against_wc(trawl, "news, one file", news, start, pairs)
        files_against_wc(trawl, "samples, files", folder_of(folder, "samples", texts, 4000), pairs)
        files_against_wc(trawl, "news, files", folder_of(folder, "news", made, 4000), pairs)
        peaks = [run(extract(trawl, folder_of(folder, "docs%d" % n, texts, n)))[1] for n in (200, 2000)]
        print("peak memory           %.1f MB for 200 documents, %.1f MB for 2,000" % (peaks[0] / 1024, peaks[1] / 1024))
        for what, path in (("samples", big), ("news", news)):
            print("                      %.1f MB for one text of %.1f MB, %s"
                  % (run(extract(trawl, path))[1] / 1024, os.path.getsize(path) / 1e6, what))
        return 0 if count_instructions(trawl, block, folder, empty) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
