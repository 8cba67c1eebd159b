namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Mailtrap webhooks: the body.</summary>
    /// <remarks>One request may hold several events.</remarks>
    public static SignatureScheme Mailtrap => field ??= SignatureScheme.Compile(new()
    {
        Name = "mailtrap",
        Message = "{body}",
        Headers = { ["Mailtrap-Signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.JsonOfEach("/events", "/event_id"),
        Documentation = new("https://docs.mailtrap.io/email-api-smtp/advanced/webhooks"),
    });
}
