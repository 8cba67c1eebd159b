namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>ImageKit webhooks.</summary>
    /// <remarks><c>whsec_</c> belongs to the key: nothing is taken off.</remarks>
    public static SignatureScheme ImageKitWebhook => field ??= SignatureScheme.Compile(new()
    {
        Name = "imagekit-webhook",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["x-ik-signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://imagekit.io/docs/webhooks"),
    });
}
