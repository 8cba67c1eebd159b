namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>OneRing webhooks: time, event id and body.</summary>
    /// <remarks>
    /// <para>Time and id stand in two headers each, which must agree.</para>
    /// <para>The <c>whsec_</c> of a secret is part of the key: import the secret as it is shown.</para>
    /// <para>OneRing repeats a delivery that failed, with the same event id. Claim the id only once the event is processed, or
    /// accept replays in the verifier and let the handler be idempotent.</para>
    /// <para>Event ids that contain a dot are refused: the dot ends the id in the message.</para>
    /// </remarks>
    public static SignatureScheme OneRing => field ??= SignatureScheme.Compile(new()
    {
        Name = "onering",
        Message = "{timestamp}.{id}.{body}",
        Headers =
        {
            ["X-Webhook-Signature"] = HeaderFormat.Fields("t={timestamp},e={id},v1={signature:hex}"),
            ["X-Webhook-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Webhook-Event-ID"] = HeaderFormat.Text("{id}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Replay = ReplayRule.ById,
        EventType = EventField.Json("/eventType"),
    });
}
