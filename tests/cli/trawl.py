# SPDX-License-Identifier: MIT
"""Runs the command for the tests: TRAWL is the program, TRAWL_SOURCE the source tree, TRAWL_WRAP words
that stand before it (valgrind and its options)."""
import os
import shlex
import subprocess
import tempfile
import unittest

SOURCE = os.environ.get("TRAWL_SOURCE") or os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
PROGRAM = os.path.abspath(os.environ.get("TRAWL") or os.path.join(SOURCE, "build", "trawl"))
WRAP = shlex.split(os.environ.get("TRAWL_WRAP", ""))
SAMPLES = os.path.join(SOURCE, "samples")
TRIPLE = "Russian President Vladimir Putin met Wang Yi in Kazan on Monday.\n"


def command(*args):
    return WRAP + [PROGRAM] + list(args)


def run(*args, stdin=b"", **more):
    """stdin: bytes or an open file. The result has returncode, stdout (bytes) and stderr (str)."""
    if isinstance(stdin, bytes):
        more["input"] = stdin
    else:
        more["stdin"] = stdin
    more.setdefault("stdout", subprocess.PIPE)
    done = subprocess.run(command(*args), stderr=subprocess.PIPE, timeout=500, **more)
    done.stderr = done.stderr.decode("utf-8", "replace")
    return done


def peak(*args, status=0):
    """Largest memory of a run, in kB. Under the address sanitizer what is freed is given back at once, which it
    otherwise keeps for a while."""
    env = dict(os.environ)
    env["ASAN_OPTIONS"] = ":".join(filter(None, (
        env.get("ASAN_OPTIONS"), "quarantine_size_mb=0", "thread_local_quarantine_size_kb=0")))
    process = subprocess.Popen(command(*args), env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, ended, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(ended)
    if process.returncode != status:
        raise AssertionError("status %d: %s" % (process.returncode, " ".join(args)))
    return usage.ru_maxrss


class Case(unittest.TestCase):
    """A test with a folder of its own."""
    maxDiff = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="trawl-test-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())
        return path

    def status(self, done, wanted):
        self.assertEqual(done.returncode, wanted, done.stderr)

    def says(self, done, *wanted):
        for text in wanted:
            self.assertIn(text, done.stderr)


main = unittest.main
