namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Razorpay webhooks.</summary>
    /// <remarks>The key is the webhook's secret, not the API key's.</remarks>
    public static SignatureScheme RazorpayWebhook => field ??= SignatureScheme.Compile(new()
    {
        Name = "razorpay-webhook",
        Message = "{body}",
        Headers =
        {
            ["X-Razorpay-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://razorpay.com/docs/webhooks/validate-test/"),
    });
}
