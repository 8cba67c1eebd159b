namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Crisp web hooks: time and body.</summary>
    /// <remarks>
    /// <para>The time is in milliseconds.</para>
    /// <para>The page states no window; five minutes is ours.</para>
    /// </remarks>
    public static SignatureScheme Crisp => field ??= SignatureScheme.Compile(new()
    {
        Name = "crisp",
        Message = "[[{timestamp};{body}]]",
        Headers =
        {
            ["X-Crisp-Request-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Crisp-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        EventType = EventField.Json("/event"),
        Documentation = new("https://docs.crisp.chat/guides/web-hooks/signing/"),
    });
}
