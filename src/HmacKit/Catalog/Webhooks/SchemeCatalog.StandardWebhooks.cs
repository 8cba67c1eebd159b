namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Standard Webhooks, the symmetric form: id, time and body.</summary>
    /// <remarks>
    /// <para>While a secret is rotated there is a signature for each, the new key's first.</para>
    /// <para>The secret is base64. The <c>whsec_</c> before it isn't part of the key and may be left out, as the official libraries have it.</para>
    /// <para>A sender repeats a delivery that failed under the same id. Claim the id only once the message is processed, or
    /// accept replays in the verifier and let the handler be idempotent.</para>
    /// <para>Asymmetric signatures (<c>v1a</c>) are skipped, not verified.</para>
    /// </remarks>
    public static SignatureScheme StandardWebhooks => field ??= SignatureScheme.Compile(new()
    {
        Name = "standard-webhooks",
        OtherNames = ["svix"],
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            ["webhook-id"] = HeaderFormat.Text("{id}"),
            ["webhook-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["webhook-signature"] = HeaderFormat.List("v1,{signature:base64}", separator: ' '),
        },
        SignsWithAllKeys = true,
        SecretFormat = KeyFormat.Base64.AfterOptional("whsec_"),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        EventType = EventField.Json("/type"),
        Documentation = new("https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"),
    });
}
