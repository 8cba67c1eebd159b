namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Smartcar webhooks: the body.</summary>
    /// <remarks>The secret is the application management token. No time is signed: keep the ids of the events you have handled.</remarks>
    public static SignatureScheme Smartcar => field ??= SignatureScheme.Compile(new()
    {
        Name = "smartcar",
        Message = "{body}",
        Headers = { ["SC-Signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.Json("/eventId"),
        EventType = EventField.Json("/eventType"),
        Documentation = new("https://smartcar.com/docs/integrations/webhooks/payload-verification"),
    });
}
