# SPDX-License-Identifier: MIT
"""What tools/gazetteers/check.py finds: offices that nobody holds, places that stand twice."""
import glob
import os
import subprocess
import sys
import unittest

from trawl import Case, main

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
try:
    import yaml  # noqa: F401  (check.py needs it)
except ImportError:
    yaml = None


@unittest.skipUnless(yaml, "no PyYAML")
class Check(Case):
    def check(self, *changes):
        """Findings in the gazetteers after replacements (file, old, new); the first place counts."""
        for path in glob.glob(os.path.join(ROOT, "gazetteers", "*.*")):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            for name, old, new in changes:
                if name == os.path.basename(path):
                    self.assertIn(old, text)
                    text = text.replace(old, new, 1)
            folder = os.path.dirname(self.write("g/" + os.path.basename(path), text.encode()))
        done = subprocess.run([sys.executable, "-B", os.path.join(ROOT, "tools", "gazetteers", "check.py"), folder],
                              capture_output=True, text=True, timeout=300)
        found = [line[7:] for line in done.stdout.splitlines() if line.startswith("error: ")]
        self.assertEqual(done.returncode, 1 if found else 0, done.stdout + done.stderr)
        return found

    def test_sound(self):
        self.assertEqual(self.check(), [])

    def test_office_without_holder(self):
        bektenov = '{role: prime minister, of: kazakhstan, from: "2024-02-06"'
        found = ["kazakhstan: nobody is its head of government"]
        self.assertEqual(self.check(("heads.yaml", bektenov + "}", bektenov + ', to: "2025-06-01"}')), found)
        self.assertEqual(self.check(("heads.yaml", bektenov, bektenov.replace("prime", "deputy prime"))), found)

    def test_term_after_as_of(self):
        bektenov = '{role: prime minister, of: kazakhstan, from: "2024-02-06"'
        self.assertEqual(self.check(("heads.yaml", bektenov + "}", bektenov + ', to: "2031-06-01"}')), [])
        self.assertEqual(self.check(("heads.yaml", bektenov, bektenov.replace("2024", "2031"))),
                         ["heads.yaml: Olzhas Bektenov, prime minister: begins after 2025-11-01, as of which it is said",
                          "kazakhstan: nobody is its head of government"])

    def test_office_without_origin(self):
        origin = '    source: general knowledge\n    as_of: "2025-11-01"\n    roles:\n'
        holder = "heads.yaml: Hasan Akhund: holds an office, but names no %s of its own"
        self.assertEqual(self.check(("heads.yaml", origin, "    roles:\n")), [holder % "source", holder % "as_of"])
        self.assertEqual(self.check(("heads.yaml", '    as_of: "2025-11-01"\n    roles:\n', "    roles:\n")), [holder % "as_of"])
        found = self.check(("heads.yaml", 'as_of: "2025-11-01"\n    roles', 'as_of: "2025-11"\n    roles'))
        self.assertEqual(found, ["heads.yaml: Hasan Akhund: as_of '2025-11' is no date YYYY-MM-DD"])
        found = self.check(("heads.yaml", 'as_of: "2025-11-01"\n    roles', 'as_of: "2021-09-06"\n    roles'))
        self.assertEqual(found, ["heads.yaml: Hasan Akhund, acting prime minister: begins after 2021-09-06, as of which it is said",
                                 "afghanistan: nobody is its head of government"])

    def test_place_twice(self):
        row = "Abadeh\tplace\tabadeh\t"
        twin = "Abadeh\tplace\tabadeh-two\t\tin=iran;kind=city;population=59116\n"
        self.assertEqual(self.check(("cities.tsv", row, twin + row)), ["cities.tsv:30: abadeh is abadeh-two once more"])
        other = twin.replace("59116", "59117")
        self.assertEqual(self.check(("cities.tsv", row, other + row)), [])


main()
