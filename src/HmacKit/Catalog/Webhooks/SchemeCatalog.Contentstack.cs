namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Contentstack webhooks with the HMAC signing method: time and body.</summary>
    /// <remarks>
    /// <para>While a key is replaced there is a signature for each, of which one is enough.</para>
    /// <para>Webhooks with the default method are signed with a private key of the vendor's and come without this header.</para>
    /// <para>The page states no window; five minutes is ours.</para>
    /// </remarks>
    public static SignatureScheme Contentstack => field ??= SignatureScheme.Compile(new()
    {
        Name = "contentstack",
        Message = "{timestamp}.{body}",
        Headers = { ["x-contentstack-hmac-signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}") },
        SignsWithAllKeys = true,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        EventType = EventField.Json("/event"),
        Documentation = new("https://www.contentstack.com/docs/headless-cms/secure-your-webhooks"),
    });
}
