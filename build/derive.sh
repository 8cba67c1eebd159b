#!/usr/bin/env bash
# Writes what follows from the code: from the catalogue (src/HmacKit/Catalog) its table of names, docs/schemes, the list in README.md and the public API of HmacKit; the
# events in docs/telemetry.md; and the pictures of the docs.
# Run it after adding or changing a scheme, and look at the difference before you commit it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

HMACKIT_ACCEPT_SCHEMES=1 dotnet test tests/HmacKit.Tests -c Release -p:RunAnalyzers=false --filter "FullyQualifiedName~SchemeNamesTests.The_table" "$@"
HMACKIT_ACCEPT_SCHEMES=1 dotnet test tests/HmacKit.Cli.Tests -c Release -p:RunAnalyzers=false --filter "FullyQualifiedName~SchemePagesTests" "$@"
HMACKIT_ACCEPT_API=1 dotnet test tests/HmacKit.Tests -c Release -p:RunAnalyzers=false --filter "FullyQualifiedName~PublicApiTests" "$@"
HMACKIT_ACCEPT_EVENTS=1 dotnet test tests/HmacKit.Tests -c Release -p:RunAnalyzers=false --filter "FullyQualifiedName~EventIdTests" "$@"
HMACKIT_ACCEPT_EVENTS=1 dotnet test tests/HmacKit.OpenTelemetry.Tests -c Release -p:RunAnalyzers=false --filter "FullyQualifiedName~InstrumentTests" "$@"
build/pictures.py
