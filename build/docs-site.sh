#!/usr/bin/env bash
# Builds the documentation as a site into artifacts/site: docs, the schemes, and the API from the packages' XML. A dead link is an error.
# Needs a Release build of the solution. Installs docfx into artifacts/tools if it isn't there. To look at it:
#   build/docs-site.sh && python3 -m http.server --directory artifacts/site --bind 127.0.0.1 8080
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

docfx=artifacts/tools/docfx
[ -x "$docfx" ] || dotnet tool install docfx --version 2.81.0 --tool-path artifacts/tools </dev/null

# docfx writes beside its sources, so it gets copies; nothing of it lies in the repository but build/site.
stage=artifacts/site-source
rm -rf "$stage" artifacts/site
mkdir -p "$stage"
cp -r docs/. build/site/. build/icon.png "$stage"
# Each package with a public surface, as it was built.
assemblies=
for surface in src/*/PublicApi.txt; do
  name=$(basename "$(dirname "$surface")")
  assemblies+="${assemblies:+\", \"}$name/bin/Release/net10.0/$name.dll"
done
sed -i "s#@ASSEMBLIES@#$assemblies#" "$stage/docfx.json"
# What lies outside of docs is at home in the repository, and a folder is its README.
find "$stage" -name '*.md' -exec sed -i -E \
  -e 's#\]\(\.\./((samples|src|tests|build|benchmarks)[^)]*|[A-Z]+\.md)\)#](https://github.com/hmackit/hmackit/blob/main/\1)#g' \
  -e 's#\]\(schemes\)#](schemes/README.md)#g' \
  -e 's#^```csharp context=.*#```csharp#' {} +
{
  echo '- { name: All schemes, href: README.md }'
  for page in "$stage"/schemes/*.md; do
    name=$(basename "$page" .md)
    [ "$name" = README ] || echo "- { name: '$name', href: $name.md }"
  done
} > "$stage/schemes/toc.yml"

# Its warnings are about parameters that a comment inherits and says anew.
"$docfx" metadata "$stage/docfx.json" --logLevel error
"$docfx" build "$stage/docfx.json" --warningsAsErrors
cp artifacts/site/README.html artifacts/site/index.html
printf '%d pages in artifacts/site\n' "$(find artifacts/site -name '*.html' | wc -l)"
