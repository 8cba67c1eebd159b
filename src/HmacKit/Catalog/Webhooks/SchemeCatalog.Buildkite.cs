namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Buildkite webhooks.</summary>
    public static SignatureScheme Buildkite => field ??= SignatureScheme.Compile(new()
    {
        Name = "buildkite",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["X-Buildkite-Signature"] = HeaderFormat.Fields("timestamp={timestamp},signature={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://buildkite.com/docs/apis/webhooks/pipelines#webhook-signature"),
    });
}
