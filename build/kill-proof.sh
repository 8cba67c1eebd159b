#!/usr/bin/env bash
# Kills receivers and senders of webhooks with -9 under load, 50 times for each database, and prints what was counted. Needs a Release build of the solution.
#   build/kill-proof.sh [KILLS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export HMACKIT_KILLS="${1:-50}" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
dotnet test tests/HmacKit.Samples.Tests -c Release --no-build --filter "FullyQualifiedName~KilledOver|FullyQualifiedName~KilledSenders" \
  --logger "console;verbosity=detailed" | grep -E 'kills,|Passed |Failed |^ *(Total|Failed):'
