namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>USPS tracking webhooks: the timestamp and the payload that stand in the JSON body as text.</summary>
    /// <remarks>The other members, such as <c>subscriptionId</c>, aren't signed.</remarks>
    public static SignatureScheme Usps => field ??= SignatureScheme.Compile(new()
    {
        Name = "usps",
        Message = "{json:/timestamp}{json:/payload}",
        Headers = { ["X-HMAC"] = HeaderFormat.Text("{signature:base64}") },
        EventType = EventField.Json("/subscriptionType"),
        AmbiguousBecause = "The vendor joins the timestamp and the payload with nothing between them.",
        Documentation = new("https://developers.usps.com/trackingv3"),
    });
}
