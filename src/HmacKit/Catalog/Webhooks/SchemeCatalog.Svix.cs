namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Svix webhooks: Standard Webhooks under other header names.</summary>
    /// <remarks>
    /// <para>While a secret is rotated there is a signature for each, the new key's first, as Svix sends them.</para>
    /// <para>The secret is base64. The <c>whsec_</c> before it isn't part of the key and may be left out, as the official libraries have it.</para>
    /// <para>Svix repeats a delivery that failed under the same id: see Standard Webhooks.</para>
    /// </remarks>
    public static SignatureScheme Svix => field ??= SignatureScheme.Compile(new()
    {
        Name = "svix",
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            ["svix-id"] = HeaderFormat.Text("{id}"),
            ["svix-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["svix-signature"] = HeaderFormat.List("v1,{signature:base64}", separator: ' '),
        },
        SignsWithAllKeys = true,
        SecretFormat = KeyFormat.Base64.AfterOptional("whsec_"),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.svix.com/receiving/verifying-payloads/how-manual"),
    });
}
