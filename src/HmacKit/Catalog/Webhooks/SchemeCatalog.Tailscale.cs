namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Tailscale webhooks: time and body.</summary>
    /// <remarks>The body is an array of events, which have no ids. While a secret is rotated the header may hold several signatures; one of them is enough.</remarks>
    public static SignatureScheme Tailscale => field ??= SignatureScheme.Compile(new()
    {
        Name = "tailscale",
        Message = "{timestamp}.{body}",
        Headers = { ["Tailscale-Webhook-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}") },
        SignsWithAllKeys = true,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Documentation = new("https://tailscale.com/kb/1213/webhooks#verifying-an-event-signature"),
    });
}
