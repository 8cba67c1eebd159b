namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Customer.io reporting webhooks.</summary>
    public static SignatureScheme CustomerIo => field ??= SignatureScheme.Compile(new()
    {
        Name = "customer-io",
        Message = "v0:{timestamp}:{body}",
        Headers =
        {
            ["X-CIO-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-CIO-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://docs.customer.io/journeys/webhooks/#securely-verify-requests"),
    });
}
