namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Slack requests: a version, the time and the body.</summary>
    /// <remarks>
    /// <para>Commands come as forms: verify before anything reads the form.</para>
    /// </remarks>
    public static SignatureScheme Slack => field ??= SignatureScheme.Compile(new()
    {
        Name = "slack",
        Message = "v0:{timestamp}:{body}",
        Headers =
        {
            ["X-Slack-Signature"] = HeaderFormat.Text("v0={signature:hex}"),
            ["X-Slack-Request-Timestamp"] = HeaderFormat.Text("{timestamp}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        EventIdentity = EventField.Json("/event_id"),
        EventType = EventField.Json("/event/type"),
        Handshake = Handshake.EchoOfJson("/challenge", "/type", "url_verification"),
        Documentation = new("https://docs.slack.dev/authentication/verifying-requests-from-slack"),
    });
}
