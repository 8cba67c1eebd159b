namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Revolut webhooks, Business and Merchant: a version, the time and the body.</summary>
    /// <remarks>While a secret is rotated there is a signature for each; one of them is enough.</remarks>
    public static SignatureScheme Revolut => field ??= SignatureScheme.Compile(new()
    {
        Name = "revolut",
        Message = "v1.{timestamp}.{body}",
        Headers =
        {
            ["Revolut-Request-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Revolut-Signature"] = HeaderFormat.List("v1={signature:hex}", separator: ','),
        },
        SignsWithAllKeys = true,
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        EventType = EventField.Json("/event"),
        Documentation = new("https://developer.revolut.com/docs/guides/manage-accounts/tutorials/work-with-webhooks/verify-the-payload-signature"),
    });
}
