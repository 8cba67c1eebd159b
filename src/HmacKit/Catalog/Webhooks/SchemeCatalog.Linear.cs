namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Linear webhooks: the body, and in it the time.</summary>
    public static SignatureScheme Linear => field ??= SignatureScheme.Compile(new()
    {
        Name = "linear",
        Message = "{body}",
        Headers = { ["linear-signature"] = HeaderFormat.Text("{signature:hex}") },
        Json = { ["/webhookTimestamp"] = HeaderFormat.Text("{timestamp}") },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(60)),
        Documentation = new("https://linear.app/developers/webhooks"),
    });
}
