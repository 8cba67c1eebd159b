#!/usr/bin/env bash
# mutated-requests.sh MILLIONS [FIRST-SEED]: changes requests that vendors signed, in all schemes of the catalogue, and verifies them, a million for each seed; prints what came of each
# and the sum, and ends at the first broken promise. On one core at the lowest priority, from a copy of the built tests: dotnet build tests/HmacKit.Tests -c Release before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -ge 1 ] || { echo "mutated-requests.sh MILLIONS [FIRST-SEED]" >&2; exit 2; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en HMACKIT_MUTATED_REQUESTS=1000000
copy=artifacts/mutated-requests
rm -rf $copy
mkdir -p $copy
cp -r tests/HmacKit.Tests/bin/Release/net10.0/. $copy
first=${2:-2}
for ((seed = first; seed < first + $1; seed++)); do
  HMACKIT_MUTATED_SEED=$seed nice -n 15 dotnet test $copy/HmacKit.Tests.dll --filter FullyQualifiedName~CatalogMutationTests --logger "console;verbosity=detailed" >$copy/log 2>&1 \
    || { grep -vE '^\[xUnit' $copy/log | head -n 60; exit 1; }
  grep 'mutated requests of' $copy/log
done
