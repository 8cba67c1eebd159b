namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>PagerDuty V3 webhooks: the body.</summary>
    /// <remarks>
    /// <para>While a secret is rotated there are several signatures, the new key's first.</para>
    /// </remarks>
    public static SignatureScheme PagerDuty => field ??= SignatureScheme.Compile(new()
    {
        Name = "pagerduty",
        OtherNames = ["pagerduty-v3"],
        Message = "{body}",
        Headers =
        {
            ["X-PagerDuty-Signature"] = HeaderFormat.List("v1={signature:hex}", separator: ','),
        },
        SignsWithAllKeys = true,
        EventIdentity = EventField.Json("/event/id"),
        EventType = EventField.Json("/event/event_type"),
        Documentation = new("https://developer.pagerduty.com/docs/verifying-webhook-signatures"),
    });
}
