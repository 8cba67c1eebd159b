#!/usr/bin/env bash
# Uses the packages of artifacts/packages as a stranger would: from a folder, with a package cache of its own, in projects that dotnet new
# made. The first program of each package's README is compiled and started, and the tool is installed and run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packages=$PWD/artifacts/packages
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(basename "$(ls "$packages"/HmacKit.AspNetCore.[0-9]*.nupkg)" .nupkg)
version=${version#HmacKit.AspNetCore.}
export NUGET_PACKAGES=$work/cache DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
cat > "$work/nuget.config" <<EOF
<configuration>
  <packageSources>
    <clear />
    <add key="local" value="$packages" />
    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
  </packageSources>
  <packageSourceMapping>
    <packageSource key="local"><package pattern="HmacKit" /><package pattern="HmacKit.*" /></packageSource>
    <packageSource key="nuget.org"><package pattern="*" /></packageSource>
  </packageSourceMapping>
</configuration>
EOF

# What is in a package: icon, README without relative links, licence, commit, symbols beside it.
for package in "$packages"/*.nupkg; do
  python3 - "$package" <<'EOF'
import re, sys, zipfile
package = zipfile.ZipFile(sys.argv[1])
names = package.namelist()
nuspec = package.read(next(name for name in names if name.endswith('.nuspec'))).decode('utf-8-sig')
for element in ('icon', 'readme', 'license', 'description', 'projectUrl', 'releaseNotes', 'tags'):
    assert f'<{element}' in nuspec, f'{sys.argv[1]}: no {element}'
assert re.search(r'<repository [^>]*commit="[0-9a-f]{40}"', nuspec), f'{sys.argv[1]}: no commit'
assert 'icon.png' in names and 'README.md' in names, f'{sys.argv[1]}: no icon or README'
relative = re.findall(r'\]\((?!https://)[^)]*\)', package.read('README.md').decode())
assert not relative, f'{sys.argv[1]}: relative links {relative}'
print(f'{sys.argv[1].split("/")[-1]}: complete')
EOF
done

dotnet new web -o "$work/Web" --no-restore >/dev/null
cd "$work/Web"
sed -i 's|</PropertyGroup>|<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>NU1900;NU1901;NU1902;NU1903;NU1904</WarningsNotAsErrors></PropertyGroup>|' Web.csproj
references=""
for id in HmacKit.AspNetCore HmacKit.Http HmacKit.Inspection HmacKit.Jwt HmacKit.MySql HmacKit.Redis HmacKit.Postgres HmacKit.Sqlite HmacKit.Testing HmacKit.Webhooks; do
  references+="<PackageReference Include=\"$id\" Version=\"$version\" />"
done
sed -i "s|</Project>|<ItemGroup>$references</ItemGroup></Project>|" Web.csproj
awk '/^```csharp/ { on = 1; next } /^```/ { if (on) exit } on' "$OLDPWD/src/HmacKit.AspNetCore/README.md" > Program.cs
dotnet build -c Release --tl:off

export ONERING_WEBHOOK_SECRET='whsec_a secret that is long enough' ASPNETCORE_URLS=http://127.0.0.1:0 HmacKit__onering__Key__SecretEnvironmentVariable=ONERING_WEBHOOK_SECRET
coproc HOST { exec dotnet bin/Release/net10.0/Web.dll; }
host=$HOST_PID
trap 'kill "$host" 2>/dev/null || true; rm -rf "$work"' EXIT
exec 3<&"${HOST[0]}"
url=
while [ -z "$url" ] && IFS= read -r -t 60 line <&3; do
  [[ $line =~ Now\ listening\ on:\ (http://[^ ]+) ]] && url=${BASH_REMATCH[1]}
done
[ -n "$url" ] || { echo "The program of the README didn't start." >&2; exit 1; }
cat <&3 >/dev/null &

dotnet tool install HmacKit.Cli --version "$version" --tool-path "$work/tools" --configfile "$work/nuget.config"
tool=$work/tools/hmackit
"$tool" schemes onering >/dev/null
printf '{"eventId":"evt_1"}' > "$work/event.json"
mapfile -t headers < <("$tool" sign --scheme onering --secret-env ONERING_WEBHOOK_SECRET --url /webhooks/onering --id evt_1 --body-file "$work/event.json")
arguments=()
for header in "${headers[@]}"; do arguments+=(-H "$header"); done
signed=$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' "${arguments[@]}" --data-binary "@$work/event.json" "$url/webhooks/onering")
unsigned=$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' --data-binary "@$work/event.json" "$url/webhooks/onering")
echo "a signed event: $signed, an unsigned one: $unsigned"
[[ $signed == 2* && $unsigned == 401 ]]
