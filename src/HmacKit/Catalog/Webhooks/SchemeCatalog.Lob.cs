namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Lob webhooks.</summary>
    public static SignatureScheme Lob => field ??= SignatureScheme.Compile(new()
    {
        Name = "lob",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["Lob-Signature-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Lob-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/event_type/id"),
        Documentation = new("https://help.lob.com/print-and-mail/getting-data-and-results/using-webhooks"),
    });
}
