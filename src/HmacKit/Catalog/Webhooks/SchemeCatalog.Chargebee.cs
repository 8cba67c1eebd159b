namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Chargebee webhooks: user and password (HTTP Basic), without a MAC.</summary>
    /// <remarks>
    /// <para>It proves that the sender knows them, and nothing of the request: who sees one request can send any other. Take it over TLS only.</para>
    /// <para>The secret is <c>user:password</c>, as it was entered at the vendor's.</para>
    /// </remarks>
    public static SignatureScheme Chargebee => field ??= SignatureScheme.Compile(new()
    {
        Name = "chargebee",
        Headers = { ["Authorization"] = HeaderFormat.Text("{token}").InBase64("Basic ") },
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/event_type"),
        Documentation = new("https://www.chargebee.com/docs/billing/2.0/site-configuration/webhook_settings"),
    });
}
