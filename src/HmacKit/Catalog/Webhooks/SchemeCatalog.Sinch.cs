namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Sinch Conversation API webhooks: the body, a nonce and the time.</summary>
    /// <remarks>
    /// <para><c>x-sinch-webhook-signature-algorithm</c> isn't signed and isn't looked at: the algorithm is HMAC-SHA256.</para>
    /// <para>The page states no window; five minutes is ours.</para>
    /// </remarks>
    public static SignatureScheme Sinch => field ??= SignatureScheme.Compile(new()
    {
        Name = "sinch",
        Message = "{body}.{nonce}.{timestamp}",
        Headers =
        {
            ["x-sinch-webhook-signature-nonce"] = HeaderFormat.Text("{nonce}"),
            ["x-sinch-webhook-signature-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["x-sinch-webhook-signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Replay = ReplayRule.ByNonce,
        Documentation = new("https://developers.sinch.com/docs/conversation/callbacks"),
    });
}
