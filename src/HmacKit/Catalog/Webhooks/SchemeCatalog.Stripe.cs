namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Stripe webhooks: time and body.</summary>
    /// <remarks>
    /// <para>While a secret is rolled there are several <c>v1</c>, the new key's first; <c>v0</c> and others are
    /// skipped.</para>
    /// <para>The <c>whsec_</c> of a secret is part of the key.</para>
    /// <para>Verify the raw body: parsing and writing the JSON again changes it.</para>
    /// </remarks>
    public static SignatureScheme Stripe => field ??= SignatureScheme.Compile(new()
    {
        Name = "stripe",
        OtherNames = ["stripe-webhook"],
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["Stripe-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}"),
        },
        SignsWithAllKeys = true,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.stripe.com/webhooks#verify-manually"),
    });
}
