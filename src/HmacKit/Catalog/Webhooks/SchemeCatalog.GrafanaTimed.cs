namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Grafana alerting webhooks with a time, in the header <c>X-Grafana-Alerting-Timestamp</c>: set that name in the contact point.</summary>
    public static SignatureScheme GrafanaTimed => field ??= SignatureScheme.Compile(new()
    {
        Name = "grafana-timed",
        Message = "{timestamp}:{body}",
        Headers =
        {
            ["X-Grafana-Alerting-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Grafana-Alerting-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Documentation = new("https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/"),
    });
}
