namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Paddle Billing webhooks: time and body.</summary>
    /// <remarks>
    /// <para>While a secret is rotated there are several <c>h1</c>, the older keys' last: Paddle's Node SDK reads the last one
    /// alone, so it goes on with the secret that it has until that one expires.</para>
    /// <para>Five seconds are short: keep the server's clock in step, or widen the window with <c>VerifierOptions.MaxAge</c>
    /// and <c>MaxSkew</c>.</para>
    /// </remarks>
    public static SignatureScheme Paddle => field ??= SignatureScheme.Compile(new()
    {
        Name = "paddle",
        OtherNames = ["paddle-billing"],
        Message = "{timestamp}:{body}",
        Headers =
        {
            ["Paddle-Signature"] = HeaderFormat.Fields("ts={timestamp};h1={signature:hex}", separator: ';'),
        },
        SignsWithAllKeys = true,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(5)),
        EventIdentity = EventField.Json("/event_id"),
        EventType = EventField.Json("/event_type"),
        Documentation = new("https://developer.paddle.com/webhooks/signature-verification"),
    });
}
