namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Vonage signed messages with SHA-256 HMAC: the parameters of the query, sorted by name.</summary>
    /// <remarks>
    /// <para>Within a value <c>&amp;</c> and <c>=</c> are signed as <c>_</c>, so that one can stand in another's place. With SHA-512 it is
    /// <c>vonage-signature-sha512</c>; the algorithms with MD5 and SHA-1, which Vonage offers too, aren't taken.</para>
    /// <para>Webhooks sent with POST carry the parameters in the body and aren't taken: choose GET in the dashboard. The page states no window; five minutes is ours.</para>
    /// </remarks>
    public static SignatureScheme VonageSignature => field ??= VonageSignatureWith("vonage-signature", HmacAlgorithm.Sha256);

    private static SignatureScheme VonageSignatureWith(string name, HmacAlgorithm algorithm) => SignatureScheme.Compile(new()
    {
        Name = name,
        Message = "&timestamp={timestamp}&{query:sorted}",
        Query =
        {
            ["timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["sig"] = HeaderFormat.Text("{signature:hex}"),
        },
        Parameters = new() { Encoding = ParameterEncoding.Decoded, Except = ["sig", "timestamp"] },
        Algorithm = algorithm,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "the vendor joins decoded names and values, and signs three characters as one.",
        Code = new UnderscoredValues(),
        Documentation = new("https://developer.vonage.com/en/getting-started/concepts/signing-messages"),
    });

    /// <summary>Each parameter behind an ampersand, decoded, with underscores for what would separate.</summary>
    private sealed class UnderscoredValues : SchemeCode
    {
        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            using var parameters = new CanonicalParameters(isEncoded: false);
            if (!parameters.TryAddQuery(input.Request.Target))
            {
                return false;
            }

            parameters.Remove("sig"u8);
            parameters.Sort();
            for (int i = 0; i < parameters.Count; i++)
            {
                ReadOnlySpan<byte> name = parameters.Name(i);
                ReadOnlySpan<byte> value = parameters.Value(i);
                Span<byte> pair = writer.GetSpan(name.Length + value.Length + 2);
                pair[0] = (byte)'&';
                name.CopyTo(pair[1..]);
                pair[name.Length + 1] = (byte)'=';
                Span<byte> written = pair.Slice(name.Length + 2, value.Length);
                value.CopyTo(written);
                written.Replace((byte)'&', (byte)'_');
                written.Replace((byte)'=', (byte)'_');
                writer.Advance(name.Length + value.Length + 2);
            }

            return true;
        }
    }
}
