namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Sentry integration webhooks.</summary>
    /// <remarks><c>Sentry-Hook-Timestamp</c> isn't signed: don't trust it. The vendor signs its JSON as it sends it. Verify the raw bytes, not JSON that was parsed and written again.</remarks>
    public static SignatureScheme Sentry => field ??= SignatureScheme.Compile(new()
    {
        Name = "sentry",
        Message = "{body}",
        Headers =
        {
            ["Sentry-Hook-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://docs.sentry.io/organization/integrations/integration-platform/webhooks/"),
    });
}
