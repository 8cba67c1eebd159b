namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Recharge webhooks, the form that is bound to a time: time and body, under the API client secret.</summary>
    /// <remarks>
    /// <para>The older <c>X-Recharge-Hmac-Sha256</c> is a plain SHA-256 of secret and body, not an HMAC, and isn't taken.</para>
    /// <para>The window is 24 hours, the widest that there is; the vendor lets a repetition be as old as 48.</para>
    /// </remarks>
    public static SignatureScheme Recharge => field ??= SignatureScheme.Compile(new()
    {
        Name = "recharge",
        Message = "{timestamp}.{body}",
        Headers = { ["X-Recharge-Webhook-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}") },
        Freshness = new(TimestampFormat.UnixSeconds, maxAge: TimeSpan.FromHours(24), maxSkew: TimeSpan.FromMinutes(5)),
        EventType = EventField.Header("X-Recharge-Topic"),
        Documentation = new("https://docs.getrecharge.com/docs/webhooks-overview"),
    });
}
