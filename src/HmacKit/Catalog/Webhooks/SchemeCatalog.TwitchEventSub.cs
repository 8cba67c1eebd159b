namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Twitch EventSub notifications: message id, time and body, with nothing between them.</summary>
    /// <remarks>
    /// <para>The time is RFC 3339 with nanoseconds and is signed as it stands.</para>
    /// <para>Secrets are chosen by you, 10 to 100 characters; HmacKit wants at least 16.</para>
    /// </remarks>
    public static SignatureScheme TwitchEventSub => field ??= SignatureScheme.Compile(new()
    {
        Name = "twitch-eventsub",
        Message = "{id}{timestamp}{body}",
        Headers =
        {
            ["Twitch-Eventsub-Message-Id"] = HeaderFormat.Text("{id}"),
            ["Twitch-Eventsub-Message-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Twitch-Eventsub-Message-Signature"] = HeaderFormat.Text("sha256={signature:hex}"),
        },
        Freshness = new(TimestampFormat.Rfc3339, TimeSpan.FromSeconds(600)),
        Replay = ReplayRule.ById,
        AmbiguousBecause = "the vendor joins id, time and body without a delimiter.",
        EventType = EventField.Json("/subscription/type"),
        Handshake = Handshake.EchoOfJson("/challenge", "/subscription/status", "webhook_callback_verification_pending"),
        Documentation = new("https://dev.twitch.tv/docs/eventsub/handling-webhook-events/#verifying-the-event-message"),
    });
}
