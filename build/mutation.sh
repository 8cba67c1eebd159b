#!/usr/bin/env bash
# mutation.sh ROOM [MINUTES [fresh] [sample=N]]: changes a room of src/HmacKit (Text: Bytes and Encodings; Jwt: its Validation) in many small ways, and prints the share that the room's tests notice and what is left.
# On one core and with low priority, in a copy of what is committed, so that the worktree's builds stay as they are. 15 minutes at most by default, and what has been tried by then is kept:
# the next call goes on with what wasn't tried or wasn't noticed, in files that are as they were; with fresh it begins anew.
# Mutants come in an order that is shuffled by a fixed seed (MUTATION_SEED), so that what any run has tried is a fair sample of the room. sample=150 tries the first 150 of them, sample=150-250 the next 100:
# tests that were written for what survived among the first are measured by the next.
# Stryker makes the mutants, all in one assembly; build/mutation tries them in one process that lives on (it says how), since a process for each takes 5 seconds and more.
# The report is artifacts/mutation/ROOM.json; docs/mutation.md says which rooms were run, and why what survives may.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

room=${1:-}
minutes=${2:-15}
export MUTATION_FROM=0 MUTATION_TO=1000000
for option in "${@:3}"; do
  case $option in
    fresh) fresh=yes ;;
    sample=*-*) option=${option#*=} MUTATION_FROM=${option%-*} MUTATION_TO=${option#*-} ;;
    sample=*) MUTATION_TO=${option#*=} ;;
    *) echo "mutation.sh: $option?" >&2; exit 2 ;;
  esac
done
project=HmacKit
tests=HmacKit.Tests
folders=$room
# The room's own tests, and those that reach it most directly. Those that take more than 1.5 s alone are left out by themselves (MUTATION_SLOWEST, in ms).
case $room in
  Text) folders='Bytes Encodings' filter='FullyQualifiedName~Tests.Text|FullyQualifiedName~Tests.Schemes.Header' ;;
  Verification) filter='FullyQualifiedName~Tests.Verification&FullyQualifiedName!~NoInputThrows|FullyQualifiedName~SchemeCodeTests|FullyQualifiedName~KeyDerivationTests|FullyQualifiedName~PublicKeyTests|FullyQualifiedName~HandshakeTests|FullyQualifiedName~CatalogVectorTests|FullyQualifiedName~CodedSchemeTests|FullyQualifiedName~EngineMetricsTests|FullyQualifiedName~SeveralLabelsTests|FullyQualifiedName~AllSignaturesTests' ;;
  Replay) filter='FullyQualifiedName~HmacKit.Tests.Replay&FullyQualifiedName!~at_the_same_moment&FullyQualifiedName!~million_claims&FullyQualifiedName!~Threads_that_race&FullyQualifiedName!~As_many_claims|FullyQualifiedName~HmacKit.Tests.Verification.ReplayTests|FullyQualifiedName~EngineMetricsTests' ;;
  Limits) filter='FullyQualifiedName~HmacKit.Tests.Limits&FullyQualifiedName!~Drift&FullyQualifiedName!~MemoryTokenBucketsThreadTests&FullyQualifiedName!~WindowPropertyTests.In_no_window&FullyQualifiedName!~WindowPropertyTests.Whatever&FullyQualifiedName!~Of_threads&FullyQualifiedName!~There_is_room|FullyQualifiedName~EngineMetricsTests|FullyQualifiedName~LimitRegistrationTests' ;;
  Keys) filter='FullyQualifiedName~HmacKit.Tests.Keys|FullyQualifiedName~PublicKeyTests|FullyQualifiedName~KeyDerivationTests|FullyQualifiedName~MessageSignatureTests|FullyQualifiedName~KeyStatusTests|FullyQualifiedName~KeyAgeTests' ;;
  Schemes) filter='FullyQualifiedName~Tests.Schemes|FullyQualifiedName~Tests.Signing' ;;
  Messages) filter='FullyQualifiedName~HmacKit.Tests.Messages|FullyQualifiedName~HmacKit.Tests.Signing&FullyQualifiedName!~Every_header_is&FullyQualifiedName!~Any_request_is|FullyQualifiedName~CatalogVectorTests|FullyQualifiedName~CustomPartTests|FullyQualifiedName~CodedSchemeTests' ;;
  StructuredFields) filter='FullyQualifiedName~Tests.StructuredFields|FullyQualifiedName~Tests.MessageSignatures' ;;
  Jwt) project=HmacKit.Jwt tests=HmacKit.Jwt.Tests folders=Validation filter='FullyQualifiedName~Tests.Validation|FullyQualifiedName~Tests.Keys' ;;
  Inbox|Outbox) project=HmacKit.Webhooks tests=HmacKit.Webhooks.Tests filter="FullyQualifiedName~Tests.$room&FullyQualifiedName!~Postgres&FullyQualifiedName!~ServerFault" ;;
  *) echo "mutation.sh ROOM [MINUTES [fresh] [sample=N]], ROOM one of Text Verification Replay Limits Keys Schemes Inbox Outbox Messages StructuredFields Jwt" >&2; exit 2 ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
