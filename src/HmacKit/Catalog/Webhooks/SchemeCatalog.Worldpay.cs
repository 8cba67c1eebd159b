namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Worldpay Access webhooks.</summary>
    /// <remarks>The key id stands in the header: put the key into the ring under it.</remarks>
    public static SignatureScheme Worldpay => field ??= SignatureScheme.Compile(new()
    {
        Name = "worldpay",
        Message = "{body}",
        Headers = { ["Event-Signature"] = HeaderFormat.Text("{keyid}/SHA256/{signature:hex}") },
        Documentation = new("https://docs.worldpay.com/access/products/events"),
    });
}
