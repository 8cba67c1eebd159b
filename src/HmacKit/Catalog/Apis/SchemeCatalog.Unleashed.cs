namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Unleashed Software API: the query as it is sent.</summary>
    /// <remarks>Path, method and body aren't signed, and no time: one signature is good for all requests with the same query, for ever.</remarks>
    public static SignatureScheme Unleashed => field ??= SignatureScheme.Compile(new()
    {
        Name = "unleashed",
        Message = "{query}",
        Headers =
        {
            ["api-auth-id"] = HeaderFormat.Text("{keyid}"),
            ["api-auth-signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Documentation = new("https://apidocs.unleashedsoftware.com/AuthenticationHelp"),
    });
}
