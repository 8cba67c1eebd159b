namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Chargily Pay webhooks: the body.</summary>
    /// <remarks>The secret is the API's secret key.</remarks>
    public static SignatureScheme Chargily => field ??= SignatureScheme.Compile(new()
    {
        Name = "chargily",
        Message = "{body}",
        Headers = { ["signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://dev.chargily.com/pay-v2/webhooks"),
    });
}
