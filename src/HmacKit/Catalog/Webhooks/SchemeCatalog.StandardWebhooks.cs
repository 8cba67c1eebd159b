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
    public static SignatureScheme StandardWebhooks => field ??=
        StandardWebhooksOf("standard-webhooks", "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md", KeyFormat.Base64.AfterOptional("whsec_"), otherName: "svix");

    /// <summary>Standard Webhooks as a vendor sends them.</summary>
    /// <param name="name">The scheme's name.</param>
    /// <param name="page">The vendor's page.</param>
    /// <param name="secret">What the vendor shows as the secret.</param>
    /// <param name="type">Where the type of an event is in the body; null if it has none.</param>
    /// <param name="headers">What the headers' names begin with.</param>
    /// <param name="otherName">Another name of the scheme.</param>
    private static SignatureScheme StandardWebhooksOf(string name, string page, KeyFormat secret, string? type = "/type", string headers = "webhook", string? otherName = null) => SignatureScheme.Compile(new()
    {
        Name = name,
        OtherNames = otherName is null ? [] : [otherName],
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            [headers + "-id"] = HeaderFormat.Text("{id}"),
            [headers + "-timestamp"] = HeaderFormat.Text("{timestamp}"),
            [headers + "-signature"] = HeaderFormat.List("v1,{signature:base64}", separator: ' '),
        },
        SignsWithAllKeys = true,
        SecretFormat = secret,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        EventType = type is null ? null : EventField.Json(type),
        Documentation = new(page),
    });
}
