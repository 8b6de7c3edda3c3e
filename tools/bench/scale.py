#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What rules and names cost: 10 to 10,000 rules, 10,000 to a million names (or more) beside the shipped ones.

usage: scale.py TRAWL [MEGABYTES [NAMES]]

Each set is compiled into a pack; throughput is that of the whole chain on the same news without the start, in turns with
that of the shipped pack, the least of several runs.
"""
import os
import sys
import tempfile

import generate
from measure import run

TURNS = 3


def throughput(trawl, packs, text, empty):
    """{pack: (MB/s without the start, start in seconds, peak MB)}"""
    def command(pack, path):
        return [trawl, "extract", "-q", "-j", "1", "-f", "jsonl"] + (["-p", pack] if pack else []) + [path]
    size = os.path.getsize(text) / 1e6
    best = {}
    for _ in range(TURNS):
        for pack in packs:
            taken, peak = run(command(pack, text))
            start = run(command(pack, empty))[0]
            known = best.get(pack, (1e9, 1e9, 0))
            best[pack] = (min(known[0], taken), min(known[1], start), peak / 1024)
    return {pack: (size / max(taken - start, 1e-3), start, peak) for pack, (taken, start, peak) in best.items()}


def show(sets, rates, base):
    for name, pack, built in sets:
        rate, start, peak = rates[pack]
        print("%-18s %5.2f MB/s (%3.0f %%)  start %3.0f ms  %4.0f MB peak%s"
              % (name, rate, 100 * rate / rates[base][0], 1000 * start, peak, built), flush=True)


def compiled(trawl, folder, name, args):
    """The pack, and what is to be said of making it."""
    pack = os.path.join(folder, name + ".pack")
    taken, peak = run([trawl] + args + ["-o", pack])
    return pack, "  built in %.2f s CPU, %.0f MB; pack %.1f MB" % (taken, peak / 1024, os.path.getsize(pack) / 1e6)


def main(argv):
    trawl = os.path.abspath(argv[0])
    megabytes = float(argv[1]) if len(argv) > 1 else 4
    most = int(argv[2]) if len(argv) > 2 else 1000000
    with tempfile.TemporaryDirectory() as folder:
        text, empty = os.path.join(folder, "news.txt"), os.path.join(folder, "empty.txt")
        with open(text, "w", encoding="utf-8") as out:
            out.write("".join(generate.news(trawl, int(megabytes * 1e6))))
        open(empty, "w", encoding="utf-8").close()
        sets = []
        for n in (10, 100, 1000, 10000):
            path = os.path.join(folder, "rules%d.yaml" % n)
            with open(path, "w", encoding="utf-8") as out:
                out.write(generate.rules(n))
            sets.append(("%d rules more" % n,) + compiled(trawl, folder, "rules%d" % n, ["compile", "-r", "+" + path]))
        show(sets, throughput(trawl, [pack for _, pack, _ in sets], text, empty), sets[0][1])
        sets = [("shipped names", None, "")]
        n = 10000
        while n <= most:
            path = os.path.join(folder, "names%d.tsv" % n)
            generate.names(n, path)
            sets.append(("%d names more" % n,)
                        + compiled(trawl, folder, "names%d" % n, ["gazetteer", "compile", "-q", path]))
            n *= 10
        show(sets, throughput(trawl, [pack for _, pack, _ in sets], text, empty), None)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
