namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>LaunchDarkly webhooks.</summary>
    public static SignatureScheme LaunchDarkly => field ??= SignatureScheme.Compile(new()
    {
        Name = "launchdarkly",
        Message = "{body}",
        Headers =
        {
            ["X-LD-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        EventIdentity = EventField.Json("/_id"),
        EventType = EventField.Json("/kind"),
        Documentation = new("https://launchdarkly.com/docs/integrations/webhooks"),
    });
}
