namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Mailgun webhooks: time, token and signature stand in the JSON body.</summary>
    /// <remarks>The event itself is not signed: only that Mailgun made this token. A token must not come twice.</remarks>
    public static SignatureScheme Mailgun => field ??= SignatureScheme.Compile(new()
    {
        Name = "mailgun",
        Message = "{timestamp}{nonce}",
        Json =
        {
            ["/signature/timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["/signature/token"] = HeaderFormat.Text("{nonce}"),
            ["/signature/signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Replay = ReplayRule.ByNonce,
        AmbiguousBecause = "the vendor joins time and token without a delimiter; both sides of the window bound what could move from one to the other.",
        Documentation = new("https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks"),
    });
}
