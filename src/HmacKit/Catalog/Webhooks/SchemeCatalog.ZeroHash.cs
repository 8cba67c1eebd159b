namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Zero Hash webhooks: the body, and the time behind it.</summary>
    /// <remarks>
    /// <para>The header of old, <c>x-zh-hook-signature-256</c>, signs the body without a time and isn't taken.</para>
    /// <para>The type and the id of the event are in headers that aren't signed.</para>
    /// </remarks>
    public static SignatureScheme ZeroHash => field ??= SignatureScheme.Compile(new()
    {
        Name = "zero-hash",
        Message = "{body}{timestamp}",
        Headers =
        {
            ["x-zh-hook-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["x-zh-hook-signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "the vendor writes the time behind the body with nothing between them.",
        EventIdentity = EventField.Header("x-zh-hook-notification-id"),
        EventType = EventField.Header("x-zh-hook-payload-type"),
        Documentation = new("https://docs.zerohash.com/reference/webhook-security"),
    });
}
