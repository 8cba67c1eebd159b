namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Segment destination webhooks.</summary>
    /// <remarks>With batching on, the vendor signs the first event of an array and none of the others: such a request is refused here. Switch batching off.</remarks>
    public static SignatureScheme Segment => field ??= SignatureScheme.Compile(new()
    {
        Name = "segment",
        Message = "{body}",
        Headers =
        {
            ["X-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Documentation = new("https://segment.com/docs/connections/destinations/catalog/webhooks/"),
    });
}
