namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Metronome webhooks: the date and the body.</summary>
    public static SignatureScheme Metronome => field ??= SignatureScheme.Compile(new()
    {
        Name = "metronome",
        Message = "{timestamp}\n{body}",
        Headers =
        {
            ["X-Metronome-Date"] = HeaderFormat.Text("{timestamp}"),
            ["Metronome-Webhook-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(5)),
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.metronome.com/manage-product-access/configure-webhooks/"),
    });
}
