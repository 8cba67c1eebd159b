#!/usr/bin/env bash
# soak.sh [MINUTES] [WHAT]: samples under load for a long time, 30 minutes by default. Prints figures and fails if a promise doesn't hold. Docs: docs/soak.md.
#   single   (the default) samples/Providers on Kestrel at full load, one request in ten hostile: memory, handles, threads, collections, times; fails if anything grows
#   control  the same with a host that leaks on purpose: it has to fail
#   redis    four processes over one Redis, one killed with -9 each minute: nonces, budgets and webhooks
#   postgres the same over one PostgreSQL
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
for project in samples/Providers samples/WebhookReceiver benchmarks/HmacKit.Soak; do
  dotnet build "$project" -c Release --tl:off -v quiet -clp:ErrorsOnly
done
ulimit -c 0
exec dotnet benchmarks/HmacKit.Soak/bin/Release/net10.0/HmacKit.Soak.dll "${2:-single}" "${1:-30}"
