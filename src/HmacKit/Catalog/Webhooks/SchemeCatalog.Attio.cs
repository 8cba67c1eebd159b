namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Attio webhooks.</summary>
    public static SignatureScheme Attio => field ??= SignatureScheme.Compile(new()
    {
        Name = "attio",
        Message = "{body}",
        Headers =
        {
            ["Attio-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://docs.attio.com/rest-api/guides/webhooks"),
    });
}
