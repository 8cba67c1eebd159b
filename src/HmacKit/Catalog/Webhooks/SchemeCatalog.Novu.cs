namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Novu requests to a bridge: time and body.</summary>
    /// <remarks>The time is in milliseconds. The body is compact JSON, as JavaScript writes it.</remarks>
    public static SignatureScheme Novu => field ??= SignatureScheme.Compile(new()
    {
        Name = "novu",
        Message = "{timestamp}.{body}",
        Headers = { ["novu-signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}") },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        Documentation = new("https://docs.novu.co/framework/deployment/production"),
    });
}
