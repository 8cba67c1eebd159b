#!/usr/bin/env bash
# Publishes samples/PartnerClient trimmed, where any warning of the trimmer is an error, and lets the trimmed program call
# every endpoint of samples/Providers. Needs a Release build of the solution.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out=artifacts/trimmed
rm -rf "$out"
dotnet publish samples/PartnerClient -c Release -p:TrimProof=true -o "$out" --tl:off

coproc HOST { exec dotnet samples/Providers/bin/Release/net10.0/Providers.dll --urls http://127.0.0.1:0 --Https:Required false --contentRoot "$PWD/samples/Providers"; }
host=$HOST_PID
trap 'kill "$host" 2>/dev/null || true' EXIT
exec 3<&"${HOST[0]}"
while IFS= read -r -t 60 line <&3; do
  if [[ $line =~ Now\ listening\ on:\ (http://[^ ]+) ]]; then
    # What the host says from here on is nobody's business, but it must be able to say it.
    cat <&3 >/dev/null &
    "$out/PartnerClient" --base-url "${BASH_REMATCH[1]}"
    exit
  fi
done
echo "samples/Providers didn't start." >&2
exit 1
