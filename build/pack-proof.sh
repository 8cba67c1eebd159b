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
for id in HmacKit.AspNetCore HmacKit.Http HmacKit.Inspection HmacKit.Jwt HmacKit.MySql HmacKit.OpenTelemetry HmacKit.Redis HmacKit.Postgres HmacKit.Sqlite HmacKit.Testing HmacKit.Webhooks; do
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

# The analyzers come with each package that refers to the engine: a secret in the code is a warning, and without it there is none.
dotnet new web -o "$work/Warned" --no-restore >/dev/null
sed -i "s|</Project>|<ItemGroup><PackageReference Include=\"HmacKit.AspNetCore\" Version=\"$version\" /></ItemGroup></Project>|" "$work/Warned/Warned.csproj"
cat > "$work/Warned/Program.cs" <<'EOF'
using HmacKit;

Console.WriteLine(new RequestVerifier(SchemeCatalog.Stripe, SchemeCatalog.Stripe.ImportKey("whsec_a secret in the code")).Scheme);
EOF
dotnet build "$work/Warned" --tl:off | tee "$work/warned.txt"
grep -q 'Program.cs(3,92): warning HMAC001: ' "$work/warned.txt"
sed -i 's|"whsec_a secret in the code"|Environment.GetEnvironmentVariable("SECRET")|' "$work/Warned/Program.cs"
dotnet build "$work/Warned" --tl:off -warnaserror:HMAC001

dotnet tool install HmacKit.Cli --version "$version" --tool-path "$work/tools" --configfile "$work/nuget.config"
tool=$work/tools/hmackit

# A new user's other two commands: something wrong is sent, and its cause is proven.
"$tool" listen --scheme stripe --secret 'whsec_a secret that is long enough' --port 0 --page-port 0 > "$work/listen.txt" &
listener=$!
trap 'kill "$host" "$listener" 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in {1..100}; do grep -q '^  page' "$work/listen.txt" && break; sleep 0.1; done
"$tool" send --scheme stripe --secret 'whsec_a secret that is long enough' --wrong body "$(sed -n 's/^  receives  //p' "$work/listen.txt")" || true
for _ in {1..100}; do grep -q body_json_spaced "$work/listen.txt" && break; sleep 0.1; done
curl -s --noproxy '*' "$(sed -n 's/^  page      //p' "$work/listen.txt")api/requests/1" | grep -q body_json_spaced
kill "$listener"

"$tool" schemes onering >/dev/null
printf '{"eventId":"evt_1"}' > "$work/event.json"
mapfile -t headers < <("$tool" sign --scheme onering --secret-env ONERING_WEBHOOK_SECRET --url /webhooks/onering --id evt_1 --body-file "$work/event.json")
arguments=()
for header in "${headers[@]}"; do arguments+=(-H "$header"); done
signed=$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' "${arguments[@]}" --data-binary "@$work/event.json" "$url/webhooks/onering")
unsigned=$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' --data-binary "@$work/event.json" "$url/webhooks/onering")
echo "a signed event: $signed, an unsigned one: $unsigned"
[[ $signed == 2* && $unsigned == 401 ]]
