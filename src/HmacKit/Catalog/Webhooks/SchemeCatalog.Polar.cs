namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Polar webhooks: Standard Webhooks whose secret is text.</summary>
    /// <remarks>The wire format is <c>standard-webhooks</c>; the secret's characters are the key, where that one decodes base64.</remarks>
    public static SignatureScheme Polar => field ??= SignatureScheme.Compile(new()
    {
        Name = "polar",
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            ["webhook-id"] = HeaderFormat.Text("{id}"),
            ["webhook-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["webhook-signature"] = HeaderFormat.List("v1,{signature:base64}", separator: ' '),
        },
        SignsWithAllKeys = true,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.polar.sh/integrate/webhooks/delivery"),
    });
}
