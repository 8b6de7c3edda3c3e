#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs fuzz targets one after the other and adds what they did to CORPUS/sum.tsv.
#
# usage: fuzz.sh BUILD CORPUS TARGET ...     FUZZ_SECONDS for each; FUZZ_ARGS: further options for libFuzzer
#
# The seconds in sum.tsv are those of CPU. libFuzzer's entropic schedule is off: with large corpora it takes half of the
# time, and more is reached without it.
#
# Inputs that fail are left in CORPUS/found. The status is 1 when there are any.
build=$1 corpus=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
status=0

# What finished children took so far, in seconds of CPU, in $cpu. (In a subshell `times` would tell of that one.)
take_cpu() {
  times >"$log.times"
  cpu=$(awk 'NR == 2 { split($1, user, /[ms]/); split($2, sys, /[ms]/)
                       printf "%d", (user[1] + sys[1]) * 60 + user[2] + sys[2] }' "$log.times")
}

mkdir -p "$corpus/found" "$corpus/log"
[ -s "$corpus/sum.tsv" ] || printf 'target\tseconds\texecutions\tedges\tfeatures\tinputs\n' >"$corpus/sum.tsv"
for target; do
  mkdir -p "$corpus/$target"
  set -- "$corpus/$target"
  for seeds in "$here/corpus/$target" "$here/crashes/$target"; do
    [ -d "$seeds" ] && set -- "$@" "$seeds"
  done
  case $target in
  chain) set -- "$@" "$root/samples" ;;
  rules) set -- "$@" "$root/tests/bad" "$root/tests/schema/good" "$root/tests/schema/bad" ;;
  gazetteer) set -- "$@" "$root/tests/bad" "$root/tests/schema/good" ;;
  esac
  log=$corpus/log/$target.log
  take_cpu
  before=$cpu
  "$build/fuzz-$target" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=20 -rss_limit_mb=2048 -max_len=16384 -entropic=0 \
    -print_final_stats=1 -dict="$here/$target.dict" -artifact_prefix="$corpus/found/$target-" $FUZZ_ARGS "$@" >"$log" 2>&1
  if [ $? -ne 0 ]; then
    status=1
    echo "$target: failed, see $log and $corpus/found"
    grep -E "does not hold|ERROR: |SUMMARY: " "$log" | head -3
  fi
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  reached=$(grep -oE "cov: [0-9]+ ft: [0-9]+" "$log" | tail -1)
  edges=$(echo "$reached" | cut -d' ' -f2) features=$(echo "$reached" | cut -d' ' -f4)
  take_cpu
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$target" $((cpu - before)) "${executions:-0}" "${edges:-0}" "${features:-0}" \
    "$(ls "$corpus/$target" | wc -l)" | tee -a "$corpus/sum.tsv"
done
exit $status
