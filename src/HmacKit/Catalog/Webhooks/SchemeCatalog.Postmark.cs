namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Postmark webhooks: user and password (HTTP Basic), without a MAC.</summary>
    /// <remarks>
    /// <para>It proves that the sender knows them, and nothing of the request: who sees one request can send any other. Take it over TLS only.</para>
    /// <para>The secret is <c>user:password</c>, as it was entered at the vendor's.</para>
    /// </remarks>
    public static SignatureScheme Postmark => field ??= SignatureScheme.Compile(new()
    {
        Name = "postmark",
        Headers = { ["Authorization"] = HeaderFormat.Text("{token}").InBase64("Basic ") },
        EventType = EventField.Json("/RecordType"),
        Documentation = new("https://postmarkapp.com/developer/webhooks/webhooks-overview"),
    });
}
