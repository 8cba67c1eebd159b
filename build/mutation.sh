#!/usr/bin/env bash
# mutation.sh ROOM [MINUTES]: changes a room of src/HmacKit (Text: Bytes and Encodings; Jwt: its Validation) in many small ways, and prints the share that the room's tests notice and what survived.
# On one core and with low priority, in a copy of what is committed, so that the worktree's builds stay as they are. 15 minutes at most by default.
# mutation.sh ROOM MINUTES again: only what the last report of the room says was not noticed, or only by running out of time; what it prints is of these alone.
# The report is artifacts/mutation/ROOM.json; docs/mutation.md says which rooms were run, and why what survives may.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

room=${1:-}
minutes=${2:-15}
project=HmacKit
tests=HmacKit.Tests
mutate=("**/$room/*.cs")
# The room's own tests, and those that reach it most directly: all tests for each change would take days.
case $room in
  Text) mutate=('**/Bytes/*.cs' '**/Encodings/*.cs') filter='FullyQualifiedName~Tests.Text|FullyQualifiedName~Tests.Schemes.Header' ;;
  Verification) filter='FullyQualifiedName~Tests.Verification&FullyQualifiedName!~NoInputThrows|FullyQualifiedName~SchemeCodeTests|FullyQualifiedName~KeyDerivationTests|FullyQualifiedName~PublicKeyTests|FullyQualifiedName~HandshakeTests|FullyQualifiedName~CatalogVectorTests|FullyQualifiedName~CodedSchemeTests|FullyQualifiedName~EngineMetricsTests' ;;
  Replay) filter='FullyQualifiedName~HmacKit.Tests.Replay&FullyQualifiedName!~at_the_same_moment&FullyQualifiedName!~million_claims&FullyQualifiedName!~Threads_that_race&FullyQualifiedName!~As_many_claims|FullyQualifiedName~HmacKit.Tests.Verification.ReplayTests' ;;
  Limits) filter='FullyQualifiedName~HmacKit.Tests.Limits&FullyQualifiedName!~Drift&FullyQualifiedName!~MemoryTokenBucketsThreadTests&FullyQualifiedName!~WindowPropertyTests.In_no_window&FullyQualifiedName!~WindowPropertyTests.Whatever&FullyQualifiedName!~Of_threads&FullyQualifiedName!~There_is_room|FullyQualifiedName~EngineMetricsTests|FullyQualifiedName~LimitRegistrationTests' ;;
  Keys) filter='FullyQualifiedName~HmacKit.Tests.Keys|FullyQualifiedName~PublicKeyTests|FullyQualifiedName~KeyDerivationTests|FullyQualifiedName~MessageSignatureTests|FullyQualifiedName~KeyStatusTests|FullyQualifiedName~KeyAgeTests' ;;
  Schemes) filter='FullyQualifiedName~Tests.Schemes|FullyQualifiedName~Tests.Signing' ;;
  Messages) filter='FullyQualifiedName~HmacKit.Tests.Messages|FullyQualifiedName~HmacKit.Tests.Signing&FullyQualifiedName!~Every_header_is&FullyQualifiedName!~Any_request_is|FullyQualifiedName~CatalogVectorTests|FullyQualifiedName~CustomPartTests|FullyQualifiedName~CodedSchemeTests' ;;
  StructuredFields) filter='FullyQualifiedName~Tests.StructuredFields|FullyQualifiedName~Tests.MessageSignatures' ;;
  Jwt) project=HmacKit.Jwt tests=HmacKit.Jwt.Tests mutate=('**/Validation/*.cs') filter='FullyQualifiedName~Tests.Validation|FullyQualifiedName~Tests.Keys' ;;
  Inbox|Outbox) project=HmacKit.Webhooks tests=HmacKit.Webhooks.Tests filter="FullyQualifiedName~Tests.$room&FullyQualifiedName!~Postgres&FullyQualifiedName!~ServerFault" ;;
  *) echo "mutation.sh ROOM [MINUTES [again]], ROOM one of Text Verification Replay Limits Keys Schemes Inbox Outbox Messages StructuredFields Jwt" >&2; exit 2 ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
tools=$PWD/artifacts/tools
work=$PWD/artifacts/mutation
[ -x "$tools/dotnet-stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$tools"
rm -rf "$work/$room"
mkdir -p "$work/$room"
git archive HEAD | tar x -C "$work/$room"
if [ "${3:-}" = again ]; then
  mapfile -t mutate < <(python3 - "$work/$room.json" "$work/$room" <<'PY'
import json, sys
files = json.load(open(sys.argv[1]))["files"]
for name, file in sorted(files.items()):
    path = name.replace("\\", "/").split("/src/")[-1]
    now = open(sys.argv[2] + "/src/" + path, encoding="utf-8-sig", newline="").read()
    starts = [0]
    for line in file["source"].split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    at = lambda place: starts[place["line"] - 1] + place["column"] - 1
    left = {(at(m["location"]["start"]), at(m["location"]["end"])) for m in file["mutants"] if m["status"] in ("Survived", "NoCoverage", "Timeout")}
    if left and now != file["source"]:
        sys.exit(f"{path} has changed since: run the whole room")
    if left:
        print("**/" + path + "".join("{%d..%d}" % span for span in sorted(left)))
PY
  )
fi
# A machine that is busy is no loop without end.
echo '{ "stryker-config": { "additional-timeout": 60000 } }' > "$work/$room/tests/$tests/stryker-config.json"
(cd "$work/$room/tests/$tests" && timeout $((minutes * 60)) nice -n 10 taskset -c "$(($(nproc) - 1))" "$tools/dotnet-stryker" --project "$project.csproj" "${mutate[@]/#/--mutate=}" --concurrency "${MUTATION_CONCURRENCY:-1}" \
  --test-case-filter "$filter" --reporter json --reporter dots --output "$work/$room/out" --break-at 0 >"$work/$room.log" 2>&1) || { tail -n 30 "$work/$room.log"; exit 1; }
report=$work/$room${3:+.$3}.json
cp "$work/$room/out/reports/mutation-report.json" "$report"
rm -rf "${work:?}/$room"
python3 - "$report" <<'PY'
import json, sys
files = json.load(open(sys.argv[1]))["files"]
counts, left = {}, []
for name, file in sorted(files.items()):
    lines = file["source"].split("\n")
    for mutant in file["mutants"]:
        status = mutant["status"]
        counts[status] = counts.get(status, 0) + 1
        if status in ("Survived", "NoCoverage", "Timeout"):
            at = mutant["location"]["start"]["line"]
            left.append(f'{name.split("/")[-1]}:{at} {status}: {mutant["mutatorName"]}: {lines[at - 1].strip()[:110]} => {(mutant.get("replacement") or "").strip()[:80]!r}')
found = counts.get("Killed", 0) + counts.get("Timeout", 0)  # a loop without end; see additional-timeout
tried = found + counts.get("Survived", 0) + counts.get("NoCoverage", 0)
print("\n".join(left))
print(f"{found} of {tried} noticed, {100 * found / max(1, tried):.1f} %; {counts}")
PY
