namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Modulr Finance API: the date and a nonce, HMAC-SHA1.</summary>
    /// <remarks>
    /// <para>Nothing of the request but its date and its nonce is signed: who sees one request can send any other in its place. The base64 of the signature is percent-encoded.</para>
    /// <para>Modulr takes SHA-256 and SHA-512 too: <c>modulr-sha256</c>, <c>modulr-sha512</c>. <c>x-mod-retry</c> isn't signed, and a retry with the same nonce is a replay here.</para>
    /// </remarks>
    public static SignatureScheme Modulr => field ??= ModulrWith("modulr", HmacAlgorithm.Sha1ForLegacyUseOnly, "hmac-sha1");

    private static SignatureScheme ModulrWith(string name, HmacAlgorithm algorithm, string algorithmName, params string[] otherNames) => SignatureScheme.Compile(new()
    {
        Name = name,
        OtherNames = otherNames,
        Message = "date: {timestamp}\nx-mod-nonce: {nonce}",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["x-mod-nonce"] = HeaderFormat.Text("{nonce}"),
            ["Authorization"] = HeaderFormat.Text($"Signature keyId=\"{{keyid}}\",algorithm=\"{algorithmName}\",headers=\"date x-mod-nonce\",signature=\"{{signature:base64}}\""),
        },
        Algorithm = algorithm,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(15)),
        Replay = ReplayRule.ByNonce,
        Code = new PercentEncodedSignature(algorithmName),
        Documentation = new("https://modulr.readme.io/docs/authentication"),
    });

    /// <summary>The signature is percent-encoded in the header, in the one spelling that <see cref="Uri.EscapeDataString(string)"/> writes.</summary>
    private sealed class PercentEncodedSignature(string algorithmName) : SchemeCode
    {
        private readonly string _middle = $"\",algorithm=\"{algorithmName}\",headers=\"date x-mod-nonce\",signature=\"";

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            ClaimOutcome date = input.Find(CarrierKind.Header, "Date", out string time);
            ClaimOutcome nonce = input.Find(CarrierKind.Header, "x-mod-nonce", out string once);
            ClaimOutcome header = input.Find(CarrierKind.Header, "Authorization", out string text);
            foreach (ClaimOutcome outcome in (ReadOnlySpan<ClaimOutcome>)[date, nonce, header])
            {
                if (outcome != ClaimOutcome.Found)
                {
                    return outcome;
                }
            }

            const string start = "Signature keyId=\"";
            string[] halves = text.Split(_middle);
            if (halves is not [var left, [.. var encoded, '"']] || !left.StartsWith(start, StringComparison.Ordinal))
            {
                return ClaimOutcome.Malformed;
            }

            string signature = Uri.UnescapeDataString(encoded);
            bool isRead = Uri.EscapeDataString(signature) == encoded
                && claim.TrySet("keyid", left[start.Length..]) && claim.TrySet("timestamp", time) && claim.TrySet("nonce", once)
                && claim.TrySetSignature(signature, TagEncoding.Base64);
            return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
        }

        protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
        {
            if (signatures.Count == 0)
            {
                base.Write(input, signatures, draft);
            }
            else
            {
                draft.Set(CarrierKind.Header, "Authorization", $"Signature keyId=\"{input.KeyId}{_middle}{Uri.EscapeDataString(signatures.ToText(0, TagEncoding.Base64))}\"");
            }
        }
    }
}
