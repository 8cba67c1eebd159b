namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Plivo callbacks, signature V3: URL, sorted query, sorted form and nonce.</summary>
    /// <remarks>No time is signed: remember the nonces that you have seen.</remarks>
    public static SignatureScheme PlivoV3 => field ??= SignatureScheme.Compile(new()
    {
        Name = "plivo-v3",
        Message = "{origin}{path}?{query:sorted}.{form:sorted}.{nonce}",
        Headers =
        {
            ["X-Plivo-Signature-V3-Nonce"] = HeaderFormat.Text("{nonce}"),
            ["X-Plivo-Signature-V3"] = HeaderFormat.List("{signature:base64}", ','),
        },
        Parameters = new() { Encoding = ParameterEncoding.Decoded },
        AmbiguousBecause = "the vendor joins names and values without a delimiter.",
        Code = new DotBetweenQueryAndForm(),
        Documentation = new("https://www.plivo.com/docs/messaging/concepts/signature-validation"),
    });

    /// <summary>A question mark and a dot stand there only where something follows them, and the form's pairs are joined by nothing.</summary>
    private sealed class DotBetweenQueryAndForm : SchemeCode
    {
        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            using var query = new CanonicalParameters(isEncoded: false);
            using var form = new CanonicalParameters(isEncoded: false);
            ReadOnlySpan<char> target = input.Request.Target;
            if (input.Request.Origin is not { } origin || !query.TryAddQuery(input.Request.Target) || (input.Request.Method != "GET" && !form.TryAdd(input.Body))
                || !writer.TryWriteUtf8(origin.ToString()) || !writer.TryWriteUtf8(target.IndexOf('?') is >= 0 and var mark ? target[..mark] : target))
            {
                return false;
            }

            writer.Write(query.Count + form.Count > 0 ? "?"u8 : default);
            Write(query, "="u8, "&"u8, ref writer);
            writer.Write(query.Count > 0 && form.Count > 0 ? "."u8 : default);
            Write(form, default, default, ref writer);
            writer.Write("."u8);
            return writer.TryWriteUtf8(input.Nonce);
        }

        private static void Write(CanonicalParameters parameters, ReadOnlySpan<byte> pair, ReadOnlySpan<byte> joiner, ref MessageWriter writer)
        {
            parameters.Sort();
            for (int i = 0; i < parameters.Count; i++)
            {
                writer.Write(i == 0 ? default : joiner);
                writer.Write(parameters.Name(i));
                writer.Write(pair);
                writer.Write(parameters.Value(i));
            }
        }
    }
}
