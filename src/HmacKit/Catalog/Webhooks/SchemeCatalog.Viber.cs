namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Viber bot webhooks: the body.</summary>
    /// <remarks>The secret is the bot's authentication token.</remarks>
    public static SignatureScheme Viber => field ??= SignatureScheme.Compile(new()
    {
        Name = "viber",
        Message = "{body}",
        Headers = { ["X-Viber-Content-Signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.Json("/message_token"),
        EventType = EventField.Json("/event"),
        Documentation = new("https://developers.viber.com/docs/api/rest-bot-api/#callbacks"),
    });
}
