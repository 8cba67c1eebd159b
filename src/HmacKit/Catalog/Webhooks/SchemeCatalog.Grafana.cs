namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Grafana alerting webhooks: the body, without a time.</summary>
    /// <remarks>Where a header for the time is configured, take <see cref="GrafanaTimed"/>.</remarks>
    public static SignatureScheme Grafana => field ??= SignatureScheme.Compile(new()
    {
        Name = "grafana",
        Message = "{body}",
        Headers = { ["X-Grafana-Alerting-Signature"] = HeaderFormat.Text("{signature:hex}") },
        Documentation = new("https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/"),
    });
}
