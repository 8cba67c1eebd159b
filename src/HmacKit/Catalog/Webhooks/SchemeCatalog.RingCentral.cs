namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>RingCentral webhooks: the verification token itself in a header, without a MAC.</summary>
    /// <remarks>It proves that the sender knows the token, and nothing of the request: who sees one request can send any other. Take it over TLS only.</remarks>
    public static SignatureScheme RingCentral => field ??= SignatureScheme.Compile(new()
    {
        Name = "ringcentral",
        Headers = { ["Verification-Token"] = HeaderFormat.Text("{token}") },
        EventIdentity = EventField.Json("/uuid"),
        EventType = EventField.Json("/event"),
        Handshake = Handshake.EchoOfHeader("Validation-Token"),
        Documentation = new("https://developers.ringcentral.com/guide/notifications/webhooks/receiving"),
    });
}
