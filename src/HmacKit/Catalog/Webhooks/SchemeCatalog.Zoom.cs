namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Zoom webhooks: a version, the time and the body, with the app's secret token.</summary>
    /// <remarks>
    /// <para>The <c>endpoint.url_validation</c> challenge wants an answer with an HMAC of its own: <c>HmacKey.ComputeTag</c>
    /// gives it.</para>
    /// </remarks>
    public static SignatureScheme Zoom => field ??= SignatureScheme.Compile(new()
    {
        Name = "zoom",
        Message = "v0:{timestamp}:{body}",
        Headers =
        {
            ["x-zm-signature"] = HeaderFormat.Text("v0={signature:hex}"),
            ["x-zm-request-timestamp"] = HeaderFormat.Text("{timestamp}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/event"),
        Handshake = Handshake.MacOfJson("/payload/plainToken", "/event", "endpoint.url_validation", "plainToken", "encryptedToken", TagEncoding.Hex),
        Documentation = new("https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events"),
    });
}
