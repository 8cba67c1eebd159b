namespace HmacKit;

/// <summary>The headers beside those of the scheme that a sender may have taken a value from.</summary>
internal static class OtherHeader
{
    private const int MaxHeaders = 64;
    private const int MaxLength = 128;

    // A request that isn't in memory can only be asked for names.
    private static readonly string[] UsualNames =
        ["Date", "X-Date", "X-Timestamp", "X-Request-Timestamp", "Timestamp", "X-Request-Time", "X-Request-Start", "X-Request-Id", "X-Correlation-Id", "Request-Id", "Idempotency-Key", "X-Nonce", "X-Event-Id"];

    /// <summary>Names and values; none of them a signature's header.</summary>
    public static IEnumerable<(string Name, string Value)> Of(SignedRequest signed)
    {
        IEnumerable<KeyValuePair<string, string>> headers = signed.Request is RawRequest raw
            ? raw.Headers.Take(MaxHeaders)
            : UsualNames.Concat(signed.Scheme.Headers.Select(static header => header.Name))
                .Select(name => new KeyValuePair<string, string>(name, signed.Header(name) ?? ""));
        foreach ((string name, string value) in headers)
        {
            bool isSignature = signed.Scheme.Headers.Any(header =>
                header.Grammar.Fields.Contains(ClaimField.Signature) && string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase));
            if (!isSignature && value is { Length: > 0 and <= MaxLength })
            {
                yield return (name, value);
            }
        }
    }
}
