namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Paystack webhooks.</summary>
    /// <remarks>The key is the secret API key.</remarks>
    public static SignatureScheme Paystack => field ??= SignatureScheme.Compile(new()
    {
        Name = "paystack",
        Message = "{body}",
        Headers =
        {
            ["x-paystack-signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Algorithm = HmacAlgorithm.Sha512,
        Documentation = new("https://paystack.com/docs/payments/webhooks/"),
    });
}
