namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Lovable webhooks: time and body.</summary>
    public static SignatureScheme Lovable => field ??= SignatureScheme.Compile(new()
    {
        Name = "lovable",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["x-lovable-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["x-lovable-signature"] = HeaderFormat.Text("sha256={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://www.npmjs.com/package/@lovable.dev/webhooks-js"),
    });
}
