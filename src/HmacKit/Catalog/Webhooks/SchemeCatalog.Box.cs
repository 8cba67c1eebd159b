namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Box webhooks: the body and the time, signed with two keys, of which one is enough.</summary>
    public static SignatureScheme Box => field ??= SignatureScheme.Compile(new()
    {
        Name = "box",
        Message = "{body}{timestamp}",
        Headers =
        {
            ["box-delivery-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["box-signature-version"] = HeaderFormat.Text("1"),
            ["box-signature-algorithm"] = HeaderFormat.Text("HmacSHA256"),
            ["box-signature-primary"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["box-signature-secondary"] = HeaderFormat.Text("{signature:base64}").Optional(),
        },
        Freshness = new(TimestampFormat.Rfc3339Seconds, maxAge: TimeSpan.FromMinutes(10), maxSkew: TimeSpan.FromMinutes(1)),
        AmbiguousBecause = "the vendor joins body and time without a delimiter; the window bounds what could move from one to the other.",
        Documentation = new("https://developer.box.com/guides/webhooks/v2/signatures-v2/"),
    });
}
