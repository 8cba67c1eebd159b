namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Tebex webhooks.</summary>
    /// <remarks>What is signed is the hex digest of the body.</remarks>
    public static SignatureScheme Tebex => field ??= SignatureScheme.Compile(new()
    {
        Name = "tebex",
        Message = "{body:sha256:hex}",
        Headers = { ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
        Documentation = new("https://docs.tebex.io/developers/webhooks/overview"),
    });
}
