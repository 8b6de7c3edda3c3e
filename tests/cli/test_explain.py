# SPDX-License-Identifier: MIT
"""trawl explain: the true reason of a missing triple; hostile text; inputs.

tests/explain/missing.jsonl has a case a line: a triple is missing because something was broken (`broken`), `code` is
the reason that `trawl explain --rule` must name first, `says` a part of what it says. With what `mended` replaces, the
rule must fire: so the reason is the true one. `known` marks a case that is known to name another code."""
import json
import os
import re

from trawl import SOURCE, Case, main, run

ENOUGH = 0.9


def cases():
    with open(os.path.join(SOURCE, "tests", "explain", "missing.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Missing(Case):
    def ask(self, case):
        arguments = ["explain", "--rule", case["rule"]]
        for key, option, adds in (("rules", "-r", ""), ("more", "-r", "+"), ("gazetteer", "-g", "+")):
            if case.get(key):
                arguments += [option, adds + self.write(key + ".yaml", case[key])]
        if case.get("expect"):
            arguments += ["--expect", case["expect"]]
        done = run(*arguments, "-", stdin=case["text"].encode())
        self.status(done, 0)
        return done.stdout.decode()

    def test_first_code_is_the_true_reason(self):
        right, wrong = 0, []
        for case in cases():
            said = self.ask(case)
            self.assertRegex(said, r"^R\d\d ")
            good = said.startswith(case["code"] + " ") and case.get("says", "") in said
            right += good
            if not good:
                wrong.append(case)
            self.assertEqual(good, not case.get("known"), "%s: %s\n%s" % (case["broken"], json.dumps(case), said))
        self.assertGreaterEqual(len(cases()), 30)
        self.assertGreaterEqual(right, ENOUGH * len(cases()))

    def test_mended_it_fires(self):
        for case in cases():
            mended = {key: value for key, value in dict(case, **case["mended"]).items() if key != "expect"}
            said = self.ask(mended)
            self.assertTrue(said.startswith("R00 "), "%s: %s\n%s" % (case["broken"], json.dumps(mended), said))

    def test_every_reason_has_a_case(self):
        with open(os.path.join(SOURCE, "docs", "errors.md"), encoding="utf-8") as file:
            codes = set(re.findall(r"(?m)^\| (R\d\d) \|", file.read()))
        self.assertEqual(codes - {"R00"}, {case["code"] for case in cases()})


if __name__ == "__main__":
    main()
