#!/usr/bin/env bash
# Adds a scheme to a copy of the repository, as CONTRIBUTING.md says: one file, one vector file and build/derive.sh. What is derived must
# then name it, and the tests of the schemes must pass with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy" 2>/dev/null || true
cd "$copy"

cat > src/HmacKit/Catalog/Webhooks/SchemeCatalog.ProofOfConcept.cs <<'EOF'
namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Proof webhooks: time and body.</summary>
    /// <remarks>
    /// <para>There is no such vendor.</para>
    /// </remarks>
    public static SignatureScheme ProofOfConcept => field ??= SignatureScheme.Compile(new()
    {
        Name = "proof-of-concept",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["X-Proof-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Documentation = new("https://example.com/webhooks"),
    });
}
EOF

# A vector that Python signed: what a contributor takes from the vendor's documentation.
python3 - > tests/HmacKit.Tests/Vectors/public/proof-of-concept.jsonl <<'EOF'
import base64, hashlib, hmac, json
secret, time, body = 'a secret of the proof of concept', 1700000000, b'{"id":1}'
tag = hmac.new(secret.encode(), f'{time}.'.encode() + body, hashlib.sha256).hexdigest()
for name, signed, expect in (('good', tag, 'valid'), ('bad', '0' * 64, 'signature_mismatch')):
    print(json.dumps({'id': f'proof-{name}', 'scheme': 'proof-of-concept', 'keyId': '', 'secret': secret, 'method': 'POST', 'target': '/hooks',
        'headers': {'X-Proof-Signature': f't={time},v1={signed}'}, 'bodyBase64': base64.b64encode(body).decode(), 'now': time * 1000,
        'source': "Python's hmac", 'expect': expect}))
EOF

git init -q . && git add -A
build/derive.sh --tl:off

grep -q 'proof-of-concept' README.md
grep -q '\[`proof-of-concept`\](proof-of-concept.md)' docs/schemes/README.md
grep -q 'There is no such vendor' docs/schemes/proof-of-concept.md
grep -rqE 'ProofOfConcept' src/HmacKit/PublicApi*.txt
echo 'Changed by hand: 2 files. Derived:'
git add -A -N . && git diff --stat
dotnet test tests/HmacKit.Tests -c Release --no-build --tl:off --filter "FullyQualifiedName~Catalog|FullyQualifiedName~RoundTrip"
dotnet test tests/HmacKit.Cli.Tests -c Release --no-build --tl:off --filter "FullyQualifiedName~SchemePagesTests|FullyQualifiedName~SignBatch"
