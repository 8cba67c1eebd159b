namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Mux webhooks.</summary>
    public static SignatureScheme Mux => field ??= SignatureScheme.Compile(new()
    {
        Name = "mux",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["Mux-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://www.mux.com/docs/core/verify-webhook-signatures"),
    });
}
