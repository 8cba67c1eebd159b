namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Microsoft Graph change notifications: the subscription's <c>clientState</c> itself in the body, without a MAC.</summary>
    /// <remarks>
    /// <para>It proves that the sender knows it, and nothing of the request: who sees one request can send any other. Take it over TLS only, and keep the body out of logs.</para>
    /// <para>A request may hold notifications of several subscriptions. The first one's <c>clientState</c> is looked at: give all subscriptions of one endpoint the same.</para>
    /// <para>Fetch what has changed from Graph, rather than believe what a notification says of it.</para>
    /// </remarks>
    public static SignatureScheme MicrosoftGraph => field ??= SignatureScheme.Compile(new()
    {
        Name = "microsoft-graph",
        Json = { ["/value/0/clientState"] = HeaderFormat.Text("{token}") },
        EventType = EventField.Json("/value/0/changeType"),
        Handshake = Handshake.EchoOfQuery("validationToken", method: "POST"),
        Documentation = new("https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks"),
    });
}
