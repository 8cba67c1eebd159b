namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>ElevenLabs webhooks.</summary>
    public static SignatureScheme ElevenLabs => field ??= SignatureScheme.Compile(new()
    {
        Name = "elevenlabs",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["ElevenLabs-Signature"] = HeaderFormat.Fields("t={timestamp},v0={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(1800)),
        Documentation = new("https://elevenlabs.io/docs/overview/administration/webhooks"),
    });
}
