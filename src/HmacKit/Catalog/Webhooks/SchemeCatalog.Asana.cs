namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Asana webhooks.</summary>
    /// <remarks>The secret comes once, in the <c>X-Hook-Secret</c> header of the first request, which is to be echoed.</remarks>
    public static SignatureScheme Asana => field ??= SignatureScheme.Compile(new()
    {
        Name = "asana",
        Message = "{body}",
        Headers =
        {
            ["X-Hook-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Handshake = Handshake.OfSecret("X-Hook-Secret"),
        Documentation = new("https://developers.asana.com/docs/webhooks-guide"),
    });
}
