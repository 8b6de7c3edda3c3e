#!/bin/sh
# SPDX-License-Identifier: MIT
# eval.sh TRAWL - precision, recall and F1 on the samples and, where SHARED has them, on the shared sets.
set -u
trawl=${1:?usage: eval.sh TRAWL}
cd "$(dirname "$0")/.." || exit 2
shared=${SHARED:-../shared}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
status=0

echo "== samples"
"$trawl" eval -q samples/gold.jsonl || status=1

echo
echo "== seeds"
if [ -f "$shared/score.py" ] && [ -f "$shared/gold/seeds.jsonl" ]; then
  "$trawl" extract -q -f jsonl -o "$work/seeds.jsonl" "$shared/seeds" || status=1
  python3 -B "$shared/score.py" "$shared/gold/seeds.jsonl" "$work/seeds.jsonl" || status=1
else
  echo "skipped: not there"
fi

echo
echo "== challenge set"
set -- "$shared"/gold/challenge*.txt
if [ -f "$shared/gold/challenge.py" ] && [ -f "$1" ]; then
  python3 -B "$shared/gold/challenge.py" texts "$@" > "$work/texts.jsonl" &&
    "$trawl" extract -q --from jsonl -f jsonl -o "$work/challenge.jsonl" "$work/texts.jsonl" &&
    python3 -B "$shared/gold/challenge.py" score "$work/challenge.jsonl" "$@" || status=1
else
  echo "skipped: not there"
fi

# What each figure counts stands in docs/measuring.md.
for tool in tags sentences gum_names wikigold knowledgenet re3d coref; do
  echo
  echo "== $tool"
  python3 -B "tools/eval/$tool.py" "$trawl" "$shared/data" || status=1
done
exit $status