export MUTATED=$project MUTATION_FILTER=$filter MUTANTS=$PWD/artifacts/mutation/$project
work=$PWD/artifacts/mutation
tools=$PWD/artifacts/tools
one=(nice -n "${MUTATION_NICE:-10}" taskset -c "${MUTATION_CORES:-$(($(nproc) - 1))}")
mkdir -p "$MUTANTS"
[ -x "$tools/dotnet-stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$tools"
[ -d "$work/copy" ] || git clone -q --shared . "$work/copy"
git -C "$work/copy" fetch -q "$PWD" HEAD
git -C "$work/copy" checkout -q --detach FETCH_HEAD
copied=$work/copy/tests/$tests
cp build/mutation/*.cs "$copied/"
git -C "$work/copy" add -A
git -C "$work/copy" -c user.name=mutation -c user.email=mutation@localhost commit -q -m "What tries the mutants"
export GenerateProgramFile=false RunAnalyzers=false # MutationRun.Main is what the tests start with
made=$(git rev-parse "HEAD:src/$project")
if [ "$(cat "$MUTANTS/made" 2>/dev/null)" != "$made" ]; then
  # It makes all mutants of the project and tries those of files that have changed since the last commit: none.
  (cd "$copied" && "${one[@]}" "$tools/dotnet-stryker" --project "$project.csproj" --since:HEAD --concurrency 1 --test-case-filter 'FullyQualifiedName~MutantCapture' \
    --reporter json --output "$MUTANTS/out" --break-at 0 >"$MUTANTS/log" 2>&1) || { tail -n 30 "$MUTANTS/log"; exit 1; }
  cp "$MUTANTS/out/reports/mutation-report.json" "$MUTANTS/report.json"
  echo "$made" > "$MUTANTS/made"
fi
"${one[@]}" dotnet build "$copied" -c Debug -p:RunAnalyzers=false -v q --tl:off >"$work/build.log" 2>&1 || { grep -m 5 error "$work/build.log"; exit 1; }
cp "$MUTANTS/$project.dll" "$copied/bin/Debug/net10.0/"

report=$work/$room.json
[ -z "${fresh:-}" ] || rm -f "$report"
python3 - "$MUTANTS/report.json" "$report" $folders <<'PY'
import hashlib, json, os, sys
made, kept, folders = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3:]
files = {name.replace("\\", "/").split("/src/")[-1]: file for name, file in made["files"].items() if name.replace("\\", "/").split("/")[-2] in folders}
before = json.load(open(kept))["files"] if os.path.exists(kept) else {}
what = lambda mutant: (str(mutant["location"]), mutant["mutatorName"], mutant.get("replacement"))
ends = lambda mutant: tuple((mutant["location"][end]["line"], mutant["location"][end]["column"]) for end in ("start", "end"))
for name, file in files.items():
    known = {what(mutant): mutant for mutant in before[name]["mutants"]} if before.get(name, {}).get("source") == file["source"] else {}
    spans = [ends(mutant) for mutant in file["mutants"] if mutant["status"] != "CompileError" and not mutant["mutatorName"].startswith("Block")]
    for mutant in file["mutants"]:
        if mutant["status"] == "CompileError":
            continue
        # As in Stryker: a block is taken out only where nothing in it is changed.
        start, end = ends(mutant)
        mutant["status"] = "Ignored" if mutant["mutatorName"].startswith("Block") and any(start <= a and b <= end for a, b in spans) else "Pending"
        mutant.pop("statusReason", None)
        if mutant["status"] == "Pending" and what(mutant) in known:
            mutant["status"], mutant["statusReason"] = known[what(mutant)]["status"], known[what(mutant)].get("statusReason")
        mutant["seat"] = hashlib.sha256(repr((os.environ.get("MUTATION_SEED", "1"), name, what(mutant))).encode()).hexdigest()
tried = [mutant for file in files.values() for mutant in file["mutants"] if mutant["status"] not in ("Ignored", "CompileError")]
for place, mutant in enumerate(sorted(tried, key=lambda mutant: mutant["seat"])):
    mutant["place"] = place
made["files"] = files
made.pop("testFiles", None)
json.dump(made, open(kept, "w"))
PY
"${one[@]}" dotnet "$copied/bin/Debug/net10.0/$tests.dll" "$report" "$room" "$minutes"
python3 - "$report" <<'PY'
import json, os, sys
files = json.load(open(sys.argv[1]))["files"]
first, end = int(os.environ["MUTATION_FROM"]), int(os.environ["MUTATION_TO"])
counts, left, population = {}, [], sum("place" in mutant for file in files.values() for mutant in file["mutants"])
for name, file in sorted(files.items()):
    lines = file["source"].split("\n")
    for mutant in file["mutants"]:
        status = mutant["status"]
        if not first <= mutant.get("place", -1) < end:
            continue
        counts[status] = counts.get(status, 0) + 1
        if status in ("Survived", "NoCoverage", "Timeout"):
            at = mutant["location"]["start"]["line"]
            left.append(f'{name.split("/")[-1]}:{at} {status}: {mutant["mutatorName"]}: {lines[at - 1].strip()[:110]} => {(mutant.get("replacement") or "").strip()[:80]!r}')
found = counts.get("Killed", 0) + counts.get("Timeout", 0)  # a loop without end
tried = found + counts.get("Survived", 0) + counts.get("NoCoverage", 0)
print("\n".join(left))
share, z = found / max(1, tried), 1.96
middle, half = share + z * z / (2 * max(1, tried)), z * (share * (1 - share) / max(1, tried) + z * z / (4 * max(1, tried) ** 2)) ** 0.5
low, high = ((middle + sign * half) / (1 + z * z / max(1, tried)) for sign in (-1, 1))  # Wilson's interval
print(f"{found} of {tried} noticed, {100 * share:.1f} % ({100 * low:.0f} to {100 * high:.0f} % with a confidence of 95 %) of {population} in the room; {counts}")
PY
