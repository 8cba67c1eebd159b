namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Onfido webhooks.</summary>
    public static SignatureScheme Onfido => field ??= SignatureScheme.Compile(new()
    {
        Name = "onfido",
        Message = "{body}",
        Headers =
        {
            ["X-SHA2-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://documentation.onfido.com/api/latest/#webhooks"),
    });
}
