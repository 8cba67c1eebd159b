namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Oura webhooks.</summary>
    /// <remarks>The signature is hex in upper case.</remarks>
    public static SignatureScheme Oura => field ??= SignatureScheme.Compile(new()
    {
        Name = "oura",
        Message = "{timestamp}{body}",
        Headers =
        {
            ["x-oura-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["x-oura-signature"] = HeaderFormat.Text("{signature:hex-upper}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        AmbiguousBecause = "The vendor joins the time and the body with nothing between them.",
        Documentation = new("https://cloud.ouraring.com/v2/docs"),
    });
}
