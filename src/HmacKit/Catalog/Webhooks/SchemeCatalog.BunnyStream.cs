namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Bunny Stream webhooks: the body.</summary>
    /// <remarks>The key is the video library's read-only API key.</remarks>
    public static SignatureScheme BunnyStream => field ??= SignatureScheme.Compile(new()
    {
        Name = "bunny-stream",
        Message = "{body}",
        Headers =
        {
            ["X-BunnyStream-Signature"] = HeaderFormat.Text("{signature:hex}"),
            ["X-BunnyStream-Signature-Version"] = HeaderFormat.Text("v1").Optional(),
            ["X-BunnyStream-Signature-Algorithm"] = HeaderFormat.Text("hmac-sha256").Optional(),
        },
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/Status"),
        Documentation = new("https://docs.bunny.net/docs/stream-webhook"),
    });
}
