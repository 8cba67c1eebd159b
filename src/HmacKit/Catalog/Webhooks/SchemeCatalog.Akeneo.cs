namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Akeneo Event Platform and Events API.</summary>
    public static SignatureScheme Akeneo => field ??= SignatureScheme.Compile(new()
    {
        Name = "akeneo",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["X-Akeneo-Request-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Akeneo-Request-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://api.akeneo.com/events-documentation/security.html"),
    });
}
