#!/usr/bin/env bash
# fuzz.sh TARGET MINUTES: fuzzes a target of tests/HmacKit.Fuzz with AFL++, which is led by coverage, on one core and with the lowest priority.
# It begins with the target's seeds and its corpus in tests/HmacKit.Fuzz.Tests/Corpus, and goes on where an earlier run ended.
# Afterwards it prints what was run; findings are in artifacts/fuzz/TARGET/out/default/crashes and hangs, and it fails if there are any.
#   fuzz.sh TARGET --keep: copies inputs that reached something new into the corpus, the smallest first.
# Needs Debian's afl++, which it installs if missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ $# -eq 2 ] || { echo "fuzz.sh TARGET MINUTES | TARGET --keep" >&2; exit 2; }
target=$1
work=artifacts/fuzz/$target
bin=$PWD/artifacts/fuzz/bin
corpus=tests/HmacKit.Fuzz.Tests/Corpus/$target
tools=artifacts/tools
# AFL++ can't see into a managed program before it runs, and mustn't take a core for itself.
export AFL_SKIP_BIN_CHECK=1 AFL_NO_AFFINITY=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_AUTORESUME=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_TieredPGO=0

if ! command -v afl-fuzz >/dev/null 2>&1; then
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends afl++; } </dev/null
fi
[ -x $tools/sharpfuzz ] || dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path $tools

# Instrumented once; remove artifacts/fuzz/bin after a change. Seeds come from a copy that isn't: it signs before there is anybody to count.
if [ ! -f "$bin/instrumented" ]; then
  rm -rf "$bin" "$bin-plain"
  dotnet publish tests/HmacKit.Fuzz -c Release -o "$bin-plain" -p:UseAppHost=false --tl:off >/dev/null
  cp -r "$bin-plain" "$bin"
  for assembly in HmacKit HmacKit.Cli HmacKit.Jwt; do
    $tools/sharpfuzz "$bin/$assembly.dll"
  done
  touch "$bin/instrumented"
fi

if [ "$2" = --keep ]; then
  mkdir -p "$corpus"
  # Named by what is in them, so that the same input is the same file. Larger ones teach a replay little, and so do more than 60.
  find "$work/out/default/queue" -maxdepth 1 -type f -size -3 -printf '%s %p\n' | sort -n | awk 'NR <= 60' | cut -d ' ' -f 2- | while read -r file; do
    cp "$file" "$corpus/$(sha256sum "$file" | cut -c1-16).bin"
  done
  find "$corpus" -type f | wc -l
  exit 0
fi

dotnet "$bin-plain/HmacKit.Fuzz.dll" "$target" --seeds "$work/in"
[ -d "$corpus" ] && cp "$corpus"/* "$work/in/"
nice -n 15 afl-fuzz -i "$work/in" -o "$work/out" -t 10000 -m none -V $(($2 * 60)) -- dotnet "$bin/HmacKit.Fuzz.dll" "$target" >"$work/log" 2>&1 &
fuzzer=$!
# What it and the program under test used of the processor, looked at while both live: other work may have had the core.
seconds=0
while kill -0 $fuzzer 2>/dev/null; do
  used=$(for process in $fuzzer $(pgrep -P $fuzzer || true); do cut -d ' ' -f 14,15 "/proc/$process/stat" 2>/dev/null || true; done | awk -v hertz="$(getconf CLK_TCK)" '{ sum += $1 + $2 } END { printf "%d", sum / hertz }')
  [ "$used" -gt $seconds ] && seconds=$used
  sleep 2
done
wait $fuzzer || { tail -n 20 "$work/log"; exit 1; }
stats=$work/out/default/fuzzer_stats
printf '%s: %d CPU seconds of %d minutes; in all of its runs: %s\n' "$target" "$seconds" "$2" \
  "$(awk -F' *: ' '/^(run_time|execs_done|corpus_count|edges_found|saved_crashes|saved_hangs|stability)/ { printf "%s%s %s", sep, $1, $2; sep = ", " }' "$stats")"
! grep -qE '^saved_(crashes|hangs) +: [1-9]' "$stats"
