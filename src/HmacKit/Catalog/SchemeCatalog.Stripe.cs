namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Stripe webhooks. The <c>whsec_</c> of a secret is part of the key.</summary>
    /// <remarks>While a secret is rolled there are several <c>v1</c>, the new key's first; <c>v0</c> and others are skipped.</remarks>
    public static SignatureScheme Stripe => field ??= SignatureScheme.Compile(new()
    {
        Name = "stripe",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["Stripe-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}"),
        },
        SignsWithAllKeys = true,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://docs.stripe.com/webhooks#verify-manually"),
    });
}
