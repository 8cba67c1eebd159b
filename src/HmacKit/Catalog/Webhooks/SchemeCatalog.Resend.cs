namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Resend webhooks.</summary>
    /// <remarks>The same wire format as <c>svix</c>, under the vendor's name.</remarks>
    public static SignatureScheme Resend => field ??= SignatureScheme.Compile(new()
    {
        Name = "resend",
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            ["svix-id"] = HeaderFormat.Text("{id}"),
            ["svix-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["svix-signature"] = HeaderFormat.List("v1,{signature:base64}", separator: ' '),
        },
        SignsWithAllKeys = true,
        SecretFormat = KeyFormat.Base64.After("whsec_"),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        EventType = EventField.Json("/type"),
        Documentation = new("https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests"),
    });
}
