# SPDX-License-Identifier: MIT
"""CPU time, peak memory and instructions of a command."""
import os
import subprocess
import sys


def run(args, stdin=None):
    """(CPU seconds, peak memory in kB)"""
    with open(os.devnull, "wb") as null, open(stdin or os.devnull, "rb") as source:
        process = subprocess.Popen(args, stdin=source, stdout=null, stderr=null)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        sys.exit("%s: status %d" % (" ".join(args[:3]), status))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def instructions(args):
    """What callgrind counts."""
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + os.devnull] + args,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    lines = [line for line in done.stderr.splitlines() if "Collected" in line]
    if done.returncode or not lines:
        sys.exit("callgrind: status %d" % done.returncode)
    return int(lines[-1].split()[-1])
