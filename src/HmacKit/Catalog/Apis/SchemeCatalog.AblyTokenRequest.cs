namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Ably token requests.</summary>
    public static SignatureScheme AblyTokenRequest => field ??= SignatureScheme.Compile(new()
    {
        Name = "ably-token-request",
        Message = "{json:/keyName}\n{json:/ttl}\n{json:/capability}\n{json:/clientId}\n{timestamp}\n{nonce}\n",
        Json =
        {
            ["/timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["/nonce"] = HeaderFormat.Text("{nonce}"),
            ["/mac"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(2)),
        Replay = ReplayRule.ByNonce,
        AmbiguousBecause = "The vendor writes decoded members, which may hold a line break.",
        Documentation = new("https://ably.com/docs/api/rest-sdk/types#token-request"),
    });
}
