namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>MoonPay webhooks, version 2: time and body.</summary>
    /// <remarks>
    /// <para>Requests with GET sign their query in the body's place; those aren't taken.</para>
    /// <para>The page states no window; five minutes is ours.</para>
    /// </remarks>
    public static SignatureScheme MoonPay => field ??= SignatureScheme.Compile(new()
    {
        Name = "moonpay",
        Message = "{timestamp}.{body}",
        Headers = { ["Moonpay-Signature-V2"] = HeaderFormat.Fields("t={timestamp},s={signature:hex}") },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        EventType = EventField.Json("/type"),
        Documentation = new("https://dev.moonpay.com/reference/reference-webhooks-signature"),
    });
}
