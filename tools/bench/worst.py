#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Worst cases at n, 2n, 4n, 8n: what doubling a text costs, stage by stage and operator by operator.

usage: worst.py TRAWL [KILOBYTES [NAME]]

Each text asks as much as it can of one step of the chain, each rule file of one operator of the rule language; see
generate.py. The texts are read as one piece; n is doubled until it takes time enough to be measured. A ratio above the
limit is measured again, since the machine is shared, and makes the status 1 when it stays.
"""
import os
import sys
import tempfile

import generate
from measure import run

LIMIT = 2.2
TIMES = 4     # n, 2n, 4n, 8n
AGAIN = 3     # how often a ratio above the limit is measured anew; the least time counts
ENOUGH = 0.1   # seconds for n: below, ratios are noise
MOST = 3200    # kilobytes for n


def taken(command, make, size, folder):
    path = os.path.join(folder, "text")
    with open(path, "w", encoding="utf-8") as out:
        out.write(make(size))
    return run(command + [path])[0]


def measure(name, command, make, kilobytes, folder):
    """False: doubling costs more than the limit."""
    start = min(taken(command, lambda n: "", 0, folder) for _ in range(3))
    while kilobytes < MOST and taken(command, make, 1000 * kilobytes, folder) - start < ENOUGH:
        kilobytes *= 2
    known = [1e9] * TIMES
    for _ in range(AGAIN):
        known = [min(known[i], max(taken(command, make, 1000 * kilobytes << i, folder) - start, 1e-3))
                 for i in range(TIMES)]
        worst = max(b / a if b > 2 * ENOUGH else 0 for a, b in zip(known, known[1:]))
        if worst <= LIMIT:
            break
    size = (1000 * kilobytes << (TIMES - 1)) / 1e6
    print("%-24s %5.1f MB in %6.3f s  %6.1f MB/s  ratios %s%s"
          % (name, size, known[-1], size / known[-1], " ".join("%.2f" % (b / a) for a, b in zip(known, known[1:])),
             "" if worst <= LIMIT else "  ABOVE %.1f" % LIMIT), flush=True)
    return worst <= LIMIT


def main(argv):
    trawl = os.path.abspath(argv[0])
    kilobytes = int(argv[1]) if len(argv) > 1 else 100
    wanted = argv[2] if len(argv) > 2 else ""
    chain = [trawl, "extract", "-q", "-j", "1", "-f", "jsonl", "--lang", "any", "--max-bytes", "64M"]
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for name, make in generate.worst().items():
            if wanted in name:
                good &= measure(name, chain, make, kilobytes, folder)
        for name, (rules, make) in generate.worst_rules().items():
            if wanted in name:
                path = os.path.join(folder, "rules.yaml")
                with open(path, "w", encoding="utf-8") as out:
                    out.write(rules)
                good &= measure(name, chain + ["-r", path], make, kilobytes, folder)
        for name, (entries, make) in generate.worst_names().items():
            if wanted in name:
                path = os.path.join(folder, "names.tsv")
                with open(path, "w", encoding="utf-8") as out:
                    out.write(entries)
                good &= measure(name, chain + ["-g", "+" + path], make, kilobytes, folder)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
