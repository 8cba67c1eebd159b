namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>ImageKit signed URLs: the URL behind the endpoint, and its end.</summary>
    public static SignatureScheme ImageKitSignedUrl => field ??= SignatureScheme.Compile(new()
    {
        Name = "imagekit-signed-url",
        Message = "{url:unsigned}{expires}",
        Query =
        {
            ["ik-t"] = HeaderFormat.Text("{expires}"),
            ["ik-s"] = HeaderFormat.Text("{signature:hex}"),
        },
        Values = { ["urlEndpoint"] = SchemeValue.Configured() },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromDays(3660)),
        AmbiguousBecause = "the vendor joins URL and end with nothing between them.",
        Code = new UrlBehindEndpoint(end: null),
        Documentation = new("https://imagekit.io/docs/media-delivery-basic-security#how-to-generate-signed-urls"),
    });

    /// <summary>The message is the URL behind its endpoint, and its end: the one that it has, or this one if it must have none.</summary>
    private sealed class UrlBehindEndpoint(string? end) : SchemeCode
    {
        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim) =>
            end is null || input.Find(CarrierKind.Query, "ik-t", out _) == ClaimOutcome.Missing ? base.Read(input, claim) : ClaimOutcome.Malformed;

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            string target = input.Request.Target;
            int mark = target.IndexOf('?', StringComparison.Ordinal);
            string[] others = mark < 0 ? [] : [.. target[(mark + 1)..].Split('&').Where(static pair => !pair.StartsWith("ik-t=", StringComparison.Ordinal) && !pair.StartsWith("ik-s=", StringComparison.Ordinal))];
            string url = $"{input.Request.Origin}{(mark < 0 ? target : target[..mark])}{(others.Length == 0 ? "" : "?")}{string.Join('&', others)}";
            ReadOnlySpan<char> endpoint = input.GetValue("urlEndpoint");
            return input.Request.Origin is not null
                && url.AsSpan().StartsWith(endpoint, StringComparison.Ordinal)
                && writer.TryWriteUtf8(url.AsSpan(endpoint.Length))
                && writer.TryWriteUtf8(end ?? input.Expires);
        }
    }
}
