namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Synctera webhooks.</summary>
    public static SignatureScheme Synctera => field ??= SignatureScheme.Compile(new()
    {
        Name = "synctera",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["Request-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Synctera-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://docs.synctera.com/docs/webhooks-guide"),
    });
}
