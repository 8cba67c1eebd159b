namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Cashfree Payments webhooks: time and body, under the client secret.</summary>
    /// <remarks>The page states no window; five minutes is ours.</remarks>
    public static SignatureScheme Cashfree => field ??= SignatureScheme.Compile(new()
    {
        Name = "cashfree",
        Message = "{timestamp}{body}",
        Headers =
        {
            ["x-webhook-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["x-webhook-signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        EventType = EventField.Json("/type"),
        AmbiguousBecause = "The vendor joins the time and the body with nothing between them.",
        Documentation = new("https://www.cashfree.com/docs/payments/subscription/webhook-signature"),
    });
}
