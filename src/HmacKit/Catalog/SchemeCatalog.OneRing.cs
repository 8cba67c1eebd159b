namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>OneRing webhooks: time, event id and body.</summary>
    /// <remarks>Time and id stand in two headers each, which must agree. The <c>whsec_</c> of a secret is part of the key.</remarks>
    public static SignatureScheme OneRing => field ??= SignatureScheme.Compile(new()
    {
        Name = "onering",
        Message = "{timestamp}.{id}.{body}",
        Headers =
        {
            ["X-Webhook-Signature"] = HeaderFormat.Fields("t={timestamp},e={id},v1={signature:hex}"),
            ["X-Webhook-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Webhook-Event-ID"] = HeaderFormat.Text("{id}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Replay = ReplayRule.ById,
    });
}
