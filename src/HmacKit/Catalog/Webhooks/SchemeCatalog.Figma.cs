namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Figma webhooks: the passcode itself in the body, without a MAC.</summary>
    /// <remarks>It proves that the sender knows the passcode, and nothing of the request: who sees one request can send any other. Take it over TLS only, and keep the body out of logs.</remarks>
    public static SignatureScheme Figma => field ??= SignatureScheme.Compile(new()
    {
        Name = "figma",
        Json = { ["/passcode"] = HeaderFormat.Text("{token}") },
        Documentation = new("https://developers.figma.com/docs/rest-api/webhooks-security"),
    });
}
