namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>BitMEX API: method, target, an end and the body.</summary>
    /// <remarks><c>api-expires</c> is signed, and a request is refused after it. Write the JSON as it is sent: whitespace counts.</remarks>
    public static SignatureScheme BitMex => field ??= SignatureScheme.Compile(new()
    {
        Name = "bitmex",
        Message = "{method}{target}{expires}{body}",
        Headers =
        {
            ["api-expires"] = HeaderFormat.Text("{expires}"),
            ["api-key"] = HeaderFormat.Text("{keyid}"),
            ["api-signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromHours(1)),
        AmbiguousBecause = "The vendor joins the parts with nothing between them.",
        Documentation = new("https://www.bitmex.com/app/apiKeysUsage"),
    });
}
