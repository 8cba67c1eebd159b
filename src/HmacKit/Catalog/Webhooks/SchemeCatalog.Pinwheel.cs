namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Pinwheel webhooks.</summary>
    /// <remarks>The key is the API secret. The page states no window; five minutes is ours.</remarks>
    public static SignatureScheme Pinwheel => field ??= SignatureScheme.Compile(new()
    {
        Name = "pinwheel",
        Message = "v2:{timestamp}:{body}",
        Headers =
        {
            ["x-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["x-pinwheel-signature"] = HeaderFormat.Text("v2={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Documentation = new("https://docs.pinwheelapi.com/docs/webhook-signature-verification"),
    });
}
