namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Fingerprint webhooks: the body.</summary>
    /// <remarks>While a secret is rotated there is a signature for each, of which one is enough.</remarks>
    public static SignatureScheme Fingerprint => field ??= SignatureScheme.Compile(new()
    {
        Name = "fingerprint",
        Message = "{body}",
        Headers = { ["fpjs-event-signature"] = HeaderFormat.List("v1={signature:hex}", separator: ',') },
        EventIdentity = EventField.Json("/requestId"),
        Documentation = new("https://dev.fingerprint.com/docs/webhooks-security"),
    });
}
