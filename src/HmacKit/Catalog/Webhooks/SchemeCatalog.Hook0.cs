namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Hook0 webhooks, v1: time, the headers that the signature lists, and body.</summary>
    /// <remarks>Which headers are signed the sender says; time and body always are. The older <c>v0</c>, without headers, is <c>coinbase-cdp</c>.</remarks>
    public static SignatureScheme Hook0 => field ??= SignatureScheme.Compile(new()
    {
        Name = "hook0",
        Message = "{timestamp}.{signed-headers}.{headers:signed}.{body}",
        Headers = { ["X-Hook0-Signature"] = HeaderFormat.Parameters("t={timestamp},h={signed-headers},v1={signature:hex}") },
        SignedHeaderSet = new() { Pair = null, Joiner = ".", ListSeparator = ' ', InListedOrder = true, WherePresent = ["content-type", "x-event-id"] },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "header values may hold the dot that separates them, and which are signed each request says.",
        Documentation = new("https://documentation.hook0.com/how-to-guides/secure-webhook-endpoints"),
    });
}
