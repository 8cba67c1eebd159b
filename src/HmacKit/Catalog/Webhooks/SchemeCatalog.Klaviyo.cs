namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Klaviyo system webhooks: the body, and the time behind it.</summary>
    /// <remarks>
    /// <para>Compare <c>Klaviyo-Webhook-Id</c>, which isn't signed, with the body's <c>meta.klaviyo_webhook_id</c>. A flow's webhook action isn't signed at all.</para>
    /// <para>The page states no window; five minutes is ours.</para>
    /// </remarks>
    public static SignatureScheme Klaviyo => field ??= SignatureScheme.Compile(new()
    {
        Name = "klaviyo",
        Message = "{body}{timestamp}",
        Headers =
        {
            ["Klaviyo-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Klaviyo-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(5)),
        Documentation = new("https://developers.klaviyo.com/en/docs/working_with_system_webhooks"),
    });
}
