namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AfterShip webhooks: the body.</summary>
    /// <remarks>Each of AfterShip's products has a header of its own for the same signature: one of them is enough.</remarks>
    public static SignatureScheme AfterShip => field ??= SignatureScheme.Compile(new()
    {
        Name = "aftership",
        Message = "{body}",
        Headers =
        {
            ["aftership-hmac-sha256"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["as-signature-hmac-sha256"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["am-webhook-signature"] = HeaderFormat.Text("hmac-sha256={signature:base64}").Optional(),
        },
        EventIdentity = EventField.Json("/event_id"),
        EventType = EventField.Json("/event"),
        Documentation = new("https://www.aftership.com/docs/tracking/webhook/webhook-signature"),
    });
}
