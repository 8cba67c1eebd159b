#!/usr/bin/env bash
# Builds everything and runs all tests. Needs the .NET 10 SDK. What else the tests run (Python, Node, Go, a browser, Redis, PostgreSQL
# and MariaDB) is installed with apt if missing; the tests start the servers themselves, on loopback, and stop them.
# Fails on a failed test, a skipped test, a test project without tests, and line coverage of HmacKit under the limit.
# The last line is always "N passed, N failed"; a step that failed, and each skipped test, counts as one failed. What failed is named
# once more in the lines before it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

min_coverage=95
results=artifacts/test-results
passed=0
failed=0
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

failures=()

finish() {
  [ ${#failures[@]} -eq 0 ] || printf 'failed: %s\n' "${failures[@]}"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && exit 0
  exit 1
}

# problem TEXT: says what is wrong and counts it as one failed.
problem() {
  printf 'FAILED: %s\n' "$1"
  failures+=("$1")
  failed=$((failed + 1))
}

# must COMMAND...: a step without which there is nothing to test.
must() {
  printf '== %s\n' "$*"
  if ! "$@"; then
    problem "$*"
    finish
  fi
}

install_tools() {
  local missing=() sudo=()
  command -v python3 >/dev/null 2>&1 || missing+=(python3)
  # What the printed clients import.
  python3 -c 'import requests, flask, dotenv' >/dev/null 2>&1 || missing+=(python3-requests python3-flask python3-dotenv)
  # The completion scripts are run in them.
  command -v zsh >/dev/null 2>&1 || missing+=(zsh)
  command -v fish >/dev/null 2>&1 || missing+=(fish)
  command -v jq >/dev/null 2>&1 || missing+=(jq)
  command -v node >/dev/null 2>&1 || missing+=(nodejs)
  command -v npm >/dev/null 2>&1 || missing+=(npm)
  command -v curl >/dev/null 2>&1 || missing+=(curl)
  command -v openssl >/dev/null 2>&1 || missing+=(openssl)
  command -v go >/dev/null 2>&1 || missing+=(golang-go)
  command -v redis-server >/dev/null 2>&1 || missing+=(redis-server)
  command -v chromium >/dev/null 2>&1 || missing+=(chromium)
  command -v chromedriver >/dev/null 2>&1 || missing+=(chromium-driver)
  [ -x /usr/sbin/mariadbd ] || command -v mariadbd >/dev/null 2>&1 || missing+=(mariadb-server)
  # NativeAOT links with clang and zlib.
  command -v clang >/dev/null 2>&1 || missing+=(clang)
  [ -f /usr/include/zlib.h ] || missing+=(zlib1g-dev)
  # PostgreSQL's server programs aren't on the PATH in Debian.
  command -v postgres >/dev/null 2>&1 || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  printf '== installing %s\n' "${missing[*]}"
  if ! { "${sudo[@]}" apt-get update -qq && "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } </dev/null; then
    printf 'apt could not install %s; going on without.\n' "${missing[*]}"
  fi
}

# attribute FILE NAME: the value of attribute NAME in the <Counters> of a trx file.
attribute() {
  grep -o '<Counters [^>]*>' "$1" | head -n 1 | sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p"
}

# test_project PROJECT [ARGUMENT...]
test_project() {
  local project=$1 name status=0 trx total executed ok test
  shift
  name=$(basename "$project")
  trx=$results/$name.trx
  printf '\n== %s\n' "$name"
  dotnet test "$project" -c Release --no-build --tl:off --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" "$@" \
    -- RunConfiguration.TreatNoTestsAsError=true || status=$?

  total=$([ -f "$trx" ] && attribute "$trx" total || true)
  if [ -z "$total" ]; then
    problem "$name: no test results"
    return
  fi
  executed=$(attribute "$trx" executed)
  ok=$(attribute "$trx" passed)
  printf '%s: %d passed, %d failed, %d not executed\n' "$name" "$ok" "$((executed - ok))" "$((total - executed))"
  passed=$((passed + ok))
  failed=$((failed + total - ok))
  while IFS= read -r test; do failures+=("$test"); done < <(grep -oE '<UnitTestResult [^>]*outcome="(Failed|NotExecuted)"' "$trx" | sed 's/.*testName="\([^"]*\)".*/\1/')

  if [ "$total" -gt "$executed" ]; then
    printf 'FAILED: %s: skipped tests count as failed:\n' "$name"
    grep -o '<UnitTestResult [^>]*outcome="NotExecuted"[^>]*>' "$trx" | sed 's/.*testName="\([^"]*\)".*/  \1/' || true
  fi
  if [ "$total" -eq 0 ]; then
    problem "$name: no tests"
  elif [ "$status" -ne 0 ] && [ "$total" -eq "$ok" ]; then
    problem "$name: the test run itself failed (exit code $status)"
  fi
}

check_coverage() {
  local report rate
  report=$(find "$results" -name coverage.cobertura.xml | head -n 1)
  rate=$([ -z "$report" ] || sed -n 's/.*<package name="HmacKit" line-rate="\([0-9.]*\)".*/\1/p' "$report" | head -n 1)
  if [ -z "$rate" ]; then
    problem "no coverage of HmacKit was measured"
    return
  fi
  awk -v rate="$rate" -v min="$min_coverage" 'BEGIN { printf "\nLine coverage of HmacKit: %.2f %% (at least %d %%)\n", rate * 100, min }'
  awk -v rate="$rate" -v min="$min_coverage" 'BEGIN { exit !(rate * 100 >= min) }' || problem "line coverage of HmacKit is under $min_coverage %"
}

# The vendors' npm libraries that the interop tests ask, as their lock files have them; no package's own script is run.
install_libraries() {
  local folder
  for folder in tests/interop/{oauth,printed,receivers,vendors}; do
    [ -f "$folder/node_modules/.package-lock.json" ] && continue
    printf '== npm ci in %s\n' "$folder"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --silent </dev/null) || problem "npm ci in $folder"
  done
}

# install_dotnet_tool PACKAGE VERSION COMMAND
install_dotnet_tool() {
  [ -x "artifacts/tools/$3" ] && return
  printf '== dotnet tool install %s\n' "$1"
  dotnet tool install "$1" --version "$2" --tool-path artifacts/tools </dev/null || problem "dotnet tool install $1"
}

# Garnet, a server that speaks Redis' protocol, and PowerShell, whose completion is tested.
install_dotnet_tools() {
  export PATH=$PWD/artifacts/tools:$PATH
  install_dotnet_tool garnet-server 2.2.8 garnet-server
  install_dotnet_tool PowerShell 7.6.9 pwsh
}

rm -rf "$results"
mkdir -p "$results"
install_tools
install_dotnet_tools
install_libraries

locked=()
[ "${CI:-}" = true ] && locked=(--locked-mode)
must dotnet restore HmacKit.sln "${locked[@]}"
must dotnet build HmacKit.sln -c Release --no-restore

for project in tests/*.Tests/; do
  case $project in
    tests/HmacKit.Tests/) test_project "${project%/}" --settings build/coverage.runsettings --collect "XPlat Code Coverage" ;;
    *) test_project "${project%/}" ;;
  esac
done
check_coverage
finish
