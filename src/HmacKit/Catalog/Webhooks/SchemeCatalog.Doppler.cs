namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Doppler webhooks.</summary>
    public static SignatureScheme Doppler => field ??= SignatureScheme.Compile(new()
    {
        Name = "doppler",
        Message = "{body}",
        Headers =
        {
            ["X-Doppler-Signature"] = HeaderFormat.Text("sha256={signature:hex}"),
        },
        Documentation = new("https://docs.doppler.com/docs/webhooks"),
    });
}
