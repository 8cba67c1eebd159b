namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>WorkOS webhooks.</summary>
    /// <remarks>A blank follows the comma, and the time is in milliseconds.</remarks>
    public static SignatureScheme WorkOs => field ??= SignatureScheme.Compile(new()
    {
        Name = "workos",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["WorkOS-Signature"] = HeaderFormat.Fields("t={timestamp}, v1={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(180)),
        Documentation = new("https://workos.com/docs/events/data-syncing/webhooks"),
    });
}
