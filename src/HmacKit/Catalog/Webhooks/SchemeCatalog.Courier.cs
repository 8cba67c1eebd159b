namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Courier webhooks.</summary>
    public static SignatureScheme Courier => field ??= SignatureScheme.Compile(new()
    {
        Name = "courier",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["courier-signature"] = HeaderFormat.Fields("t={timestamp},signature={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://www.courier.com/docs/platform/automations/outbound-webhooks"),
    });
}
