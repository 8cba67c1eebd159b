#!/usr/bin/env bash
# Packs hmackit as a tool that starts without the runtime, into the folder that is given: HmacKit.Cli, which names the others; one with
# native code for this machine's kind; and one for every other machine, which needs the runtime. `dotnet tool install HmacKit.Cli` takes the
# one that fits. For a release, run it on a machine of each kind with all kinds in HMACKIT_TOOL_RUNTIMES, and push the packages together.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out=${1:?the folder for the packages}
here=$(dotnet --info | sed -n 's/^ *RID: *//p')
runtimes=${HMACKIT_TOOL_RUNTIMES:-$here}

# pack ARGUMENT...: with an obj folder and lock files of its own, so that the usual build stays as it is.
pack() {
  dotnet pack src/HmacKit.Cli -c Release --tl:off --artifacts-path artifacts/tool -o "$out" \
    -p:ToolRuntimes="${runtimes//;/%3B}" -p:NuGetLockFilePath=obj/tool.packages.lock.json -p:RestoreLockedMode=false "$@"
}

pack -p:PublishAot=true
pack -p:PublishAot=true -r "$here"
pack -r any
