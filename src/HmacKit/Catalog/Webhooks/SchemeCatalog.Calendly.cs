namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Calendly webhooks.</summary>
    public static SignatureScheme Calendly => field ??= SignatureScheme.Compile(new()
    {
        Name = "calendly",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["Calendly-Webhook-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(180)),
        Documentation = new("https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures"),
    });
}
