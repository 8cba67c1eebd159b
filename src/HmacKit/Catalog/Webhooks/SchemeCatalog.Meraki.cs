namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Cisco Meraki webhooks: the shared secret itself in the body, without a MAC.</summary>
    /// <remarks>It proves that the sender knows the secret, and nothing of the request: who sees one request can send any other. Take it over TLS only, and keep the body out of logs.</remarks>
    public static SignatureScheme Meraki => field ??= SignatureScheme.Compile(new()
    {
        Name = "meraki",
        Json = { ["/sharedSecret"] = HeaderFormat.Text("{token}") },
        EventIdentity = EventField.Json("/alertId"),
        EventType = EventField.Json("/alertTypeId"),
        Documentation = new("https://developer.cisco.com/meraki/webhooks/"),
    });
}
