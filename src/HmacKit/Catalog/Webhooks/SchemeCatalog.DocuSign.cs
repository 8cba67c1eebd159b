namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>DocuSign Connect.</summary>
    /// <remarks>There is a header for each active key, and any of them may match. The order of the headers says nothing about your keys.</remarks>
    public static SignatureScheme DocuSign => field ??= SignatureScheme.Compile(new()
    {
        Name = "docusign-connect",
        Message = "{body}",
        Headers =
        {
            ["X-DocuSign-Signature-1"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["X-DocuSign-Signature-2"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["X-DocuSign-Signature-3"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["X-DocuSign-Signature-4"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["X-DocuSign-Signature-5"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["X-DocuSign-Signature-6"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["X-DocuSign-Signature-7"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["X-DocuSign-Signature-8"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["X-DocuSign-Signature-9"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["X-DocuSign-Signature-10"] = HeaderFormat.Text("{signature:base64}").Optional(),
        },
        Documentation = new("https://developers.docusign.com/platform/webhooks/connect/hmac/"),
    });
}
