namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>HubSpot webhooks, v3.</summary>
    /// <remarks>The URL is that under which HubSpot called: set the public origin behind a proxy. It is signed with the escapes decoded that the vendor's page lists, or as it is.</remarks>
    public static SignatureScheme HubSpot => field ??= SignatureScheme.Compile(new()
    {
        Name = "hubspot-v3",
        Message = "{method}{url}{body}{timestamp}",
        Headers =
        {
            ["X-HubSpot-Request-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-HubSpot-Signature-v3"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "The vendor joins the parts with nothing between them.",
        Code = new HubSpotCode(),
        Documentation = new("https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests"),
    });
}
